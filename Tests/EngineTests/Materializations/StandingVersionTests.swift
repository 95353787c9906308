import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("A table that is made anew and is the same makes no version") struct StandingVersionTests {
  let fixture = WarehouseFixture()

  /// Builds the model `t` with this SQL and gives its version and what was said.
  private func build(
    _ sql: String, _ materialization: Materialization = .table, tests: [Node] = [], config: [String: ConfigValue] = [:],
    options: StepOptions = StepOptions(context: CompilationContext(), force: true)
  ) async throws -> (version: Int64?, outcome: StepOutcome) {
    let node = fixture.model("t", sql, materialization, config: config)
    let outcome = try await fixture.carry(node, tests: tests, options: options).outcome
    return (outcome.version?.id, outcome)
  }

  @Test(
    "rows, their order, their values and the kinds of these all count",
    arguments: [
      ("select 1 as a, 'x' as b", "select 1 as a, 'x' as b", 1),
      ("select 1 as a, 'x' as b", "select 1 as a, 'X' as b", 2),
      ("select 1 as a, 'x' as b", "select 1 as a, null as b", 2),
      ("select 1 as a, null as b", "select 1 as a, cast(null as text) as b", 2),
      ("select 1 as a, null as b", "select 1 as a, null as c", 2),
      ("select 1 as a union all select 2", "select 2 as a union all select 1", 2),
      ("select 1 as a union all select 2", "select a from (select 1 as a union all select 2) as s", 1),
      ("select 1 as a union all select 2", "select 1 as a", 2),
      ("select 1 as a where 1 = 0", "select 1 as a where 2 = 0", 1),
      ("select 1 as rowid", "select 1 as rowid", 1), ("select 1 as rowid", "select 2 as rowid", 2),
      ("select json_extract('[1]', '$[0]') as a", "select json_extract('[1.0]', '$[0]') as a", 2),
    ] as [(String, String, Int64)])
  func tables(first: String, second: String, version: Int64) async throws {
    #expect(try await build(first).version == 1)
    #expect(try await build(second).version == version)
  }

  @Test("says so, is not made again for the same, and leaves what is made of it as it is")
  func says() async throws {
    #expect(try await build("select 1 as a").version == 1)
    let child = fixture.model("child", "select a from shop.silver.t", dependsOn: [])
    try await fixture.carry(child)
    let (version, outcome) = try await build("select 2 - 1 as a")
    #expect(version == 1)
    #expect(outcome.reason == "its SQL or configuration changed; as v1, which stands")
    #expect(outcome.stands && outcome.version?.id == 1)
    let node = fixture.model("t", "select 2 - 1 as a")
    #expect(try await fixture.warehouse().assess(fixture.request(node)).canReuse)
    #expect(try await fixture.warehouse().assess(fixture.request(child)).canReuse)
    #expect(try fixture.rows("select count(*) from sqlite_schema where name like '~silver.t@%'") == [[0]])
  }

  @Test("a view stands while its text does")
  func views() async throws {
    try await fixture.carry(fixture.model("base", "select 1 as a"))
    #expect(try await build("select a from shop.silver.base", .view).version == 1)
    #expect(try await build("select a from shop.silver.base", .view).version == 1)
    #expect(try await build("select a + 1 as a from shop.silver.base", .view).version == 2)
    #expect(try await build("select a + 1 as a from shop.silver.base").version == 3, "a table in its place")
    #expect(try await build("select a + 1 as a from shop.silver.base", .view).version == 4)
  }

  @Test("a full refresh, a hook and what was held since make one all the same")
  func otherwise() async throws {
    #expect(try await build("select 1 as a").version == 1)
    let refreshed = StepOptions(context: CompilationContext(fullRefresh: true), force: true)
    #expect(try await build("select 1 as a", options: refreshed).version == 2)
    let positive = fixture.test("positive", "select * from shop.silver.t where a < 0", on: [fixture.model("t", "")])
    let (held, outcome) = try await build("select -1 as a", tests: [positive])
    #expect(outcome.state == .heldAtOutput)
    #expect(held == 3)
    #expect(try await build("select 1 as a", tests: [positive]).version == 4, "the held one is no longer the latest")
    let hooked: [String: ConfigValue] = ["post-hook": .string("update shop.silver.t set a = 7")]
    let done = try await build("select 1 as a", tests: [positive], config: hooked)
    #expect(done.version == 5, "\(done.outcome.reason ?? "")")
  }

  @Test(
    "a table that others dropped or changed is made anew",
    arguments: [
      "drop table \"silver.t\"", "delete from \"silver.t\"", "alter table \"silver.t\" add column b",
      "update \"silver.t\" set a = 2", "drop table \"silver.t\"; create view \"silver.t\" as select 1 as a",
    ])
  func changedByOthers(statement: String) async throws {
    #expect(try await build("select 1 as a").version == 1)
    let connection = try Connection(path: "\(fixture.root)/warehouse/shop.db", mode: .readWrite)
    try connection.execute(statement)
    connection.close()
    let (version, outcome) = try await build("select 1 as a")
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(version == 2)
    #expect(try fixture.rows("select * from \"silver.t\"") == [[1]])
  }

  @Test("the gate's word is the newest, but for a build without tests")
  func gate() async throws {
    let node = fixture.model("t", "select 1 as a")
    let small = fixture.test(
      "small", "select * from shop.silver.t where a > 0", on: [node], definition: TestDefinition(severity: .warn))
    #expect(try await build("select 1 as a").outcome.state == .success)
    func gate() throws -> String? { try fixture.rows("select gate from \"~versions\"").first?.first?.text }
    #expect(try gate() == "pass")
    let warned = try await build("select 1 as a", tests: [small])
    #expect(warned.version == 1)
    #expect(warned.outcome.state == .warned)
    #expect(try gate() == "warn")
    let options = StepOptions(context: CompilationContext(), force: true, runsTests: false)
    #expect(try await build("select 1 as a", options: options).version == 1)
    #expect(try gate() == "warn")
  }
}
