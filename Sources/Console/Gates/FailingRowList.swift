internal import Engine
internal import Project
internal import TerminalKit

/// The rows a check found, told against those of the run before: first what fails now, then what no longer does.
struct FailingRowList: Sendable {
  /// What became of a row since the last run.
  enum Tag: String, Sendable, CaseIterable {
    case new, persisting, resolved

    var role: StyleRole {
      switch self {
      case .new: .fail
      case .persisting: .warn
      case .resolved: .pass
      }
    }
  }

  /// The head of the column that tells the tag.
  static let tagColumn = "since last run"

  /// One for each row; `nil` where there was nothing to compare with.
  let tags: [Tag?]
  let page: TablePage
  /// Rows that fail now, of those kept.
  let now: Int
  let previous: RunID?
  let isComplete: Bool

  /// Key columns come first and stay while the others scroll.
  init(_ found: FailureComparison, key: [String]) {
    let isCompared = found.previous != nil
    tags =
      found.rows.map { row in row.tag.map { $0 == .new ? Tag.new : .persisting } }
      + found.resolved.map { _ in .resolved }
    now = found.rows.count
    previous = found.previous
    isComplete = found.isComplete
    let keyed = found.columns.indices.filter { index in
      key.contains { $0.lowercased() == found.columns[index].lowercased() }
    }
    let order = keyed + found.columns.indices.filter { !keyed.contains($0) }
    let cells = found.rows.map(\.cells) + found.resolved
    let rows = zip(cells, tags).map { row, tag -> [String?] in
      (isCompared ? [tag?.rawValue ?? ""] : []) + order.map { row.indices.contains($0) ? row[$0] : nil }
    }
    let names = (isCompared ? [Self.tagColumn] : []) + order.map { found.columns[$0] }
    // Without a key the first column stays: it is what the check is about.
    let frozen = (isCompared ? 1 : 0) + max(1, keyed.count)
    page = TablePage(
      columns: names.map { AdapterColumn(name: $0, dataType: "") }, keyColumns: Array(names.prefix(frozen)), rows: rows,
      isLast: true, total: Int64(rows.count))
  }

  /// How many rows have each tag, those with none left out.
  var counts: [(tag: Tag, count: Int)] {
    Tag.allCases.map { tag in (tag, tags.count { $0 == tag }) }.filter { $0.1 > 0 }
  }

  /// The same list with only the rows that pass.
  func passing(_ filters: [RowFilter]) -> FailingRowList {
    FailingRowList(self, rows: places(passing: filters))
  }

  /// The places of the rows that pass.
  func places(passing filters: [RowFilter]) -> [Int] {
    let names = page.columns.map(\.name)
    return page.rows.indices.filter { row in
      FilterExpression.matches(filters, zip(names, page.rows[row]).map { (name: $0, value: $1 ?? "NULL") })
    }
  }

  private init(_ all: FailingRowList, rows: [Int]) {
    tags = rows.map { all.tags[$0] }
    (now, previous, isComplete) = (all.now, all.previous, all.isComplete)
    page = TablePage(
      columns: all.page.columns, keyColumns: all.page.keyColumns, rows: rows.map { all.page.rows[$0] }, isLast: true,
      total: Int64(rows.count))
  }

  /// The cells of a row by column, without the tag.
  func cells(_ row: Int) -> [String: String?] {
    guard page.rows.indices.contains(row) else { return [:] }
    var cells: [String: String?] = [:]
    for (column, value) in zip(page.columns, page.rows[row]) where column.name != Self.tagColumn {
      cells[column.name] = .some(value)
    }
    return cells
  }
}
