import Project
import SQLiteKit

extension WarehouseBrowser {
  /// The place of the next row that has a text in any of its cells, case ignored, in the order the request asks for; it
  /// goes on at the other end.
  ///
  /// - Parameters:
  ///   - start: The first row that is looked at; backwards the row behind it.
  /// - Returns: Rows before it; nil when no row has the text.
  package func place(
    of text: String, in request: TablePageRequest, from start: Int, backwards: Bool
  ) throws -> Int? {
    let opened = try opened(request)
    defer { opened.connection.close() }
    let test = Self.test(text, opened.table.columns)
    func first(_ offset: Int, _ aggregate: String, _ bound: String) throws -> Int? {
      let numbered = try Self.numbered(opened.table, request, from: offset, on: opened.connection)
      let found = try opened.connection.queryValue(
        "SELECT \(aggregate) FROM (\(numbered)) WHERE \(bound)(\(test)) LIMIT 1")
      return found?.integer.map { Int($0) }
    }
    if backwards {
      return try first(0, "max(n)", "n < \(start) AND ") ?? first(0, "max(n)", "n >= \(start) AND ")
    }
    return try first(start, "n", "") ?? first(0, "n", "n < \(start) AND ")
  }

  /// Where a row of one request stands among the rows that other filters let through, in the same order.
  ///
  /// - Parameter index: Rows of the request before it.
  /// - Returns: Rows before it; nil when it is not among them, or no row can be told from another: those of views and
  ///   statements cannot.
  package func place(ofRow index: Int, of request: TablePageRequest, under filters: [RowFilter]) throws -> Int? {
    let opened = try opened(request)
    defer { opened.connection.close() }
    let table = opened.table
    guard let name = table.rowIDName else { return nil }
    func rows(_ filters: [RowFilter]) throws -> String {
      let all = try table.conditions + filters.map { try $0.condition(over: table.columns) }
      return "\(table.sqlName) WHERE " + (all.isEmpty ? "true" : all.joined(separator: " AND "))
    }
    let order = (request.sorts.map(\.sql) + [name]).joined(separator: ", ")
    let row = try opened.connection.queryValue(
      "SELECT \(name) FROM \(rows(request.filters)) ORDER BY \(order) LIMIT 1 OFFSET \(index)")
    guard let row = row?.integer else { return nil }
    let isThere = try opened.connection.queryValue("SELECT count(*) FROM \(rows(filters)) AND \(name) = \(row)")
    guard isThere?.integer == 1 else { return nil }
    if request.sorts.isEmpty {
      if filters.isEmpty, table.conditions.isEmpty, let first = try table.firstRowID(on: opened.connection) {
        return Int(row - first)
      }
      let before = try opened.connection.queryValue("SELECT count(*) FROM \(rows(filters)) AND \(name) < \(row)")
      return before?.integer.map { Int($0) }
    }
    let before = try opened.connection.queryValue(
      """
      SELECT n FROM (SELECT \(name) AS r, row_number() OVER (ORDER BY \(order)) - 1 AS n FROM \(rows(filters)))
      WHERE r = \(row)
      """)
    return before?.integer.map { Int($0) }
  }

  /// The rows from one of them on, each with its place.
  private static func numbered(
    _ table: StoredTable, _ request: TablePageRequest, from offset: Int, on connection: Connection
  ) throws -> String {
    var asked = request
    (asked.offset, asked.total) = (offset, nil)
    // A limit, however large, keeps SQLite from leaving the order away.
    asked.count = 1 << 60
    let conditions = try table.conditions + request.filters.map { try $0.condition(over: table.columns) }
    var query = PageQuery(table: table, conditions: conditions, request: asked)
    try query.findPlace(on: connection)
    return "SELECT *, row_number() OVER () - 1 + \(offset) AS n FROM (\(query.sql))"
  }

  /// Whether a row has a text in a cell, as the cell is shown.
  private static func test(_ text: String, _ columns: [AdapterColumn]) -> String {
    let wanted = quoteLiteral(.text(text.lowercased()))
    let tests = columns.map { column in
      let name = quoteIdentifier(column.name)
      let cell = column.isTruth ? "CASE \(name) WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE \(name) END" : name
      return "instr(lower(\(cell)), \(wanted)) > 0"
    }
    return tests.isEmpty ? "0" : tests.joinedFlat(" OR ")
  }
}
