import ParallelQuery
import SQLiteKit
import TestSupport
import Testing

/// Joins through the table in memory give what joins with the table on disk give.
@Suite struct LookupTableTests {
  static func makeConnection() throws -> Connection {
    let connection = try Connection.inMemory()
    try connection.execute(
      """
      CREATE TABLE l (a TEXT, b INTEGER);
      CREATE TABLE r (a TEXT, b INTEGER, v REAL, w TEXT);
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 400)
      INSERT INTO l SELECT CASE n % 11 WHEN 0 THEN NULL ELSE 'k' || n % 400 END, CASE n % 13 WHEN 0 THEN NULL ELSE n % 7 END
      FROM n;
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 600)
      INSERT INTO r SELECT CASE n % 17 WHEN 0 THEN NULL ELSE 'k' || (n * 7) % 500 END,
        CASE n % 19 WHEN 0 THEN NULL ELSE n % 9 END, CASE n % 5 WHEN 0 THEN NULL ELSE n * 1.0 END, 'w' || n FROM n
      """)
    return connection
  }

  @Test(arguments: [
    "SELECT l.a, l.b, x.v, x.w FROM l LEFT JOIN %@ x ON x.a = l.a AND x.b = l.b",
    "SELECT l.a, l.b, x.v, x.w FROM l JOIN %@ x ON x.a = l.a AND x.b = l.b + 1.0",
    "SELECT l.a, x.b, x.w FROM l JOIN %@ x ON x.a = l.a",
    "SELECT a, b, v, w FROM %@ WHERE v > 100",
    "SELECT l.b, x.v FROM l LEFT JOIN %@ x ON x.a = l.a AND x.b = l.b AND x.v > 1000",
  ])
  func joinsGiveTheSameRows(query: String) throws {
    let connection = try Self.makeConnection()
    let table = try #require(
      try LookupTable(
        connection.prepare("SELECT a, b, v, w FROM r"), keyCount: 2,
        columns: [("a", "TEXT"), ("b", "INTEGER"), ("v", "REAL"), ("w", "TEXT")], memoryBudget: 64 << 20))
    #expect(table.rowCount == 600)
    try table.register(on: connection, as: "in_memory")
    let halves = query.split(separator: "%@")
    let wanted = try connection.query(halves.joined(separator: "r"))
    let found = try connection.query(halves.joined(separator: "in_memory"))
    func sorted(_ rows: [Row]) -> [String] {
      rows.map { row in (0..<2).map { "\(row[$0])" }.joined(separator: "|") }.sorted()
    }
    #expect(!wanted.isEmpty)
    #expect(sorted(found) == sorted(wanted))
  }

  @Test func rowsBeyondTheBudgetAreLeftToSQLite() throws {
    let connection = try Self.makeConnection()
    try connection.execute("INSERT INTO r SELECT r.a, r.b, r.v, r.w FROM r, (SELECT 1 FROM l LIMIT 12)")
    let table = try LookupTable(
      connection.prepare("SELECT a, b, v, w FROM r"), keyCount: 2,
      columns: [("a", "TEXT"), ("b", "INTEGER"), ("v", "REAL"), ("w", "TEXT")], memoryBudget: 270_000)
    #expect(table == nil)
  }
}
