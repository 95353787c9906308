/// The screens by name, in the order of their tabs and number keys. What each of them is, `ScreenList` says: those who
/// only want to send somebody to a screen need not know it.
package enum ScreenID: String, CaseIterable, Sendable {
  case graph = "Graph"
  case gates = "Gates"
  case tables = "Tables"
  case time = "Time"
  case runs = "Runs"
  case logs = "Logs"
}
