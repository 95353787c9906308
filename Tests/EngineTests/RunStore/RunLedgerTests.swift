import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("A run whose process is gone is seen as crashed")
struct RunLedgerTests {
  /// A run with one step of each kind of state; the lock is the only sign of life.
  private func running(in folder: StateDirectory, lock: LockFile, heartbeat: Int64 = 5) throws -> RunID {
    let run = try RunLedger(folder).enter(StoreFixture.draft(), lock: lock)
    let writer = try RunStoreWriter(folder)
    let at = Instant(microseconds: 1_000_000)
    let names = ["done", "working", "resting", "next"]
    try writer.commit(
      .plan(run, names.map { StepRecord(run: run, node: NodeID($0), state: .queued) }),
      // The number of a process that lives (this one), as if it had been given again.
      .run(RunChange(run: run, state: .running, at: at, process: .current)),
      .step(StepChange(run: run, node: NodeID("done"), state: .runningInput, at: at)),
      .step(StepChange(run: run, node: NodeID("done"), state: .success, at: at)),
      .step(StepChange(run: run, node: NodeID("working"), state: .runningProcess, at: at)),
      .gate(GateRecord(run: run, node: NodeID("working"), gate: .process, state: .running)),
      .step(StepChange(run: run, node: NodeID("resting"), state: .runningProcess, at: at)),
      .step(StepChange(run: run, node: NodeID("resting"), state: .retrying, at: at)),
      .heartbeat(run, Instant(microseconds: heartbeat)))
    writer.close()
    return run
  }

  /// A clock that was set back would leave a heartbeat of the future; it must not matter.
  @Test("Its running steps are crashed, the rest skipped, the published stay", arguments: [5, Int64.max / 2])
  func settles(heartbeat: Int64) throws {
    let store = try StoreFixture()
    let run: RunID
    do {
      let lock = try LockFile(store.directory)
      run = try running(in: store.directory, lock: lock, heartbeat: heartbeat)
      #expect(try store.ledger.settleDead() == [])
    }
    #expect(try store.ledger.settleDead(at: store.at(9)) == [run])
    let reader = try RunStoreReader(store.directory)
    let record = try #require(try reader.run(run))
    #expect(record.state == .crashed)
    // Not when somebody looked: when it was last heard of.
    #expect(record.finishedAt == Instant(microseconds: 1_000_000))
    #expect(
      try reader.steps(of: run).allSatisfy { $0.finishedAt.map { $0 <= Instant(microseconds: 1_000_000) } ?? true })
    #expect(try reader.events(EventQuery(run: run)).last?.at == store.at(9))
    #expect(try reader.steps(of: run).map(\.state) == [.success, .crashed, .crashed, .skipped])
    #expect(try reader.gates(of: run).map(\.state) == [.notEvaluated])
    #expect(try store.ledger.settleDead() == [])
    // The other run, entered and locked by this test, lives on.
    #expect(try reader.run(store.run)?.state == .queued)
  }

  @Test("What the warehouse did publish is a success, though nobody lived to say so")
  func reconciles() throws {
    let store = try StoreFixture()
    let run: RunID
    do {
      let lock = try LockFile(store.directory)
      run = try running(in: store.directory, lock: lock)
    }
    let warehouse = store.folder.path + "/warehouse"
    let catalog = CatalogFile(database: "db", directory: warehouse)
    try catalog.prepare()
    let connection = try Connection(path: catalog.path)
    try VersionLog(connection, database: "db").insert(
      LoggedVersion(
        record: VersionRecord(
          id: 4, relation: RelationName(database: "db", schema: "s", identifier: "working"), node: NodeID("working"),
          run: run, publishedAt: store.at(7), rows: 12, columns: [], disposition: .current, fingerprint: "f",
          cause: "first build"),
        kind: .table, gate: .pass, code: "c", inputs: []))
    connection.close()
    let state = try StoreFile.openForWriting(store.directory.stateFile, .state)
    try state.run("UPDATE runs SET warehouse=?", [.text(warehouse)])
    state.close()
    try store.ledger.settleDead()
    let step = try #require(try RunStoreReader(store.directory).step(NodeID("working"), of: run))
    #expect(step.state == .success)
    #expect(step.version == 4)
    #expect(step.finishedAt == store.at(7))
    #expect(step.progress.rowsWritten == 12)
  }

  @Test("Run numbers grow and are entered as queued")
  func entering() throws {
    let store = try StoreFixture()
    let second = try store.ledger.enter(StoreFixture.draft("test"), lock: store.lock)
    #expect(second > store.run)
    #expect(try RunStoreReader(store.directory).openRuns().map(\.id) == [store.run, second])
  }

  @Test("A run that is over cannot be asked to stop")
  func cancelling() throws {
    let store = try StoreFixture()
    #expect(try store.ledger.requestCancel(store.run))
    let writer = try RunStoreWriter(store.directory)
    try writer.commit(.run(RunChange(run: store.run, state: .success, at: store.at(2))))
    writer.close()
    #expect(try !store.ledger.requestCancel(store.run))
    #expect(try !store.ledger.requestCancel(RunID(99)))
  }
}
