/// Every screen as it is first opened, in the order of the tabs.
package enum ScreenList {
  /// The screen of a name.
  package static func initial(_ id: ScreenID) -> any ConsoleScreen {
    switch id {
    case .graph: GraphScreen()
    case .gates: GatesScreen()
    case .tables: TablesScreen()
    case .time: TimeScreen()
    case .runs: RunsScreen()
    case .logs: LogsScreen()
    }
  }
}
