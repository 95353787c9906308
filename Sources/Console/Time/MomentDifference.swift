internal import Engine
internal import Project
internal import TerminalKit

/// What differs between a table's rows at two moments: by key, cell by cell.
struct MomentDifference: Sendable {
  /// What happened to a key.
  enum Kind: String, Sendable, Hashable, CaseIterable { case added, changed, closed }

  /// A key with its change.
  struct Line: Sendable, Hashable {
    var kind: Kind
    /// The key's values, in the order of the key's columns.
    var key: [String?]
    /// Cells that differ; of a row that came or went all of them, with one side empty.
    var cells: [Cell]
  }

  /// One cell, before and after.
  struct Cell: Sendable, Hashable {
    var column: String
    var before: String?
    var after: String?
  }

  /// Rows compared of each moment at most; more are said to be left out.
  static let limit = 20_000

  private(set) var lines: [Line] = []
  var cursor = ListCursor()
  let keyColumns: [String]
  /// Whether there is more than is listed.
  let isPartial: Bool
  /// How many keys were added, changed, closed; more than are listed where it is partial.
  private(set) var counts: [Kind: Int64] = [:]
  /// In how many rows each column changed, the most changed first.
  private(set) var changesByColumn: [(column: String, rows: Int64)] = []
  /// What else there is to know of how it was compared.
  private(set) var note = ""

  /// Compares the rows of two moments of effective time.
  init(before: TablePage, after: TablePage) {
    isPartial = !before.isLast || !after.isLast
    let names = after.columns.isEmpty ? before.columns.map(\.name) : after.columns.map(\.name)
    keyColumns = after.keyColumns.isEmpty ? Array(names.prefix(1)) : after.keyColumns
    let keys = keyColumns
    let old = Self.byKey(before, keys)
    let new = Self.byKey(after, keys)
    let rest = names.filter { !keys.contains($0) }
    for (key, row) in new.sorted(by: { Self.precedes($0.key, $1.key) }) {
      guard let past = old[key] else {
        let cells = rest.map { Cell(column: $0, before: nil, after: row[$0] ?? nil) }
        lines.append(Line(kind: .added, key: key, cells: cells))
        continue
      }
      let changed = rest.filter { (past[$0] ?? nil) != (row[$0] ?? nil) }
      guard !changed.isEmpty else { continue }
      let cells = changed.map { Cell(column: $0, before: past[$0] ?? nil, after: row[$0] ?? nil) }
      lines.append(Line(kind: .changed, key: key, cells: cells))
    }
    for (key, row) in old.sorted(by: { Self.precedes($0.key, $1.key) }) where new[key] == nil {
      let cells = rest.map { Cell(column: $0, before: row[$0] ?? nil, after: nil) }
      lines.append(Line(kind: .closed, key: key, cells: cells))
    }
    for line in lines { counts[line.kind, default: 0] += 1 }
    var changes: [String: Int64] = [:]
    for line in lines where line.kind == .changed { for cell in line.cells { changes[cell.column, default: 0] += 1 } }
    changesByColumn = rest.compactMap { name in changes[name].map { (name, $0) } }.sorted { $0.1 > $1.1 }
    if isPartial { note = "only the first \(Figures.count(Int64(Self.limit))) rows of each were compared" }
    cursor.setCount(lines.count)
  }

  /// Two published versions, compared where they are kept.
  init(_ diff: VersionDiff) {
    isPartial = !diff.isLast
    keyColumns = diff.keyColumns
    let places = diff.keyColumns.compactMap { name in diff.columns.firstIndex { $0.name == name } }
    let rest = diff.columns.indices.filter { !places.contains($0) }
    for row in diff.rows {
      func cell(_ place: Int) -> Cell {
        Cell(column: diff.columns[place].name, before: row.before?[place], after: row.after?[place])
      }
      let kind: Kind = row.kind == .added ? .added : row.kind == .changed ? .changed : .closed
      let cells = (kind == .changed ? row.changed : rest).map(cell)
      lines.append(Line(kind: kind, key: places.map { row.after?[$0] ?? row.before?[$0] }, cells: cells))
    }
    counts = [.added: diff.added, .changed: diff.changed, .closed: diff.removed].filter { $0.value > 0 }
    changesByColumn = diff.changesByColumn
    var notes = diff.note.map { [$0] } ?? []
    if !diff.newColumns.isEmpty { notes.append("new: \(diff.newColumns.joined(separator: ", "))") }
    if !diff.goneColumns.isEmpty { notes.append("gone: \(diff.goneColumns.joined(separator: ", "))") }
    if isPartial { notes.append("the first \(Figures.count(Int64(diff.rows.count))) are listed") }
    note = notes.joined(separator: " · ")
    cursor.setCount(lines.count)
  }

  /// Whether the moments hold the same rows in the same columns.
  var isEmpty: Bool { lines.isEmpty && note.isEmpty }

  private static func byKey(_ page: TablePage, _ keys: [String]) -> [[String?]: [String: String?]] {
    var out: [[String?]: [String: String?]] = [:]
    for row in page.rows {
      var values: [String: String?] = [:]
      for (column, value) in zip(page.columns, row) { values[column.name] = .some(value) }
      out[keys.map { values[$0] ?? nil }] = values
    }
    return out
  }

  /// Keys in the order people count: numbers by size.
  private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
    for (a, b) in zip(left, right) where a != b {
      guard let a else { return true }
      guard let b else { return false }
      if let first = Double(a), let second = Double(b), first != second { return first < second }
      return a < b
    }
    return false
  }
}
