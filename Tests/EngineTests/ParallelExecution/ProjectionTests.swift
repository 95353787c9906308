import Glibc
import ParallelQuery
import SQLKit
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// A projection written without SQLite gives the values, byte for byte and storage class for storage class, that SQLite gives.
@Suite struct ProjectionTests {
  static let columns = [
    DeclaredColumn("id", type: "bigint"), DeclaredColumn("Name", type: "string"),
    DeclaredColumn("at", type: "timestamp"),
    DeclaredColumn("day", type: "date"), DeclaredColumn("price", type: "decimal(18,4)"),
    DeclaredColumn("ratio", type: "double"), DeclaredColumn("flag", type: "boolean"),
    DeclaredColumn("extra", type: "json"),
  ]

  struct Files: SchemaResolver {
    /// The places of records are known when the text asks for them, so that a star does not give them.
    var sql: String
    func resolve(_ relation: RelationReference) -> ResolvedRelation? {
      let places = [ColumnType("_row", "bigint"), ColumnType("_line", "bigint"), ColumnType("_file", "text")]
      return ResolvedRelation(
        sqliteName: "records",
        columns: ProjectionTests.columns.map { ColumnType($0.name, $0.declaredType ?? "") }
          + places.filter { sql.contains($0.name) })
    }
  }

  static func write(_ folder: TemporaryFolder, _ name: String, from first: Int, count: Int) -> String {
    var text = ""
    for number in first..<(first + count) {
      var parts = [#""id": \#(number * 7919 - 40)"#]
      if number % 3 != 0 { parts.append(#""Name": "n\#(number % 9) \"ü\"""#) }
      if number % 5 != 0 {
        parts.append(#""at": "2024-0\#(number % 9 + 1)-11T2\#(number % 4):10:00.\#(number % 90 + 10)+02:00""#)
      }
      if number % 7 == 0 { parts.append(#""day": "2023/12/0\#(number % 9 + 1)""#) }
      parts.append(#""price": \#(["12", "1.5", "12345678901234567.8901", "null", "\"0012.50\""][number % 5])"#)
      parts.append(#""ratio": \#(["3", "2.25", "1e300", "-0.0", "null"][number % 5])"#)
      if number % 2 == 0 { parts.append(#""flag": \#(number % 4 == 0)"#) }
      parts.append(#""extra": \#(["{\"a\": [1]}", "7", "null", "\"12\""][number % 4])"#)
      text += number % 211 == 5 ? "{\"id\": \"no number\"}\n\n" : "{" + parts.joined(separator: ", ") + "}\n"
    }
    return folder.write(Array(text.utf8), to: name)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var types: [String]
    /// Whether it can be written without SQLite: a projection that never happens would prove nothing.
    var isDirect = true
    var testDescription: String { sql }
  }

  static let cases: [Case] = [
    Case(
      sql: "select * from records", types: ["INTEGER", "TEXT", "TEXT", "TEXT", "NUMERIC", "REAL", "INTEGER", "TEXT"]),
    Case(sql: "select * from records", types: ["TEXT", "NUMERIC", "", "BLOB", "REAL", "NUMERIC", "REAL", "INTEGER"]),
    Case(
      sql:
        "select concat(substring_index(_file, '/', -1), ':', _row) as k, _line, cast(at as date) as d, id from records",
      types: ["TEXT", "INTEGER", "TEXT", "TEXT"]),
    Case(
      sql:
        "with source as (select * from records), renamed as (select id as key, Name as word, 1.5 as one from source) "
        + "select key, word, one, 'x' || word as w, upper('a') as b from renamed",
      types: ["INTEGER", "TEXT", "NUMERIC", "TEXT", ""]),
    Case(sql: "select concat(Name, '-', day, id, null) as c, null as n from records", types: ["TEXT", ""]),
    Case(sql: "select x.id, x.flag from (select flag, id from records) as x", types: ["", "TEXT"]),
    Case(sql: "select _file, 7 as seven, '0012' as zeros from records", types: ["TEXT", "TEXT", "NUMERIC"]),
    Case(sql: "select id, upper(Name) as up from records", types: ["", ""], isDirect: false),
    Case(sql: "select price from records", types: ["TEXT"], isDirect: false),
    Case(sql: "select concat(ratio, 'x') as c from records", types: ["TEXT"], isDirect: false),
    Case(sql: "select concat(flag, 'x') as c from records", types: ["TEXT"], isDirect: false),
    Case(sql: "select id from records where id > 5", types: ["INTEGER"], isDirect: false),
    Case(sql: "select distinct flag from records", types: ["INTEGER"], isDirect: false),
    Case(sql: "select random() as r from records", types: [""], isDirect: false),
  ]

  @Test(arguments: cases) func `the rows SQLite gives`(_ test: Case) throws {
    let folder = TemporaryFolder()
    let paths = [
      Self.write(folder, "a.jsonl", from: 0, count: 9_000), Self.write(folder, "b.jsonl", from: 9_000, count: 3),
      Self.write(folder, "c.jsonl", from: 9_003, count: 5_000),
    ]
    let source = try openFileSource(FileSourceSpec(paths: paths, columns: Self.columns))
    let (translation, stages) = try stageQuery(
      test.sql, from: .databricks, resolver: Files(sql: test.sql),
      staging: StagingOptions(rowsWorthCutting: 1) { _ in 60_000 })
    let affinities = test.types.map { ColumnAffinity(declaredType: $0) }
    let projection = stages.projection.flatMap { CellProjection($0, of: source, affinities: affinities) }
    #expect((projection != nil) == test.isDirect)
    guard test.isDirect else { return }

    let names = translation.outputColumns?.map(\.name) ?? []
    let definitions = zip(names, test.types).map { "\"\($0)\" \($1)" }.joined(separator: ", ")
    let sink = BadRecordCollector()
    let execution = StagedExecution(
      stages: stages, workerCount: 3, scratchDirectory: "/tmp", name: "projected-\(UInt32.random(in: 0 ... .max))",
      connect: { try connection() },
      deal: { name in name == "records" ? DealtFile(source, as: "records", sink: DealtFileTests.CountingSink()) : nil })
    let result = folder.path + "/result.db"
    let count = try execution.run(
      into: result, table: "r", sql: "CREATE TABLE r (\(definitions))", declaredTypes: test.types)

    let plain = try connection()
    try source.register(on: plain, as: "records", sink: sink)
    try plain.execute("CREATE TEMP TABLE r (\(definitions))")
    try plain.run("INSERT INTO r \(translation.sql)")
    let list = names.map { "\"\($0)\", typeof(\"\($0)\")" }.joined(separator: ", ")
    let wanted = try plain.query("SELECT \(list) FROM r ORDER BY rowid").map { Array($0.values) }
    let written = try Connection(path: result, mode: .readOnly)
    let found = try written.query("SELECT \(list) FROM r ORDER BY rowid").map { Array($0.values) }
    #expect(found.count == wanted.count)
    #expect(Int(count) == wanted.count)
    for (row, (one, other)) in zip(found, wanted).enumerated() where one != other {
      Issue.record("row \(row): \(one) instead of \(other)")
      break
    }
    #expect(try written.query("PRAGMA integrity_check").map { $0[0] } == [.text("ok")])
  }

  private func connection() throws -> Connection {
    let connection = try Connection.inMemory()
    try StepFunctions.register(on: connection)
    return connection
  }
}
