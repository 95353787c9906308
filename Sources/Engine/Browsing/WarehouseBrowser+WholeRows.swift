package import Project
import SQLiteKit

/// The rows of the tested table that a check's failing row stands for.
package struct WholeRows: Sendable {
  package var relation: RelationName
  /// The version the check looked at, where the table has versions.
  package var version: VersionRecord?
  /// Set where the rows the check looked at are not kept: that version, while the rows are those of the one before it.
  package var missing: VersionRecord?
  /// The columns by which was looked, with their values (nil is NULL).
  package var key: [(column: String, value: String?)]
  /// The condition of the test itself, which the rows found here need not meet.
  package var whereClause: String?
  package var page: TablePage

  package init(
    relation: RelationName, version: VersionRecord?, key: [(column: String, value: String?)],
    whereClause: String? = nil, page: TablePage
  ) {
    self.relation = relation
    self.version = version
    self.key = key
    self.whereClause = whereClause
    self.page = page
  }
}

extension WarehouseBrowser {
  /// The rows of a check's table that have the values of a failing row, of which dbt's tests tell little more than the
  /// column they test. They are looked up in the version the check looked at, held ones too.
  ///
  /// - Parameters:
  ///   - row: Cells by column, as the failing rows have them (nil is NULL).
  ///   - count: Rows at most.
  /// - Throws: in words, where they cannot be looked up.
  package func wholeRows(of check: CheckRecord, row: [String: String?], count: Int = 200) throws -> WholeRows {
    guard let holder = holder(of: check) else {
      throw WarehouseError("what this check tests is not in the project any more")
    }
    let node = holder.node
    if node.resourceType == .source {
      throw WarehouseError("\(node.name) lies in files: p shows its records, r their lines")
    }
    guard let relation = node.relation, let connection = try open(relation.database) else {
      throw WarehouseError("\(node.name) has no table to look in")
    }
    defer { connection.close() }
    let versions = try versionsSeen(by: check, of: relation, on: connection)
    func look(_ version: VersionRecord?) throws -> WholeRows {
      let moment = version.map { TableMoment.version($0.id) } ?? .now
      let table = try storedTable(
        of: TablePageRequest(relation: relation, moment: moment, count: count), on: connection)
      let cells = Self.cells(row, holder.test)
      let key = table.columns.compactMap { column in
        cells[column.name.lowercased()].map { (column: column, value: $0) }
      }
      guard !key.isEmpty else {
        throw WarehouseError("no column of this row is a column of \(node.name): there is nothing to look it up by")
      }
      let conditions = table.conditions + key.map { Self.isValue($0.value, $0.column) }
      var page = try rows(
        of:
          "SELECT \(table.list) FROM \(table.sqlName) WHERE \(conditions.joined(separator: " AND ")) LIMIT \(count + 1)",
        columns: table.columns, count: count, on: connection)
      page.keyColumns = node.config.uniqueKey
      return WholeRows(
        relation: relation, version: version, key: key.map { ($0.column.name, $0.value) },
        whereClause: holder.test?.test?.whereClause, page: page)
    }
    if let held = versions.held, held.storage != nil {
      let found = try look(held)
      // Of an incremental table what is held are the rows that were added: others are in the version before.
      if !found.page.rows.isEmpty || versions.stood == nil { return found }
    }
    var found = try look(versions.stood)
    found.missing = versions.held
    return found
  }

  /// The versions a check looked at: the one its run made and that is held, and the one that stood when the run ended.
  private func versionsSeen(
    by check: CheckRecord, of relation: RelationName, on connection: Connection
  ) throws -> (held: VersionRecord?, stood: VersionRecord?) {
    let log = VersionLog(connection, database: relation.database)
    let made = try log.all(of: relation).map(\.record).first { $0.run == check.run }
    let stood = try? log.version(at: .run(check.run), of: relation).record
    guard let made else { return (nil, stood) }
    if made.disposition == .vacuumed {
      throw WarehouseError("v\(made.id), which this check looked at, is no longer kept")
    }
    guard made.disposition == .quarantined else { return (nil, made) }
    if made.storage == nil, stood == nil {
      throw WarehouseError("v\(made.id) was held, and its rows were not kept")
    }
    return (made, stood)
  }

  /// That a column has a value, told as text.
  private static func isValue(_ value: String?, _ column: AdapterColumn) -> String {
    let name = quoteIdentifier(column.name)
    guard let value else { return "\(name) IS NULL" }
    if column.isTruth, value == "true" || value == "false" {
      return "\(name) = \(value == "true" ? 1 : 0)"
    }
    let isText = "CAST(\(name) AS TEXT) = \(quoteLiteral(.text(value)))"
    guard let number = Double(value), number.isFinite else { return isText }
    return "(\(isText) OR (typeof(\(name)) IN ('integer', 'real') AND \(name) = \(number)))"
  }
}
