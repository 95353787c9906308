import Project
import SQLiteKit
import Synchronization
import Testing

@testable import Engine

@Suite("What retention lets go")
struct VacuumTests {
  let versions = VersionFixture()

  /// A vacuum as it would be done some days from now.
  private func vacuum(days: Double) throws -> Vacuum {
    try Vacuum(try versions.fixture.project, at: Instant.now.advanced(by: days * 86_400))
  }

  private func publish(_ count: Int, _ materialization: Materialization) async throws {
    for run in 1...count {
      try await versions.publish([["\(run % 3)", "v\(run)", nil]], run: Int64(run), materialization)
    }
  }

  private func tables() throws -> Set<String> {
    Set(
      try versions.fixture.rows("select name from sqlite_schema where name like '~silver.people%' and type = 'table'")
        .compactMap { $0[0].text })
  }

  @Test(
    "young versions stay whatever their number, the newest five whatever their age",
    arguments: [Materialization.table, .incremental])
  func bounds(materialization: Materialization) async throws {
    try await publish(8, materialization)
    let all = try (1...8).map { try versions.rows(.version(Int64($0))) }
    #expect(try vacuum(days: 6).plan().isEmpty)
    let planned = try vacuum(days: 8).plan()
    #expect(planned.filter { $0.kind == .version }.map(\.name) == (1...3).map { "silver.people v\($0)" })
    #expect(try versions.rows(.version(1)) == all[0])
    let done = try vacuum(days: 8).run()
    #expect(done == planned)
    for number in 4...8 { #expect(try versions.rows(.version(Int64(number))) == all[number - 1]) }
    let error = try #require(throws: WarehouseError.self) { try versions.rows(.version(3)) }
    #expect(error.description.contains("kept are 4–8"))
    #expect(try vacuum(days: 8).plan().isEmpty)
    let expected =
      materialization == .table
      ? (4...7).map { "~silver.people@v\($0)" } : (5...8).map { "~silver.people@u\($0)" }
    #expect(try tables() == Set(expected))
    #expect(try versions.browser.publishedVersions(of: versions.relation).count == 8)
  }

  @Test("a version that somebody reads stays, and says so; let go, it goes")
  func held() async throws {
    try await publish(7, .table)
    let directory = StateDirectory(try versions.fixture.project.target.stateDirectory)
    try directory.create()
    _ = try LockFile(directory)
    var hold = VersionHold(versions.relation, version: 1, in: directory)
    #expect(hold != nil)
    let items = try vacuum(days: 30).run()
    #expect(items.first { $0.name == "silver.people v1" }?.goes == false)
    #expect(try versions.rows(.version(1)) == ["1 v1 ∅"])
    hold = nil
    #expect(try vacuum(days: 30).run().contains { $0.name == "silver.people v1" && $0.goes })
  }

  @Test("a reader in the middle of a version reads it to its end")
  func reader() async throws {
    try await publish(7, .table)
    let path = "\(versions.fixture.root)/warehouse/shop.db"
    let connection = try Connection(path: path, mode: .readOnly, options: CatalogFile.options)
    try connection.execute("BEGIN")
    #expect(try connection.queryValue("select count(*) from \"~silver.people@v1\"")?.integer == 1)
    _ = try vacuum(days: 30).run()
    #expect(try connection.queryValue("select name from \"~silver.people@v1\"")?.text == "v1")
    try connection.execute("COMMIT")
    #expect(throws: (any Error).self) { try connection.queryValue("select name from \"~silver.people@v1\"") }
  }

  @Test("a held version goes when it is old; its number is told as held, never as published")
  func quarantined() async throws {
    try await publish(1, .table)
    let node = try #require(versions.fixture.nodes.withLock { $0 }.first)
    let test = versions.fixture.test("never", "select 1 as x", on: [node])
    let options = StepOptions(context: CompilationContext(), force: true)
    #expect(
      try await versions.fixture.carry(node, run: 2, tests: [test], options: options).outcome.state == .heldAtOutput)
    #expect(try vacuum(days: 1).plan().isEmpty)
    #expect(try vacuum(days: 8).run().map(\.kind) == [.held])
    #expect(try versions.rows(.run(RunID(2))) == ["1 v1 ∅"])
  }

  @Test("what sluice.yml says counts; what it cannot mean is refused")
  func settings() async throws {
    try await publish(4, .table)
    var project = try versions.fixture.project
    project.settings = .map([
      ConfigEntry("retention", .map([ConfigEntry("versions", .int(2)), ConfigEntry("days", .int(0))]))
    ])
    let items = try Vacuum(project, at: Instant.now.advanced(by: 1)).plan()
    #expect(items.map(\.name) == ["silver.people v1", "silver.people v2"])
    project.settings = .map([ConfigEntry("retention", .map([ConfigEntry("weeks", .int(2))]))])
    #expect(throws: WarehouseError.self) { try Vacuum(project) }
  }

  @Test("scratch files of dead processes go, those of living ones stay")
  func scratch() async throws {
    let directory = StateDirectory(try versions.fixture.project.target.stateDirectory)
    try directory.create()
    versions.fixture.write("x", to: ".sluice/scratch/999999999-1.db")
    versions.fixture.write("x", to: ".sluice/scratch/\(ProcessIdentity.current.processID)-1.db")
    let items = try vacuum(days: 0).run()
    #expect(items.map(\.name) == ["999999999-1.db"])
    #expect(FolderListing.names(directory.scratch) == ["\(ProcessIdentity.current.processID)-1.db"])
  }

  @Test("events of young runs go too when there are more than are to be kept, but for those of the newest runs")
  func manyEvents() async throws {
    var project = try versions.fixture.project
    project.settings = .map([
      ConfigEntry("retention", .map([ConfigEntry("runs", .int(3)), ConfigEntry("events", .int(8))]))
    ])
    let directory = StateDirectory(project.target.stateDirectory)
    try directory.create()
    let state = try StoreFile.openForWriting(directory.stateFile, .state)
    defer { state.close() }
    let now = Instant.now
    func add(_ runs: ClosedRange<Int>) throws {
      for run in runs {
        try state.execute(
          """
          INSERT INTO runs (id, invocation_id, command, command_line, state, created_at, finished_at, trigger_cause, user,
            target, request) VALUES (\(run), '', 'build', '', 'success', 0, \(now.microseconds), '', '', '', '{}');
          INSERT INTO events (run, at, level, kind, message) VALUES (\(run), 0, 0, 'log', 'a'), (\(run), 0, 0, 'log', 'b')
          """)
      }
    }
    func left() throws -> [Int64] {
      try state.query("SELECT DISTINCT run FROM events ORDER BY run").compactMap { $0[0].integer }
    }
    try add(1...4)
    _ = try Vacuum(project, at: now.advanced(by: 1)).run()
    #expect(try left() == [1, 2, 3, 4])
    try add(5...6)
    _ = try Vacuum(project, at: now.advanced(by: 1)).run()
    #expect(try left() == [3, 4, 5, 6])
    try add(7...30)
    _ = try Vacuum(project, at: now.advanced(by: 1)).run()
    #expect(try left() == [27, 28, 29, 30])
    #expect(try state.queryValue("SELECT count(*) FROM runs")?.integer == 30)
  }

  @Test("events, checks and failing rows of old runs go, so that the stores do not grow for ever; the runs stay longer")
  func runs() async throws {
    let directory = StateDirectory(try versions.fixture.project.target.stateDirectory)
    try directory.create()
    let state = try StoreFile.openForWriting(directory.stateFile, .state)
    let failures = try StoreFile.openForWriting(directory.failuresFile, .failures)
    try state.transaction {
      for run in 1...230 {
        try state.execute(
          """
          INSERT INTO runs (id, invocation_id, command, command_line, state, created_at, finished_at, trigger_cause, user,
            target, request) VALUES (\(run), '', 'build', '', 'success', 0, \(run == 20 ? "NULL" : "\(run)"), '', '', '', '{}');
          INSERT INTO events (run, at, level, kind, message) VALUES (\(run), 0, 0, 'log', 'a'), (\(run), 0, 0, 'log', 'b');
          INSERT INTO checks (id, run, node, gate, name, state, severity, threshold, message, seconds, at)
            VALUES (\(run), \(run), 'n', 'output', 'c', 'fail', 'error', '', '', 0, 0)
          """)
        try failures.execute(
          """
          INSERT INTO failures VALUES (\(run), \(run), '[]', 1, 1);
          INSERT INTO failing_rows VALUES (\(run), 0, '[]')
          """)
      }
    }
    defer {
      state.close()
      failures.close()
    }
    func count(_ connection: Connection, _ table: String) throws -> Int64? {
      try connection.queryValue("SELECT count(*) FROM \(table)")?.integer
    }
    // A run that is not over keeps itself and all after it.
    #expect(Set(try vacuum(days: 1).run().map(\.kind)) == [.events, .checks, .failures])
    #expect(try count(state, "events") == (230 - 19) * 2)
    try state.execute("UPDATE runs SET finished_at = 20 WHERE id = 20")
    _ = try vacuum(days: 1).run()
    #expect(try count(state, "events") == 400 && count(state, "checks") == 200 && count(state, "runs") == 230)
    #expect(try count(failures, "failures") == 200 && count(failures, "failing_rows") == 200)
  }
}
