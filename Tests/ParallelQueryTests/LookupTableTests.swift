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

  static let queries = [
    "SELECT l.a, l.b, x.v, x.w FROM l LEFT JOIN %@ x ON x.a = l.a AND x.b = l.b",
    "SELECT l.a, l.b, x.v, x.w FROM l JOIN %@ x ON x.a = l.a AND x.b = l.b + 1.0",
    "SELECT l.a, x.b, x.w FROM l JOIN %@ x ON x.a = l.a",
    "SELECT a, b, v, w FROM %@ WHERE v > 100",
    "SELECT l.b, x.v FROM l LEFT JOIN %@ x ON x.a = l.a AND x.b = l.b AND x.v > 1000",
  ]

  /// In memory, a part in a file, all in a file.
  @Test(arguments: queries, [64 << 20, 9_000, 1])
  func joinsGiveTheSameRows(query: String, memoryBudget: Int) throws {
    let connection = try Self.makeConnection()
    let table = try #require(
      try LookupTable(
        connection.prepare("SELECT a, b, v, w FROM r"), keyCount: 2,
        columns: [("a", "TEXT"), ("b", "INTEGER"), ("v", "REAL"), ("w", "TEXT")], memoryBudget: memoryBudget,
        spillDirectory: "/tmp"))
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

  @Test func longRowsAndManyOfOneKeyComeBackFromTheFile() throws {
    let connection = try Self.makeConnection()
    try connection.execute(
      """
      CREATE TABLE long (k TEXT, n INTEGER, t TEXT);
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 9000)
      INSERT INTO long SELECT 'k' || n % 50, n, printf('%.*c', n % 4000, 'x') FROM n
      """)
    let table = try #require(
      try LookupTable(
        connection.prepare("SELECT k, n, t FROM long"), keyCount: 1,
        columns: [("k", "TEXT"), ("n", "INTEGER"), ("t", "TEXT")], memoryBudget: 50_000, spillDirectory: "/tmp"))
    try table.register(on: connection, as: "kept")
    for sql in [
      "SELECT n, length(t) FROM %@ WHERE k = 'k7' ORDER BY n", "SELECT sum(n), sum(length(t)) FROM %@ WHERE n > 0",
      "SELECT count(*), max(t) FROM %@ WHERE k = 'nothing'",
    ] {
      let halves = sql.split(separator: "%@")
      let wanted = try connection.query(halves.joined(separator: "long")).map { Array($0.values) }
      #expect(try connection.query(halves.joined(separator: "kept")).map { Array($0.values) } == wanted)
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let connection = try Self.makeConnection()
    #expect(throws: GroupingError.self) {
      try LookupTable(
        connection.prepare("SELECT a, b, v, w FROM r"), keyCount: 2,
        columns: [("a", "TEXT"), ("b", "INTEGER"), ("v", "REAL"), ("w", "TEXT")], memoryBudget: 1,
        spillDirectory: "/tmp/there is no such folder")
    }
  }
}
