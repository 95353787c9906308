package import Project
import SQLiteKit

extension WarehouseBrowser {
  /// When a slowly changing table changed.
  package func history(of relation: RelationName) throws -> HistoryStrip {
    let (connection, history, table) = try historyTable(relation)
    defer { connection.close() }
    let from = quoteIdentifier(history.from)
    let to = quoteIdentifier(history.to)
    let isClosed = "NOT \(history.isOpenSQL)"
    let rows = try connection.query(
      """
      SELECT at, sum(opened), sum(closed) FROM (
        SELECT \(from) AS at, count(*) AS opened, 0 AS closed FROM \(table.sqlName) GROUP BY 1
        UNION ALL SELECT \(to), 0, count(*) FROM \(table.sqlName) WHERE \(isClosed) GROUP BY 1)
      WHERE at IS NOT NULL GROUP BY at ORDER BY at
      """)
    return HistoryStrip(
      fromColumn: history.from, toColumn: history.to, keyColumns: history.keys,
      changes: rows.map {
        HistoryStrip.Change(at: $0[0].words ?? "", opened: $0[1].int ?? 0, closed: $0[2].int ?? 0)
      })
  }

  /// Every version of one key, ascending.
  package func versions(of key: [String?], in relation: RelationName) throws -> [KeyVersion] {
    let (connection, history, table) = try historyTable(relation)
    defer { connection.close() }
    guard key.count == history.keys.count else {
      throw WarehouseError("\(relation) is keyed by \(history.keys.joined(separator: ", "))")
    }
    let statement = try connection.prepare(
      """
      SELECT \(table.columns.nameList) FROM \(table.sqlName) WHERE \(history.isKey)
      ORDER BY \(quoteIdentifier(history.from))
      """)
    try statement.bind(key.map { .text(orNull: $0) })
    var versions: [KeyVersion] = []
    while try statement.step() {
      var values: [String: String?] = [:]
      for (index, column) in table.columns.enumerated() {
        values[column.name] = .some(statement.cell(index, of: column))
      }
      versions.append(version(values, after: versions.last, history, table))
    }
    let log = VersionLog(connection, database: relation.database)
    try CauseLookup(log, relation, history).explain(&versions, of: key)
    return versions
  }

  private func version(
    _ values: [String: String?], after previous: KeyVersion?, _ history: HistoryColumns, _ table: StoredTable
  ) -> KeyVersion {
    let from = (values[history.from] ?? nil) ?? ""
    let end = values[history.to] ?? nil
    var changed: [String] = []
    var badges: [String] = []
    let isDeletion = history.isDeletion(values)
    if isDeletion { badges.append("deletion") }
    if let previous {
      changed = table.columns.map(\.name).filter { !history.own.contains($0) && previous.values[$0] != values[$0] }
      let wasGone = previous.to.map { $0 < from } ?? false || history.isDeletion(previous.values)
      if wasGone, !isDeletion { badges.append("revived") }
    }
    if from > Self.now { badges.append("future") }
    return KeyVersion(
      from: from, to: history.isOpen(end) ? nil : end, changed: changed, values: values, badges: badges)
  }

  func historyTable(
    _ relation: RelationName
  ) throws -> (connection: Connection, history: HistoryColumns, table: StoredTable) {
    guard let history = nodes[relation].flatMap(HistoryColumns.init) else {
      throw WarehouseError("\(relation) keeps no history: it is neither scd2 nor a snapshot")
    }
    guard let connection = try open(relation.database) else { throw notThere(relation) }
    do {
      return (connection, history, try storedTable(of: TablePageRequest(relation: relation, count: 0), on: connection))
    } catch {
      connection.close()
      throw error
    }
  }

  /// The present moment in the widest form instants are kept in.
  static var now: String { Instant.now.timestampText }
}
