import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("A step is carried through its gates")
struct StepCarrierTests {
  @Test("a table model is published and any SQLite client can read it")
  func publishesTable() async throws {
    let fixture = WarehouseFixture()
    let node = fixture.model("users", "select 1 as id, 'ada' as name union all select 2, 'bob'")
    let (outcome, told) = try await fixture.carry(node)
    #expect(outcome.state == .success)
    #expect(outcome.version?.id == 1)
    #expect(outcome.version?.rows == 2)
    #expect(outcome.version?.cause == "first build")
    #expect(told.states == [.runningInput, .runningProcess, .runningOutput, .publishing])
    #expect(told.gates.suffix(2) == ["output running", "output pass"])
    #expect(try fixture.rows("select * from \"silver.users\" order by id") == [[1, "ada"], [2, "bob"]])
  }

  @Test("a view model is published as a view that reads the published table")
  func publishesView() async throws {
    let fixture = WarehouseFixture()
    let base = fixture.model("base", "select 1 as id")
    let view = fixture.model("shown", "select id + 1 as next from shop.silver.base", .view, dependsOn: [base])
    try await fixture.carry(base)
    let (outcome, _) = try await fixture.carry(view)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try fixture.rows("select * from \"silver.shown\"") == [[2]])
    try await fixture.carry(fixture.model("base", "select 10 as id"))
    #expect(try fixture.rows("select * from \"silver.shown\"") == [[11]])
  }

  @Test("a failing test holds the output: the published table stays, the held rows are kept apart")
  func holdsOutput() async throws {
    let fixture = WarehouseFixture()
    let good = fixture.model("users", "select 1 as id")
    let test = fixture.test(
      "not_null_users_id", "select id from shop.silver.users where id is null", on: [good],
      definition: TestDefinition(genericName: "not_null", columnName: "id"))
    try await fixture.carry(good, tests: [test])
    let bad = fixture.model("users", "select 1 as id union all select null")
    let (outcome, told) = try await fixture.carry(bad, run: 2, tests: [test])
    #expect(outcome.state == .heldAtOutput)
    #expect(outcome.reason == "not_null_users_id: 1 row has NULL in id")
    #expect(outcome.version?.disposition == .quarantined)
    #expect(told.rows.map(\.rows) == [[[nil]]])
    #expect(try fixture.rows("select * from \"silver.users\"") == [[1]])
    let held = try #require(outcome.version?.storage)
    #expect(try fixture.rows("select count(*) from \(quoteIdentifier(held))") == [[2]])
  }

  @Test("what was held is not built upon, in whatever run")
  func heldInputHolds() async throws {
    let fixture = WarehouseFixture()
    let users = fixture.model("users", "select null as id")
    let test = fixture.test("t", "select id from shop.silver.users where id is null", on: [users])
    let child = fixture.model("child", "select id from shop.silver.users", dependsOn: [users])
    try await fixture.carry(users, tests: [])
    #expect(try await fixture.carry(child).outcome.state == .success)
    try await fixture.carry(users, run: 2, tests: [test])
    let (outcome, told) = try await fixture.carry(child, run: 3)
    #expect(outcome.state == .heldAtInput)
    #expect(told.checks.contains { $0.name == "gate_passed" && $0.state == .fail })
  }

  @Test("an error of the SQL points at the author's line")
  func pointsAtLine() async throws {
    let fixture = WarehouseFixture()
    let node = fixture.model("broken", "select 1 as a,\n  nothing_here + 1 as b")
    let (outcome, _) = try await fixture.carry(node)
    #expect(outcome.state == .failed)
    #expect(outcome.location == SourceLocation(file: "models/broken.sql", line: 2, column: 3))
  }

  @Test("a cancelled step ends at once and leaves nothing published")
  func cancels() async throws {
    let fixture = WarehouseFixture()
    let endless = fixture.model(
      "endless", "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n")
    let reporter = RecordingReporter()
    let warehouse = try fixture.warehouse()
    let request = fixture.request(endless)
    async let carried = warehouse.carry(request, reporting: reporter)
    for _ in 0..<1000 where !reporter.states.contains(.runningProcess) { try await Task.sleep(for: .milliseconds(2)) }
    reporter.cancel()
    #expect(await carried.state == .cancelled)
    #expect(try fixture.rows("select count(*) from \"~versions\"") == [[0]])
  }

  @Test("an unchanged step can be reused, and otherwise the reason is said")
  func assesses() async throws {
    let fixture = WarehouseFixture()
    let base = fixture.model("base", "select 1 as id")
    let child = fixture.model("child", "select id from shop.silver.base", dependsOn: [base])
    #expect(try await fixture.warehouse().assess(fixture.request(base)).reason == "never built")
    try await fixture.carry(base)
    try await fixture.carry(child)
    let same = try await fixture.warehouse().assess(fixture.request(child))
    #expect(same.canReuse)
    #expect(same.reason == "unchanged since v1")
    try await fixture.carry(base, run: 2)
    #expect(try await fixture.warehouse().assess(fixture.request(child)).canReuse, "the same rows are no new version")
    let edited = fixture.model("base", "select 2 as id")
    try await fixture.carry(edited, run: 3)
    let changed = try await fixture.warehouse().assess(fixture.request(child))
    #expect(!changed.canReuse)
    #expect(changed.reason == "shop.silver.base changed: v1 → v2")
    #expect(
      try await fixture.warehouse().assess(fixture.request(base)).reason == "its SQL or configuration changed")
  }
}
