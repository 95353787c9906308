import Glibc
import SQLKit
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// A query run in stages gives the rows it gives when SQLite runs it alone.
@Suite struct StagedExecutionTests {
  struct Tables: SchemaResolver {
    func resolve(_ relation: RelationReference) -> ResolvedRelation? {
      switch relation.name {
      case "events":
        ResolvedRelation(
          sqliteName: #""main"."events""#,
          columns: [
            ColumnType("user_id", "text"), ColumnType("kind", "text"), ColumnType("day", "date"),
            ColumnType("n", "int"),
          ],
          hasRowID: true)
      case "users":
        ResolvedRelation(
          sqliteName: #""main"."users""#, columns: [ColumnType("user_id", "text"), ColumnType("size", "text")],
          hasRowID: true)
      case "codes":
        ResolvedRelation(
          sqliteName: #""main"."codes""#,
          columns: [ColumnType("code", "string"), ColumnType("size", "string"), ColumnType("rank", "int")],
          hasRowID: true)
      default: nil
      }
    }
  }

  static func makeDatabase() throws -> String {
    let path = "/tmp/sluice-staged-\(getpid())-\(UInt32.random(in: 0 ... .max)).db"
    let connection = try Connection(path: path)
    try connection.execute(
      """
      CREATE TABLE events (user_id TEXT, kind TEXT, day TEXT, n INTEGER);
      WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 4000)
      INSERT INTO events SELECT 'u' || (i * 7919 % 500), CASE i % 3 WHEN 0 THEN 'view' WHEN 1 THEN 'use' END,
        printf('2024-%02d-%02d', i % 12 + 1, i % 28 + 1), CASE i % 11 WHEN 0 THEN NULL ELSE i % 40 END FROM i;
      CREATE TABLE users (user_id TEXT, size TEXT);
      WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 400)
      INSERT INTO users SELECT 'u' || i, CASE i % 4 WHEN 0 THEN NULL ELSE 's' || i % 4 END FROM i;
      CREATE TABLE codes (code TEXT, size TEXT, rank INTEGER);
      WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 900)
      INSERT INTO codes SELECT printf('%04d', i % 300), '0' || i % 5, i FROM i
      """)
    return path
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    /// Whether a grouping stage, lookups, or a cut relation is expected: a stage that never happens would prove nothing.
    var groupings: Int
    var lookups: Int
    var isCut: Bool
    var testDescription: String { sql }
  }

  static let cases: [Case] = [
    Case(
      sql:
        "select user_id, kind, min(day) as first, max(day) as last, count(*) as c, count(n), sum(n) as s, avg(n) from events group by user_id, kind",
      groupings: 1, lookups: 0, isCut: true),
    Case(
      sql:
        "select kind as k, count(*) * 3 + sum(n) as weight from events where n > 3 group by 1 having count(*) > 10",
      groupings: 1, lookups: 0, isCut: true),
    // Decimals are summed exactly, a condition inside an aggregate is part of what is taken in.
    Case(
      sql: """
        select kind, sum(cast(n / 7.0 as decimal(10, 2))) as d, avg(cast(n as decimal(10, 2))) as a, count_if(n > 5) as c,
          count(*) filter (where n > 7) as f, sum(n) filter (where user_id > 'u3') as g, bool_or(n > 38) as b
        from events group by kind
        """, groupings: 1, lookups: 0, isCut: true),
    // What is counted as distinct is a key of finer groups.
    Case(
      sql: """
        select kind, count(distinct n) as d, count(*) as c, sum(n) as s, min(day) as lo, max(user_id) as hi, count(n) as k,
          sum(cast(n as decimal(10, 2))) as x, count(distinct n) * 2 + count_if(n > 5) as more
        from events group by kind having count(distinct n) > 3 order by d desc, kind
        """, groupings: 1, lookups: 0, isCut: false),
    Case(
      sql: """
        with e as (select user_id, count(distinct day) as days from events group by user_id)
        select u.user_id, e.days from users u left join e on e.user_id = u.user_id
        """, groupings: 1, lookups: 0, isCut: true),
    Case(
      sql: "select kind, count(distinct n) as d, count(distinct day) as e from events group by kind", groupings: 0,
      lookups: 0, isCut: false),
    Case(
      sql: "select kind, count(distinct n) as d, avg(n) as a from events group by kind", groupings: 0, lookups: 0,
      isCut: false),
    Case(
      sql: "select user_id || '!' as u, sum(n) from events group by user_id || '!'", groupings: 1, lookups: 0,
      isCut: true),
    Case(
      sql: "select kind, count(*) as c from events group by kind order by c desc, kind limit 2", groupings: 1,
      lookups: 0,
      isCut: false),
    Case(
      sql:
        "with e as (select user_id, count(*) as c from events group by user_id) select u.user_id, u.size, e.c from users u left join e on e.user_id = u.user_id",
      groupings: 1, lookups: 0, isCut: true),
    Case(
      sql: """
        with u as (select user_id, size from users where user_id <> 'u7'), j as (
          select u.size, e.kind, e.n from u cross join (select 1 as one) k left join events e on e.user_id = u.user_id)
        select size, kind, count(*) as rows, count(n) as known, max(n) from j group by size, kind
        """, groupings: 1, lookups: 1, isCut: true),
    Case(
      sql: "select e.day, u.size from events e join users u on u.user_id = e.user_id", groupings: 0, lookups: 1,
      isCut: true),
    // What is compared may be computed.
    Case(
      sql: "select e.day, u.size from events e left join users u on u.user_id || '!' = e.user_id || '!'", groupings: 0,
      lookups: 1, isCut: true),
    Case(
      sql: """
        select c.code, d.size, d.rank from codes c
        join codes d on d.code = c.code and d.size || '!' = c.size || '!' and d.rank > c.rank
        """, groupings: 0, lookups: 1, isCut: true),
    Case(
      sql: """
        with u as (select user_id, size from users where size is not null)
        select e.n, u.user_id, u.size from events e join u on substr(u.user_id, 2) = substr(e.user_id, 2)
        """, groupings: 0, lookups: 1, isCut: true),
    // Queries that stand for a value, tied to the rows around them.
    Case(
      sql: """
        select u.user_id, (select count(*) from events e where e.user_id = u.user_id and e.n > 3) as c,
          (select max(e.day) from events e where e.user_id = u.user_id) as last from users u
        """, groupings: 0, lookups: 2, isCut: false),
    Case(
      sql: """
        select e.day, (select u.size from users u where u.user_id = e.user_id) as size from events e
        where exists (select 1 from users u where u.user_id = e.user_id and u.size > 's' || e.n % 3)
        """, groupings: 0, lookups: 2, isCut: true),
    Case(
      sql: "select e.kind, u.* from events e join users u on u.user_id = e.user_id", groupings: 0, lookups: 0,
      isCut: true),
    // Codes of digits alone keep their zeros, whatever the type's name would mean to SQLite.
    Case(
      sql: "select c.code, d.size from codes c join codes d on d.code = c.code", groupings: 0, lookups: 1, isCut: true),
    Case(
      sql: """
        with best as (select code, size, rank from codes qualify row_number() over (partition by code order by rank desc) = 1)
        select c.code, c.rank, best.size, best.rank as top from codes c left join best on best.code = c.code
        """, groupings: 0, lookups: 1, isCut: true),
    Case(
      sql: """
        with small as (select code, size from codes where rank < 200), other as (select code as k, size || 'x' as s from small)
        select c.rank, o.s from codes c join other o on o.k = c.code
        """, groupings: 0, lookups: 0, isCut: true),
    Case(
      sql: """
        with best as (select code, max(rank) as top from codes group by code)
        select a.code, b.top from best a join best b on a.code = b.code
        """, groupings: 1, lookups: 0, isCut: false),
    Case(
      sql: "select count(distinct user_id) as d, kind from events group by kind", groupings: 1, lookups: 0, isCut: false
    ),
    Case(
      sql: "select user_id, count(distinct user_id) as d from events group by user_id", groupings: 1, lookups: 0,
      isCut: false),
    Case(sql: "select distinct kind from events", groupings: 0, lookups: 0, isCut: false),
    Case(
      sql: "select user_id, row_number() over (order by day, user_id, kind, n) r from events", groupings: 0, lookups: 0,
      isCut: false),
    Case(
      sql:
        "with e as (select * from events) select a.kind, count(*) from e a join e b on a.user_id = b.user_id and a.n = b.n group by a.kind",
      groupings: 0, lookups: 0, isCut: false),
    Case(
      sql: "select kind, (select count(*) from users) as users, count(*) from events group by kind", groupings: 0,
      lookups: 0, isCut: false),
    Case(
      sql: "select user_id, n from events where n = (select max(n) from events)", groupings: 0, lookups: 0, isCut: false
    ),
    Case(sql: "select user_id from events union select user_id from users", groupings: 0, lookups: 0, isCut: false),
    Case(sql: "select sum(n) from events", groupings: 0, lookups: 0, isCut: false),
    Case(
      sql: "select u.size, count(*) from users u right join events e on u.user_id = e.user_id group by u.size",
      groupings: 0,
      lookups: 0, isCut: false),
  ]

  @Test(arguments: cases)
  func stagedRowsAreThoseOfThePlainQuery(_ test: Case) throws {
    let path = try Self.makeDatabase()
    let result = path + ".out"
    defer {
      unlink(path)
      unlink(result)
    }
    let staging = StagingOptions(rowsWorthCutting: 1, rowsWorthLookingUp: 1...100_000) { name in
      name.contains("events") ? 4_000 : name.contains("users") ? 400 : name.contains("codes") ? 900 : nil
    }
    let (translation, stages) = try stageQuery(test.sql, from: .duckdb, resolver: Tables(), staging: staging)
    #expect(stages.groupings.count == test.groupings)
    #expect(stages.lookups.count == test.lookups)
    #expect((stages.final.driving != nil) == test.isCut)

    @Sendable func open() throws -> Connection {
      let connection = try Connection(path: path, mode: .readOnly)
      try StepFunctions.register(on: connection)
      return connection
    }
    let plain = try open()
    let wanted = try plain.query(translation.sql)
    let names = try plain.prepare(translation.sql).columnNames
    let columns = names.indices.map { "c\($0)" }.joined(separator: ", ")
    let execution = StagedExecution(
      stages: stages, workerCount: 3, scratchDirectory: "/tmp", name: "staged-\(UInt32.random(in: 0 ... .max))",
      connect: { try open() })
    let rows = try execution.run(
      into: result, table: "r", sql: "CREATE TABLE r (\(columns))", declaredTypes: names.map { _ in "" })
    #expect(rows == Int64(wanted.count))
    let found = try Connection(path: result, mode: .readOnly).query("SELECT \(columns) FROM r")
    func sorted(_ rows: [Row]) -> [String] {
      rows.map { row in names.indices.map { "\(row[$0])" }.joined(separator: "|") }.sorted()
    }
    #expect(sorted(found) == sorted(wanted))
  }
}
