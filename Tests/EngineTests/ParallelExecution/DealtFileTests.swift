import Glibc
import ParallelQuery
import SQLKit
import SQLiteKit
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// Records dealt out among connections come out as one connection reads them: all of them, once, in the file's order.
@Suite struct DealtFileTests {
  final class CountingSink: BadRecordSink, Sendable {
    let count = Mutex(0)
    func reject(_ record: BadRecord) throws { count.withLock { $0 += 1 } }
    func rejectMore(_ more: Int) throws { count.withLock { $0 += more } }
  }

  struct Files: SchemaResolver {
    func resolve(_ relation: RelationReference) -> ResolvedRelation? {
      ResolvedRelation(
        sqliteName: "events",
        columns: [
          ColumnType("id", "bigint"), ColumnType("kind", "text"), ColumnType("other", "text"),
          ColumnType("_row", "bigint"), ColumnType("_file", "text"),
        ])
    }
  }

  static func makeFile(records: Int) throws -> (path: String, bad: Int) {
    let path = "/tmp/sluice-dealt-\(getpid())-\(UInt32.random(in: 0 ... .max)).jsonl"
    var text = ""
    var bad = 0
    for number in 0..<records {
      if number % 997 == 3 {
        text += "{broken\n"
        bad += 1
      } else {
        let padding = String(repeating: "x", count: number % 40)
        text += #"{"id": \#(number), "kind": "k\#(number % 7)", "other": "\#(padding)"}"# + "\n"
      }
    }
    guard let file = fopen(path, "w") else { throw WarehouseError("cannot write \(path)") }
    fputs(text, file)
    fclose(file)
    return (path, bad)
  }

  @Test(arguments: [
    "select id, kind, _row as place from events", "select id * 2 as twice from events where kind <> 'k3'",
    "select kind, count(*) as n, min(id) as lo, max(id) as hi from events group by kind",
    // Columns that pass SQLite by, among those that do not.
    "select id, kind, id + 1 as more, other, id as again, _row as place from events where kind <> 'k3'",
    """
    with named as (select id as number, kind as class, other as rest from events where other <> 'x'),
      renamed as (select * from named)
    select upper(r.class) as big, r.number, r.rest, r.class, r.number as again from renamed r where r.number % 3 = 1
    """,
    """
    with latest as (
      select * from events qualify row_number() over (partition by kind, id % 100 order by id desc) = 1)
    select id, kind, id * 2 as twice, other as rest, other from latest where id % 5 <> 0
    """,
  ])
  func allRecordsComeOnceAndInOrder(sql: String) throws {
    let (path, bad) = try Self.makeFile(records: 60_000)
    defer { unlink(path) }
    let source = try openFileSource(
      FileSourceSpec(
        paths: [path],
        columns: [
          DeclaredColumn("id", type: "bigint"), DeclaredColumn("kind", type: "text"),
          DeclaredColumn("other", type: "text"),
        ]))
    let (translation, stages) = try stageQuery(
      sql, from: .duckdb, resolver: Files(), staging: StagingOptions(rowsWorthCutting: 1) { _ in 60_000 })
    let passesBy = stages.thinnedFinal ?? stages.latest?.thinned
    #expect((passesBy == nil) == (sql.contains("id * 2 as twice from") || sql.contains("group by")))
    let sink = CountingSink()
    let execution = StagedExecution(
      stages: stages, workerCount: 3, scratchDirectory: "/tmp", name: "dealt-\(UInt32.random(in: 0 ... .max))",
      connect: {
        let connection = try Connection.inMemory()
        try StepFunctions.register(on: connection)
        return connection
      },
      deal: { name in name == "events" ? DealtFile(source, as: "events", sink: sink) : nil })
    let names = translation.outputColumns?.map(\.name) ?? []
    let result = path + ".db"
    defer { unlink(result) }
    _ = try execution.run(
      into: result, table: "r", sql: "CREATE TABLE r (\(names.joined(separator: ", ")))",
      declaredTypes: names.map { _ in "" })

    let plain = try Connection.inMemory()
    try StepFunctions.register(on: plain)
    try source.register(on: plain, as: "events", sink: CountingSink())
    let isSorted = !stages.groupings.isEmpty || stages.latest != nil
    let order = isSorted ? " ORDER BY 1" : ""
    let wanted = try plain.query("SELECT * FROM (\(translation.sql))\(order)").map { row in
      names.indices.map { row[$0] }
    }
    let found = try Connection(path: result, mode: .readOnly)
      .query("SELECT * FROM r ORDER BY " + (isSorted ? "1" : "rowid")).map { row in
        names.indices.map { row[$0] }
      }
    #expect(found == wanted)
    #expect(sink.count.withLock { $0 } == bad)
    #expect(
      try Connection(path: result, mode: .readOnly).query("PRAGMA integrity_check").map { $0[0] } == [.text("ok")])
  }
}
