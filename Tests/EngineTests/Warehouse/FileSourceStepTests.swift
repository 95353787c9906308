import Glibc
import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("A step reads files through its model")
struct FileSourceStepTests {
  let fixture = WarehouseFixture()

  func source(_ pattern: String, options: ConfigValue = .map([]), columns: [(String, String)]) -> Node {
    let location = SourceLocation(file: "models/sources.yml")
    let node = Node(
      id: NodeID("source.fixture.raw.events"), resourceType: .source, name: "events", package: "fixture",
      fqn: ["fixture", "raw", "events"], location: location,
      relation: RelationName(database: "shop", schema: "raw", identifier: "events"),
      columns: columns.map { ColumnProperties(name: $0.0, dataType: $0.1) },
      source: SourceProperties(
        sourceName: "raw", tableName: "events",
        file: FileLocation(paths: ["\(fixture.root)/\(pattern)"], options: options, location: location)))
    fixture.add(node)
    return node
  }

  @Test("JSON lines go through the model's SQL into a table, with their place")
  func loadsJSONLines() async throws {
    fixture.write(
      """
      {"id": "007", "at": "2024-01-02T03:04:05Z", "n": 1}
      {"id": "008", "at": "2024-01-03 00:00:00", "n": null}

      """, to: "data/a.jsonl")
    let source = source("data/*.jsonl", columns: [("id", "string"), ("at", "timestamp"), ("n", "bigint")])
    let node = fixture.model(
      "events", "select id, at, n, _row as place from shop.raw.events", dependsOn: [source])
    let (outcome, told) = try await fixture.carry(node)
    #expect(outcome.state == .success, "\(outcome.reason ?? "") \(told.checks)")
    #expect(
      try fixture.rows("select * from \"silver.events\" order by id") == [
        ["007", "2024-01-02 03:04:05", 1, 1], ["008", "2024-01-03 00:00:00", nil, 2],
      ])
  }

  @Test("a bad record holds the process gate, and all of them are told")
  func holdsOnBadRecords() async throws {
    fixture.write("{\"id\": 1}\n{\"id\": \"x\"}\n{broken\n", to: "data/a.jsonl")
    let source = source("data/*.jsonl", columns: [("id", "bigint")])
    let node = fixture.model("events", "select id from shop.raw.events", dependsOn: [source])
    let (outcome, told) = try await fixture.carry(node)
    #expect(outcome.state == .heldAtProcess)
    let check = try #require(told.checks.first { $0.name == "bad_records" })
    #expect(check.rowsFailing == 2)
    #expect(told.rows.first?.rows.map { $0[1] } == ["2", "3"])
    #expect(try fixture.rows("select count(*) from sqlite_schema where name = 'silver.events'") == [[0]])
  }

  @Test("so many bad records as allowed are let pass, with a warning")
  func allowsSomeBadRecords() async throws {
    fixture.write("{\"id\": 1}\n{\"id\": \"x\"}\n", to: "data/a.jsonl")
    let source = source(
      "data/*.jsonl", options: .map([ConfigEntry("max_bad_rows", .int(1))]), columns: [("id", "bigint")])
    let node = fixture.model("events", "select id from shop.raw.events", dependsOn: [source])
    let (outcome, _) = try await fixture.carry(node)
    #expect(outcome.state == .warned)
    #expect(try fixture.rows("select * from \"silver.events\"") == [[1]])
  }

  @Test("a missing file, an empty file and a file without a column are held", arguments: ["", "x\n1\n", nil])
  func holdsOnFiles(text: String?) async throws {
    if let text { fixture.write(text, to: "data/a.csv") }
    let source = source("data/a.csv", columns: [("id", "bigint")])
    let node = fixture.model("events", "select id from shop.raw.events", dependsOn: [source])
    let (outcome, _) = try await fixture.carry(node)
    #expect(outcome.state == .heldAtInput, "\(outcome.reason ?? "")")
  }

  @Test("a project that was moved with its warehouse does not load its files again")
  func movedProject() async throws {
    let text = "{\"id\": 1}\n{\"id\": 2}\n"
    fixture.write(text, to: "data/a.jsonl")
    let source = source("data/*.jsonl", columns: [("id", "bigint")])
    try await fixture.carry(
      fixture.model("events", "select id from shop.raw.events", .incremental, dependsOn: [source]))
    let moved = FileSourceStepTests()
    #expect(rename(fixture.root + "/warehouse", moved.fixture.root + "/warehouse") == 0)
    moved.fixture.write(text, to: "data/a.jsonl")
    moved.fixture.write("{\"id\": 3}\n", to: "data/b.jsonl")
    let there = moved.source("data/*.jsonl", columns: [("id", "bigint")])
    let node = moved.fixture.model(
      "events", "select id from shop.raw.events", .incremental, dependsOn: [there])
    let (outcome, _) = try await moved.fixture.carry(node, run: 2)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try moved.fixture.rows("select id from \"silver.events\" order by id") == [[1], [2], [3]])
  }

  @Test("an incremental append loads each file once")
  func loadsEachFileOnce() async throws {
    fixture.write("{\"id\": 1}\n", to: "data/a.jsonl")
    let source = source("data/*.jsonl", columns: [("id", "bigint")])
    let node = fixture.model("events", "select id from shop.raw.events", .incremental, dependsOn: [source])
    try await fixture.carry(node)
    #expect(try await fixture.warehouse().assess(fixture.request(node)).canReuse)
    fixture.write("{\"id\": 2}\n", to: "data/b.jsonl")
    let assessed = try await fixture.warehouse().assess(fixture.request(node, run: 2))
    #expect(assessed.reason == "new input \(fixture.root)/data/b.jsonl 10 bytes")
    let (outcome, _) = try await fixture.carry(node, run: 2)
    #expect(outcome.version?.rows == 2)
    #expect(try fixture.rows("select id from \"silver.events\" order by id") == [[1], [2]])
    let (again, _) = try await fixture.carry(node, run: 3)
    #expect(again.version?.id == 2)
    #expect(try fixture.rows("select count(*) from \"silver.events\"") == [[2]])
    let full = StepOptions(context: CompilationContext(fullRefresh: true))
    #expect(try await fixture.carry(node, run: 4, options: full).outcome.version?.rows == 2)
  }

  private func digest(_ name: String) throws -> String {
    String(try FileFingerprint(of: "\(fixture.root)/\(name)", hashingContent: true).contentHash ?? 0, radix: 16)
  }
}
