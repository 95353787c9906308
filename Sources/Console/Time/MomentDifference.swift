internal import Engine
internal import Project
internal import TerminalKit

/// What differs between a table's rows at two moments: by key, cell by cell.
struct MomentDifference: Sendable {
  /// What happened to a key.
  enum Kind: Sendable, Hashable { case added, changed, closed }

  /// A key with its change.
  struct Line: Sendable, Hashable {
    var kind: Kind
    var key: String
    /// `column: old → new`, or the values of a row that came or went.
    var text: String
  }

  /// Rows compared of each moment at most; more are said to be left out.
  static let limit = 20_000

  private(set) var lines: [Line] = []
  var cursor = ListCursor()
  /// Whether one of the moments has more rows than were compared.
  let isPartial: Bool

  init(before: TablePage, after: TablePage) {
    isPartial = !before.isLast || !after.isLast
    let names = after.columns.isEmpty ? before.columns.map(\.name) : after.columns.map(\.name)
    let keys = after.keyColumns.isEmpty ? Array(names.prefix(1)) : after.keyColumns
    let old = MomentDifference.byKey(before, keys)
    let new = MomentDifference.byKey(after, keys)
    for (key, row) in new.sorted(by: { $0.key < $1.key }) {
      guard let past = old[key] else {
        lines.append(Line(kind: .added, key: key, text: MomentDifference.told(row, names, keys)))
        continue
      }
      let changed = names.filter { !keys.contains($0) && (past[$0] ?? nil) != (row[$0] ?? nil) }
      guard !changed.isEmpty else { continue }
      let text = changed.map { "\($0): \((past[$0] ?? nil) ?? "NULL") → \((row[$0] ?? nil) ?? "NULL")" }
      lines.append(Line(kind: .changed, key: key, text: text.joined(separator: "  ")))
    }
    for (key, row) in old.sorted(by: { $0.key < $1.key }) where new[key] == nil {
      lines.append(Line(kind: .closed, key: key, text: MomentDifference.told(row, names, keys)))
    }
    cursor.setCount(lines.count)
  }

  private static func byKey(_ page: TablePage, _ keys: [String]) -> [String: [String: String?]] {
    var out: [String: [String: String?]] = [:]
    for row in page.rows {
      var values: [String: String?] = [:]
      for (column, value) in zip(page.columns, row) { values[column.name] = value }
      out[keys.map { (values[$0] ?? nil) ?? "NULL" }.joined(separator: " · ")] = values
    }
    return out
  }

  private static func told(_ row: [String: String?], _ names: [String], _ keys: [String]) -> String {
    names.filter { !keys.contains($0) }.map { "\($0): \((row[$0] ?? nil) ?? "NULL")" }.joined(separator: "  ")
  }
}
