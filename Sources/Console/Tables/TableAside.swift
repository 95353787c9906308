internal import Engine
internal import Project
internal import TerminalKit

/// What a column is made of, in place of the rows.
enum TableAside: Sendable {
  case working(String)
  case profile(ColumnProfile)
  case frequency(ColumnFrequency, ListCursor)
  case chart(ColumnChart)
  /// The common tables of a model's statement.
  case commonTables(NodeID, [CommonTableOutline], ListCursor)

  /// What the breadcrumb says.
  var title: String {
    switch self {
    case .working(let text): text
    case .profile(let profile): "profile of \(profile.column.name)"
    case .frequency(let frequency, _): "frequency of \(frequency.column)"
    case .chart(let chart): "chart of \(chart.title)"
    case .commonTables: "common tables"
    }
  }
}
