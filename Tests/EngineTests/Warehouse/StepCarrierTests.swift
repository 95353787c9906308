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

  @Test("what cannot be told is not published: rows and versions stay as they were")
  func publishesNothingUntold() async throws {
    let fixture = WarehouseFixture()
    try await fixture.carry(fixture.model("users", "select 1 as id"))
    let before = try fixture.rows("select name from sqlite_schema order by name")
    for (sql, materialization) in [("select 2 as id", Materialization.table), ("select 3 as id", .view)] {
      let node = fixture.model("users", sql, materialization)
      let options = StepOptions(context: CompilationContext(), force: true)
      let reporter = RecordingReporter(loss: RunStoreError(.lost, path: "/gone", "the lock was deleted"))
      let step = fixture.request(node, run: 2, options: options)
      let outcome = try await fixture.warehouse().carry(step, reporting: reporter)
      #expect(outcome.state == .failed)
      #expect(outcome.reason?.contains("the lock was deleted") == true)
      #expect(try fixture.rows("select * from \"silver.users\"") == [[1]])
      #expect(try fixture.rows("select name from sqlite_schema order by name") == before)
      #expect(try fixture.rows("select version from \"~versions\"") == [[1]])
    }
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

  @Test("what a plan says is what the build then gives as the version's cause, forced or not")
  func plansTheCause() async throws {
    let fixture = WarehouseFixture()
    let base = fixture.model("base", "select 1 as id")
    let tests = [fixture.test("t", "select * from shop.silver.base where id = 2", on: [base])]
    try await fixture.carry(base, tests: tests)
    let forced = StepOptions(context: CompilationContext(), force: true)
    let plain = StepOptions(context: CompilationContext())
    for (sql, options, cause) in [
      ("select 1 as id", forced, "forced"), ("select 2 as id", plain, "its SQL or configuration changed"),
      ("select 1 as id", plain, "its last build (v2) was held by its output gate"),
      ("select 3 as id", forced, "its SQL or configuration changed"),
    ] {
      let request = fixture.request(fixture.model("base", sql), tests: tests, options: options)
      #expect(try await fixture.warehouse().assess(request).reason == cause)
      let outcome = try await fixture.carry(fixture.model("base", sql), tests: tests, options: options).outcome
      if outcome.state.isSuccess { #expect(outcome.reason?.hasPrefix(cause) == true, "\(outcome.reason ?? "")") }
    }
  }

  @Test("a plan foresees what the input gate would hold")
  func foreseesTheInputGate() async throws {
    let fixture = WarehouseFixture()
    let base = fixture.model("base", "select 1 as id")
    let child = fixture.model("child", "select id from shop.silver.base", dependsOn: [base])
    let missing = try await fixture.warehouse().assess(fixture.request(child))
    #expect(!(try CatalogFile(database: "shop", directory: fixture.project.target.warehouseDirectory).exists))
    #expect(missing.wouldBeHeld && missing.reason.contains("shop.silver.base does not exist"))
    try await fixture.carry(base)
    #expect(try await fixture.warehouse().assess(fixture.request(child)).wouldBeHeld == false)
    let test = fixture.test("t", "select * from shop.silver.base", on: [base])
    try await fixture.carry(fixture.model("base", "select 2 as id"), tests: [test])
    let held = try await fixture.warehouse().assess(fixture.request(child))
    #expect(held.wouldBeHeld && held.reason.contains("was held by its output gate"))
  }
}
