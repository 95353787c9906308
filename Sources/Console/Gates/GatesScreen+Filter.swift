internal import Engine
internal import Project
internal import TerminalKit

/// What `&` does below the list of nodes. Leaving a filter keeps the line.
extension GatesScreen {
  static let checkFields = ["name", "check", "gate", "state", "severity"]

  /// The checks that pass the filter.
  func kept(_ checks: [CheckRecord]) -> [CheckRecord] {
    let filters = FilterExpression.parse(checkFilter)
    if filters.isEmpty { return checks }
    return checks.filter { check in
      let fields = [
        ("name", check.name), ("check", check.name), ("gate", check.gate.rawValue), ("state", check.state.mark.word),
        ("severity", check.severity.rawValue),
      ]
      return FilterExpression.matches(filters, fields.map { (name: $0.0, value: $0.1) })
    }
  }

  mutating func filterChecks(_ text: String) {
    let chosen = check?.id
    checkFilter = text
    let shown = checks
    checkCursor.setCount(shown.count)
    checkCursor.move(to: shown.firstIndex { $0.id == chosen } ?? 0)
  }

  mutating func filterRows(_ text: String, _ context: ScreenContext) {
    let before = shownRows
    let chosen = before.indices.contains(grid.cursor.index) ? before[grid.cursor.index] : nil
    rowFilter = text
    guard let all = allFailures else { return }
    let shown = shownRows
    let failures = text.isEmpty ? all : all.passing(FilterExpression.parse(text))
    self.failures = failures
    grid.take(failures.page)
    grid.cursor.move(to: chosen.flatMap { shown.firstIndex(of: $0) } ?? 0)
    settle(context)
  }

  /// The places of the rows shown among all of the check.
  private var shownRows: [Int] {
    guard let all = allFailures else { return [] }
    return all.places(passing: FilterExpression.parse(rowFilter))
  }
}
