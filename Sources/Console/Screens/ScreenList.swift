/// The screens, in the order of their tabs and number keys.
package enum ScreenID: String, CaseIterable, Sendable {
  case graph = "Graph"
  case gates = "Gates"
  case tables = "Tables"
  case time = "Time"
  case runs = "Runs"
  case logs = "Logs"

  /// The screen as it is first opened.
  package var initial: any ConsoleScreen {
    switch self {
    case .graph: GraphScreen()
    case .gates: GatesScreen()
    case .tables: TablesScreen()
    case .time: TimeScreen()
    case .runs: RunsScreen()
    case .logs: LogsScreen()
    }
  }
}
