import Compression
import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("From a row one finds what it came from")
struct UpstreamTests {
  let fixture = WarehouseFixture()

  @Test("rows of the parents by key, through a rename, and records of a file with their line")
  func findsParents() async throws {
    fixture.write(
      "{\"uid\": \"007\", \"n\": 1}\n{\"uid\": \"008\", \"n\": 2}\n{\"uid\": \"008\", \"n\": 3}\n", to: "a.jsonl")
    let location = SourceLocation(file: "models/sources.yml")
    let source = Node(
      id: NodeID("source.fixture.raw.events"), resourceType: .source, name: "events", package: "fixture", fqn: [],
      location: location, relation: RelationName(database: "shop", schema: "raw", identifier: "events"),
      columns: [ColumnProperties(name: "uid", dataType: "string"), ColumnProperties(name: "n", dataType: "bigint")],
      source: SourceProperties(
        sourceName: "raw", tableName: "events",
        file: FileLocation(paths: ["\(fixture.root)/a.jsonl"], options: .map([]), location: location)))
    fixture.add(source)
    let bronze = fixture.model("events", "select uid as user_id, n from shop.raw.events", dependsOn: [source])
    let silver = fixture.model(
      "totals", "select e.user_id as customer_id, sum(e.n) as total from shop.silver.events e group by e.user_id",
      dependsOn: [bronze])
    try await fixture.carry(bronze)
    try await fixture.carry(silver)
    let browser = WarehouseBrowser(try fixture.project)

    let above = try browser.parents(of: silver, row: ["customer_id": "008", "total": "5"])
    #expect(above.map(\.node) == [bronze.id])
    #expect(above.first?.key.map { "\($0.column)=\($0.value ?? "NULL")" } == ["user_id=008"])
    #expect(above.first?.rows == [["008", "2"], ["008", "3"]])

    let records = try #require(try browser.parents(of: bronze, row: ["user_id": "008", "n": "3"]).first)
    #expect(records.rows == [["008", "3"]])
    #expect(records.places.map(\.line) == [3])
    #expect(try browser.rawLine(at: records.places[0]) == "{\"uid\": \"008\", \"n\": 3}")
    let origins = try browser.origins(of: silver, row: ["customer_id": "008", "total": "5"])
    #expect(origins.map(\.place.line) == [2, 3])
    #expect(origins.map(\.line) == ["{\"uid\": \"008\", \"n\": 2}", "{\"uid\": \"008\", \"n\": 3}"])
    // A row of a source is a record itself.
    let own = try browser.origins(of: source, row: ["uid": "007", "n": "1"])
    #expect(own.map(\.line) == ["{\"uid\": \"007\", \"n\": 1}"])
    let limited = try #require(try browser.parents(of: bronze, row: ["user_id": "008"], count: 1).first)
    #expect(limited.rows.count == 1 && !limited.isLast)
    let nothing = try #require(try browser.parents(of: silver, row: ["total": "5"]).first)
    #expect(nothing.rows.isEmpty || nothing.problem != nil)
  }

  @Test("records of a seed, with the line as it stands in its file, as long as it still makes the row")
  func findsSeedLines() async throws {
    let path = fixture.write(
      "id,name,price,fresh,code\n1,apple,3,true,007\n2,\"pear, ripe\",-1.5,false,010\n3,\"two\nlines\",,true,011\n4,apple,3,true,012\n",
      to: "seeds/fruit.csv")
    let seed = Node(
      id: NodeID("seed.fixture.fruit"), resourceType: .seed, name: "fruit", package: "fixture",
      fqn: ["fixture", "fruit"], location: SourceLocation(file: path),
      config: NodeConfig(values: ["column_types": .map([ConfigEntry("code", .string("varchar"))])]),
      materialization: .seed, relation: RelationName(database: "shop", schema: "raw", identifier: "fruit"))
    fixture.add(seed)
    try await fixture.carry(seed)
    let model = fixture.model("priced", "select id, name as label, price from shop.raw.fruit", dependsOn: [seed])
    try await fixture.carry(model)
    let browser = WarehouseBrowser(try fixture.project)
    func lines(_ node: Node, _ row: [String: String?]) throws -> [String?] {
      try browser.origins(of: node, row: row).map { "\($0.place.line): \($0.line ?? "none")" }
    }
    #expect(
      try lines(model, ["id": "2", "label": "pear, ripe", "price": "-1.5"]) == ["3: 2,\"pear, ripe\",-1.5,false,010"])
    #expect(try lines(model, ["id": "3", "label": "two\nlines", "price": nil]) == ["4: 3,\"two\nlines\",,true,011"])
    // A row of the seed itself, told by some of its columns.
    #expect(try lines(seed, ["name": "apple", "price": "3.0"]) == ["2: 1,apple,3,true,007", "6: 4,apple,3,true,012"])
    #expect(try lines(seed, ["fresh": "false"]) == ["3: 2,\"pear, ripe\",-1.5,false,010"])
    #expect(try lines(seed, ["code": "007"]) == ["2: 1,apple,3,true,007"])
    fixture.write("id,name,price,fresh,code\n2,plum,9,true,013\n", to: "seeds/fruit.csv")
    #expect(try lines(model, ["id": "2", "label": "pear, ripe", "price": "-1.5"]) == [])
  }

  @Test("the whole row of a failing one, in the version that is held; what cannot be looked up says why")
  func findsWholeRows() async throws {
    let model = fixture.model("people", "select 1 as id, 'NO' as land, true as old union all select 2, 'no', false")
    try await fixture.carry(model, run: 1)
    let changed = fixture.model(
      "people",
      "select 1 as id, 'NO' as land, true as old union all select null, 'no', false union all select 7, null, true")
    var definition = TestDefinition()
    definition.columnName = "land"
    let test = fixture.test(
      "known", "select 'no' as value_field, 1 as n_records", on: [changed], definition: definition)
    let options = StepOptions(context: CompilationContext(), force: true)
    #expect(try await fixture.carry(changed, run: 2, tests: [test], options: options).outcome.state == .heldAtOutput)
    let browser = WarehouseBrowser(try fixture.project)
    func check(_ run: Int64, _ test: Node?) -> CheckRecord {
      CheckRecord(run: RunID(run), node: changed.id, gate: .output, name: "c", test: test?.id, state: .fail)
    }
    let held = try browser.wholeRows(of: check(2, test), row: ["value_field": "no", "n_records": "1"])
    #expect(held.page.rows == [[nil, "no", "false"]])
    #expect(held.version?.disposition == .quarantined && held.key.map(\.column) == ["land"])
    let empty = try browser.wholeRows(of: check(2, nil), row: ["land": nil, "old": "true"])
    #expect(empty.page.rows == [["7", nil, "true"]])
    let earlier = try browser.wholeRows(of: check(1, nil), row: ["ID": "2"])
    #expect(earlier.page.rows == [["2", "no", "false"]] && earlier.version?.disposition == .current)
    #expect(throws: WarehouseError.self) { try browser.wholeRows(of: check(2, nil), row: ["n_records": "1"]) }
  }

  @Test("where the rows that were held are not kept, they are those of the version before, and that is told")
  func tellsOfRowsNotKept() async throws {
    try await fixture.carry(fixture.model("people", "select 1 as id, 'ada' as name"), run: 1)
    let model = fixture.model("people", "select 1 as id, 'bo' as name")
    let test = fixture.test("never", "select 1 as id", on: [model])
    let options = StepOptions(context: CompilationContext(), force: true)
    #expect(try await fixture.carry(model, run: 2, tests: [test], options: options).outcome.state == .heldAtOutput)
    let connection = try Connection(path: fixture.root + "/warehouse/shop.db", mode: .readWrite)
    try connection.execute("UPDATE \"~versions\" SET storage = NULL WHERE version = 2")
    connection.close()
    let browser = WarehouseBrowser(try fixture.project)
    let check = CheckRecord(run: RunID(2), node: model.id, gate: .output, name: "c", state: .fail)
    let found = try browser.wholeRows(of: check, row: ["id": "1"])
    #expect(found.version?.id == 1 && found.missing?.id == 2)
    #expect(found.page.rows.count == 1 && found.page.rows[0].contains("ada"))
    let relation = try #require(model.relation)
    do {
      _ = try browser.version(at: .version(2), of: relation)
      Issue.record("version 2 has no rows")
    } catch { #expect("\(error)".contains("was held")) }
  }

  @Test("a line is found in packed files too, without its end, cut where it is too long; none behind the last one")
  func findsLines() throws {
    let text = "first\r\nsecond\n\nthe fourth"
    let packed = try #require(pack(Array(text.utf8), as: .gzip))
    let plain = fixture.write(text, to: "lines.txt")
    let folder = TemporaryFolder()
    let zipped = folder.write(packed, to: "lines.txt.gz")
    let browser = WarehouseBrowser(try fixture.project)
    for file in [plain, zipped] {
      let lines = try (1...5).map { try browser.rawLine(at: RecordPlace(file: file, line: $0), limit: 8) }
      #expect(lines == ["first", "second", "", "the four", nil])
    }
  }
}
