import Glibc
import SQLKit
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// Rows ranked while they are written are those that SQLite's window function keeps.
@Suite struct LatestRowStageTests {
  struct Tables: SchemaResolver {
    func resolve(_ relation: RelationReference) -> ResolvedRelation? {
      ResolvedRelation(
        sqliteName: #""main"."changes""#,
        columns: [
          ColumnType("id", "text"), ColumnType("part", "double"), ColumnType("at", "text"), ColumnType("n", "int"),
          ColumnType("gone", "boolean"), ColumnType("note", "text"),
        ])
    }
  }

  /// 6 000 rows of 500 keys; no two rows of a key are alike in `at` or in `n`.
  static func makeDatabase() throws -> String {
    let path = "/tmp/sluice-latest-\(getpid())-\(UInt32.random(in: 0 ... .max)).db"
    let connection = try Connection(path: path)
    try connection.execute(
      """
      CREATE TABLE changes (id TEXT, part REAL, at TEXT, n INTEGER, gone INTEGER, note TEXT);
      WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 6000)
      INSERT INTO changes SELECT CASE i % 501 WHEN 0 THEN NULL ELSE 'key ' || (i % 501) END,
        (i % 4) / 2.0, CASE WHEN i % 6000 < 501 THEN NULL ELSE printf('2024-%06d', i * 7919 % 6000) END,
        i * 3571 % 6000 - 3000, CASE i % 5 WHEN 0 THEN 1 WHEN 1 THEN 0 END,
        CASE i % 7 WHEN 0 THEN '' ELSE substr('a longer note ', 1, i % 14) END FROM i
      """)
    return path
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var isRanked = true
    var dialect = Dialect.databricks
    var testDescription: String { sql }
  }

  static let cases: [Case] = [
    Case(sql: "select * from changes qualify row_number() over (partition by id order by n desc) = 1"),
    Case(sql: "select id, n, note from changes qualify row_number() over (partition by id order by n) <= 1"),
    Case(
      sql: "select id, n from changes where part > 0 qualify 1 = row_number() over (partition by id, part order by n)"),
    Case(
      sql: """
        with source as (select * from changes),
        latest as (select * from source qualify row_number() over (partition by id order by n desc) = 1)
        select id as key, upper(note) as note, coalesce(gone, false) as gone from latest where coalesce(gone, false) = false
        """),
    Case(
      sql: """
        with latest as (select * from changes qualify row_number() over (partition by id order by n desc) = 1),
        kept as (select *, n * 2 as twice from latest where not coalesce(gone, false))
        select * from kept where note <> ''
        """),
    Case(
      sql: """
        select k.id, k.n from (select id, n, gone from changes where n > -2000
          qualify row_number() over (partition by id order by gone nulls last, n desc) = 1) as k where k.gone
        """),
    Case(
      sql:
        "select id, at from changes where at is not null qualify row_number() over (partition by id order by at desc) = 1"
    ),
    Case(
      sql:
        "select id, note, n from changes qualify row_number() over (partition by id order by note desc, part, n desc) = 1",
      dialect: .snowflake),
    Case(
      sql: "select part, n from changes qualify row_number() over (partition by part order by n nulls first) = 1",
      dialect: .duckdb),
    // What looks at other rows as well, or orders and cuts, is left to SQLite.
    Case(
      sql: "select id, n from changes qualify row_number() over (partition by id order by n) <= 2", isRanked: false),
    Case(
      sql: "select id, n from changes qualify row_number() over (partition by id order by n) = 1 order by id limit 5",
      isRanked: false),
    Case(
      sql: """
        with latest as (select * from changes qualify row_number() over (partition by id order by n) = 1)
        select a.id, b.n from latest a join latest b on a.id = b.id
        """, isRanked: false),
    Case(
      sql: """
        with latest as (select * from changes qualify row_number() over (partition by id order by n) = 1)
        select count(*) from latest
        """, isRanked: false),
    Case(
      sql: """
        with latest as (select * from changes qualify row_number() over (partition by id order by n) = 1),
        other as (select max(n) as n from changes)
        select id from latest where n < (select n from other)
        """, isRanked: false),
  ]

  @Test(arguments: cases)
  func rankedRowsAreThoseOfTheWindow(_ test: Case) throws {
    let path = try Self.makeDatabase()
    let result = path + ".out"
    defer {
      unlink(path)
      unlink(result)
    }
    let staging = StagingOptions(rowsWorthCutting: 1) { _ in 6_000 }
    let (translation, stages) = try stageQuery(test.sql, from: test.dialect, resolver: Tables(), staging: staging)
    #expect((stages.latest != nil) == test.isRanked)
    guard stages.latest != nil else { return }

    func open() throws -> Connection { try SQLConnection.open(path) }
    let wanted = try open().query(translation.sql)
    let names = try open().prepare(translation.sql).columnNames
    let columns = names.indices.map { "c\($0)" }.joined(separator: ", ")
    let execution = StagedExecution(
      stages: stages, workerCount: 3, scratchDirectory: "/tmp", name: "latest-\(UInt32.random(in: 0 ... .max))",
      connect: { try SQLConnection.open(path) })
    let rows = try execution.run(
      into: result, table: "r", sql: "CREATE TABLE r (\(columns))", declaredTypes: names.map { _ in "" })
    #expect(rows == Int64(wanted.count))
    let connection = try Connection(path: result, mode: .readOnly)
    let found = try connection.query("SELECT \(columns) FROM r")
    func sorted(_ rows: [Row]) -> [String] {
      rows.map { row in names.indices.map { "\(row[$0])" }.joined(separator: "|") }.sorted()
    }
    #expect(sorted(found) == sorted(wanted))
    #expect(try connection.query("PRAGMA integrity_check").map { $0[0] } == [.text("ok")])
  }
}

/// A connection with the functions that translated SQL calls.
private enum SQLConnection {
  static func open(_ path: String) throws -> Connection {
    let connection = try Connection(path: path, mode: .readOnly)
    try StepFunctions.register(on: connection)
    return connection
  }
}
