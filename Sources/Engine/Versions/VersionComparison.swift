import Project
import SQLiteKit

/// Compares two versions of a table in one pass over the rows in which they can differ.
struct VersionComparison {
  let connection: Connection
  let older: LoggedVersion
  let newer: LoggedVersion
  private let sides: VersionSides
  private var diff: VersionDiff
  /// Places of the key in the diff's columns.
  private var key: [Int]
  /// Places of the columns both sides have: only these can change.
  private let common: [Int]

  init(
    _ older: LoggedVersion, _ newer: LoggedVersion, key names: [String], _ request: VersionDiffRequest,
    _ log: VersionLog
  ) throws {
    connection = log.connection
    self.older = older
    self.newer = newer
    let before = Set(older.record.columns.map { $0.name.lowercased() })
    let after = Set(newer.record.columns.map { $0.name.lowercased() })
    let gone = older.record.columns.filter { !after.contains($0.name.lowercased()) }
    let columns = newer.record.columns + gone
    common = columns.indices.filter {
      before.contains(columns[$0].name.lowercased()) && after.contains(columns[$0].name.lowercased())
    }
    diff = VersionDiff(
      from: older.record, to: newer.record, keyColumns: names, columns: columns,
      newColumns: newer.record.columns.map(\.name).filter { !before.contains($0.lowercased()) },
      goneColumns: gone.map(\.name), offset: request.offset)
    key = []
    for name in names {
      guard let place = common.first(where: { columns[$0].name.lowercased() == name.lowercased() }) else {
        throw WarehouseError(
          "rows cannot be matched by '\(name)', which one of the versions does not have: name other columns, or compare "
            + "whole rows")
      }
      key.append(place)
    }
    // The sides are told apart by age; which is `from` and which `to` is told by the request.
    sides =
      older.record.id <= newer.record.id
      ? try VersionSides(older, newer, columns: columns, log) : try VersionSides(newer, older, columns: columns, log)
  }

  mutating func run(count: Int) throws -> VersionDiff {
    if !key.isEmpty, try !isUnique() {
      diff.note =
        "\(diff.keyColumns.joined(separator: ", ")) is not unique in both versions: whole rows are compared instead"
      diff.keyColumns = []
      key = []
    }
    try key.isEmpty ? compareRows(count) : compareByKey(count)
    return diff
  }

  private var isSwapped: Bool { older.record.id > newer.record.id }
  private var names: [String] { diff.columns.indices.map { "c\($0)" } }

  private var tables: String {
    let list = names.joined(separator: ", ")
    let (first, second) = isSwapped ? (sides.newerSQL, sides.olderSQL) : (sides.olderSQL, sides.newerSQL)
    return
      """
      WITH o(\(list), is_there) AS MATERIALIZED (SELECT *, 1 FROM (\(first))), \
      n(\(list), is_there) AS MATERIALIZED (SELECT *, 1 FROM (\(second)))
      """
  }

  private func isUnique() throws -> Bool {
    let keys = key.map { names[$0] }.joined(separator: ", ")
    for side in ["o", "n"] {
      let twice = "\(tables) SELECT 1 FROM \(side) GROUP BY \(keys) HAVING count(*) > 1 LIMIT 1"
      if try connection.hasRow(twice) { return false }
    }
    return true
  }

  private mutating func compareByKey(_ count: Int) throws {
    let match = key.map { "o.\(names[$0]) IS n.\(names[$0])" }.joined(separator: " AND ")
    let rest = common.filter { !key.contains($0) }.map { "o.\(names[$0]) IS n.\(names[$0])" }
    let same = rest.isEmpty ? "1" : rest.joinedFlat(" AND ")
    let cells = ["o", "n"].flatMap { side in names.map { "\(side).\($0)" } }.joined(separator: ", ")
    func keys(_ side: String) -> String {
      key.enumerated().map { "\(side).\(names[$0.element]) AS k\($0.offset)" }.joined(separator: ", ")
    }
    let order = key.indices.map { "k\($0)" }.joined(separator: ", ")
    // Two outer joins: for the right side of a full one SQLite makes no index, and looks through it for every row.
    let statement = try connection.prepare(
      """
      \(tables) SELECT o.is_there, n.is_there, \(cells), \(keys("n")) FROM n LEFT JOIN o ON \(match)
      WHERE o.is_there IS NULL OR NOT (\(same))
      UNION ALL SELECT o.is_there, NULL, \(cells), \(keys("o")) FROM o LEFT JOIN n ON \(match)
      WHERE n.is_there IS NULL ORDER BY \(order)
      """)
    let width = diff.columns.count
    var changes = Array(repeating: Int64(0), count: width)
    var place = 0
    while try statement.step() {
      let isOld = !statement.value(0).isNull
      let isNew = !statement.value(1).isNull
      let kind: VersionDiff.Kind = isOld ? (isNew ? .changed : .removed) : .added
      var differing: [Int] = []
      switch kind {
      case .added: diff.added += 1
      case .removed: diff.removed += 1
      case .changed:
        diff.changed += 1
        differing = common.filter { statement.value(2 + $0) != statement.value(2 + width + $0) }
        for column in differing { changes[column] += 1 }
      }
      defer { place += 1 }
      guard isWanted(place, count) else { continue }
      diff.rows.append(
        VersionDiff.Row(
          kind: kind, before: isOld ? row(statement, from: 2) : nil,
          after: isNew ? row(statement, from: 2 + width) : nil, changed: differing, count: 1))
    }
    diff.changesByColumn = changes.indices.filter { changes[$0] > 0 }.map { (diff.columns[$0].name, changes[$0]) }
      .sorted { $0.rows > $1.rows }
  }

  /// Whole rows with their multiplicity: what one side has more often than the other.
  private mutating func compareRows(_ count: Int) throws {
    let shared = common.map { names[$0] }.joined(separator: ", ")
    guard !common.isEmpty else { return }
    let statement = try connection.prepare(
      """
      \(tables) SELECT \(names.joined(separator: ", ")), sum(side) FROM (
        SELECT \(names.joined(separator: ", ")), 1 AS side FROM n
        UNION ALL SELECT \(names.joined(separator: ", ")), -1 FROM o) GROUP BY \(shared) HAVING sum(side) <> 0
      ORDER BY \(shared)
      """)
    let width = diff.columns.count
    var place = 0
    while try statement.step() {
      let more = statement.int64(width)
      if more > 0 { diff.added += more } else { diff.removed -= more }
      defer { place += 1 }
      guard isWanted(place, count) else { continue }
      let cells = row(statement, from: 0)
      diff.rows.append(
        VersionDiff.Row(
          kind: more > 0 ? .added : .removed, before: more > 0 ? nil : cells, after: more > 0 ? cells : nil,
          changed: [],
          count: abs(more)))
    }
  }

  /// Whether a differing row is on the page; one behind it tells that there are more.
  private mutating func isWanted(_ place: Int, _ count: Int) -> Bool {
    if place < diff.offset { return false }
    if diff.rows.count < count { return true }
    diff.isLast = false
    return false
  }

  private func row(_ statement: Statement, from first: Int) -> [String?] {
    diff.columns.indices.map { statement.cell(first + $0, of: diff.columns[$0]) }
  }
}
