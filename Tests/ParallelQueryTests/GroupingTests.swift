import ParallelQuery
import SQLiteKit
import TableFile
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// SQLite's own GROUP BY is the oracle: the same rows through it and through the hash tables.
@Suite struct GroupingTests {
  static let values = """
    CASE abs(random() % 9) WHEN 0 THEN NULL WHEN 1 THEN random() % 5 WHEN 2 THEN (random() % 5) * 1.0
    WHEN 3 THEN (random() % 50) / 8.0 WHEN 4 THEN x'00ff' || '' WHEN 5 THEN CAST('b' || random() % 3 AS BLOB)
    ELSE 'text ' || (random() % 4) END
    """

  static func makeSource(rows: Int, keyRange: Int, path: String) throws {
    unlink(path)
    let connection = try Connection(path: path)
    try connection.execute(
      """
      CREATE TABLE t (k1, k2 TEXT, i INTEGER, r REAL, x);
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < \(rows))
      INSERT INTO t SELECT \(values), 'key ' || (random() % \(keyRange)),
        CASE random() % 7 WHEN 0 THEN NULL ELSE random() % 1000 END,
        CASE random() % 7 WHEN 0 THEN NULL ELSE (random() % 100000) / 64.0 END, \(values) FROM n
      """)
  }

  static func parts(_ columns: String, rows: Int, count: Int) -> [String] {
    let size = rows / count + 1
    return (0..<count).map {
      "SELECT \(columns) FROM t WHERE rowid BETWEEN \($0 * size + 1) AND \(($0 + 1) * size)"
    }
  }

  @Test(arguments: [(5_000, 20, 64 << 20), (20_000, 9_000, 64 << 20), (30_000, 20_000, 1 << 20)])
  func groupsAreThoseOfSQLite(rows: Int, keyRange: Int, budget: Int) throws {
    let source = "/tmp/sluice-group-\(getpid())-\(rows)-\(budget).db"
    let result = source + ".out"
    defer {
      unlink(source)
      unlink(result)
    }
    try Self.makeSource(rows: rows, keyRange: keyRange, path: source)
    let query = PartitionedQuery(
      parts: Self.parts("k1, k2, i, r, r, r, i, x, x", rows: rows, count: 7), workerCount: 3,
      connect: { _ in try Connection(path: source, mode: .readOnly) })
    let file = try TableFileWriter(path: result)
    let groups = try query.group(
      by: 2, [.countRows, .sum, .sum, .total, .average, .count, .minimum, .maximum], into: file, table: "g",
      sql: "CREATE TABLE g (k1, k2, n, si, sr, tr, ar, ci, lo, hi)", memoryBudget: budget, spillDirectory: "/tmp")
    try file.finish()

    let connection = try Connection(path: source, mode: .readOnly)
    try connection.execute("ATTACH '\(result)' AS o")
    let columns = "k1, k2, n, si, round(sr, 6), round(tr, 6), round(ar, 6), ci, lo, hi"
    let wanted = """
      SELECT k1, k2, count(*) AS n, sum(i) AS si, sum(r) AS sr, total(r) AS tr, avg(r) AS ar, count(i) AS ci,
      min(x) AS lo, max(x) AS hi FROM t GROUP BY k1, k2
      """
    let expected = try connection.query("SELECT count(*) FROM (\(wanted))").first?[0]
    #expect(expected == .integer(groups))
    for pair in [
      "SELECT \(columns) FROM (\(wanted)) EXCEPT SELECT \(columns) FROM o.g",
      "SELECT \(columns) FROM o.g EXCEPT SELECT \(columns) FROM (\(wanted))",
    ] {
      let different = try connection.query("SELECT count(*) FROM (\(pair))").first?[0]
      #expect(different == .integer(0))
    }
  }

  @Test func aSumBeyond64BitsIsAnErrorAsInSQLite() throws {
    let source = "/tmp/sluice-group-overflow-\(getpid()).db"
    defer { unlink(source) }
    let connection = try Connection(path: source)
    try connection.execute("CREATE TABLE t (x); INSERT INTO t VALUES (9223372036854775807), (1)")
    let query = PartitionedQuery(
      parts: ["SELECT x FROM t"], workerCount: 1, connect: { _ in try Connection(path: source, mode: .readOnly) })
    let file = try TableFileWriter(path: source + ".out")
    defer { unlink(source + ".out") }
    #expect(throws: GroupingError.integerOverflow) {
      try query.group(
        by: 0, [.sum], into: file, table: "g", sql: "CREATE TABLE g (s)", spillDirectory: "/tmp")
    }
  }

  @Test(arguments: ["TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB", "DECIMAL(10,2)", "VARCHAR(20)", ""])
  func copiedRowsAreConvertedAsByAnInsert(declaredType: String) throws {
    let source = "/tmp/sluice-copy-\(getpid())-\(declaredType.filter(\.isLetter)).db"
    let result = source + ".out"
    defer {
      unlink(source)
      unlink(result)
    }
    let connection = try Connection(path: source)
    try connection.execute(
      """
      CREATE TABLE t (x);
      INSERT INTO t VALUES (NULL), (1), (-7), (1.0), (1.5), (1e30), ('00123'), (' 12 '), ('1e3'), ('0x10'), ('12a'), ('.5'),
        ('5.'), ('+4'), (''), ('-'), ('1.50'), ('9223372036854775808'), (x'3132'), (9.3e18), ('1e'), ('  '), ('3.0');
      CREATE TABLE wanted (x \(declaredType)); INSERT INTO wanted SELECT x FROM t
      """)
    let query = PartitionedQuery(
      parts: ["SELECT x FROM t WHERE rowid < 10", "SELECT x FROM t WHERE rowid >= 10"], workerCount: 2,
      connect: { _ in try Connection(path: source, mode: .readOnly) })
    let file = try TableFileWriter(path: result)
    let rows = try query.copy(
      into: file, table: "c", sql: "CREATE TABLE c (x \(declaredType))",
      affinities: [ColumnAffinity(declaredType: declaredType)])
    try file.finish()
    let wanted = try connection.query("SELECT typeof(x), x FROM wanted ORDER BY rowid")
    let copied = try Connection(path: result, mode: .readOnly).query("SELECT typeof(x), x FROM c ORDER BY rowid")
    #expect(rows == 23)
    #expect(wanted.map { [$0[0], $0[1]] } == copied.map { [$0[0], $0[1]] })
  }
}
