import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("The reader gives back what was written")
struct RunStoreReaderTests {
  @Test("A run with its steps, their times and their counts")
  func runAndSteps() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    try writer.commit(store.plan("b", "a", "c"))
    try writer.commit(
      store.step("b", .runningInput, at: 2), store.step("b", .runningProcess, at: 3),
      .progress(store.run, NodeID("b"), StepProgress(rowsRead: 5, rowsWritten: 4, rowsQuarantined: 1)),
      .step(
        StepChange(
          run: store.run, node: NodeID("b"), state: .warned, at: store.at(7), reason: "1 check warns",
          location: SourceLocation(file: "models/b.sql", line: 3, column: 9), sql: "select 1", version: 12)))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let run = try #require(try reader.latestRun())
    #expect(run.stepCount == 3)
    #expect(run.stepStates == [.warned: 1, .queued: 2])
    #expect(run.user == "ada")
    let steps = try reader.steps(of: store.run)
    #expect(steps.map(\.node.rawValue) == ["b", "a", "c"])
    #expect(steps[0].startedAt == store.at(2))
    #expect(steps[0].finishedAt == store.at(7))
    #expect(steps[0].progress.rowsQuarantined == 1)
    #expect(steps[0].version == 12)
    #expect(steps[0].location?.line == 3)
    #expect(try reader.pastSteps()[NodeID("b")]?.map(\.seconds) == [5])
    #expect(try reader.latestSteps()[NodeID("c")]?.state == .queued)
  }

  @Test("Gates keep their first start and newest counts")
  func gates() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    let node = NodeID("a")
    try writer.commit(
      .gate(GateRecord(run: store.run, node: node, gate: .output, state: .running, startedAt: store.at(1))),
      .gate(
        GateRecord(
          run: store.run, node: node, gate: .output, state: .fail, passed: 3, failed: 1, startedAt: store.at(5),
          finishedAt: store.at(6))),
      .gate(GateRecord(run: store.run, node: node, gate: .input, state: .pass, passed: 2)))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let gates = try reader.gates(of: store.run)
    #expect(gates.map(\.gate) == [.input, .output])
    #expect(gates[1].startedAt == store.at(1))
    #expect(gates[1].failed == 1)
    #expect(try reader.gateHistory(node, .output).map(\.state) == [.fail])
    #expect(try reader.latestGates().count == 2)
  }

  @Test("A node that is reused stands on the gates its version passed, not on those of a run that failed in between")
  func gatesOfWhatIsReused() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    let node = NodeID("a")
    var run = store.run
    for (number, state) in [StepState.success, .failed, .reused].enumerated() {
      if number > 0 { run = try store.ledger.enter(StoreFixture.draft(), lock: store.lock) }
      try writer.commit(
        .plan(run, [StepRecord(run: run, node: node, state: .queued)]),
        .step(StepChange(run: run, node: node, state: state, at: store.at(Int64(number)))))
      if state == .reused { continue }
      try writer.commit(
        .gate(GateRecord(run: run, node: node, gate: .output, state: state == .success ? .pass : .fail, passed: number))
      )
      let gates = try RunStoreReader(store.directory).latestGates()
      #expect(gates.map(\.state) == [state == .success ? .pass : .fail])
    }
    writer.close()
    #expect(try RunStoreReader(store.directory).latestGates().map(\.state) == [.pass])
  }

  @Test("A log of ten thousand events is paged forwards and backwards without a gap")
  func pagingEvents() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    for number in 0..<10_000 {
      writer.append(
        .event(
          EventRecord(
            run: store.run, at: store.at(Int64(number)), level: number % 10 == 0 ? .warn : .info, kind: "log",
            node: NodeID("n\(number % 3)"), message: "line \(number)")))
    }
    writer.close()
    let reader = try RunStoreReader(store.directory)
    var forwards: [Int64] = []
    while true {
      let page = try reader.events(EventQuery(run: store.run, after: forwards.last ?? 0, limit: 777))
      if page.isEmpty { break }
      forwards += page.map(\.id)
    }
    #expect(forwards == Array(1...10_000))
    var backwards: [Int64] = []
    while true {
      let page = try reader.events(EventQuery(before: backwards.last ?? .max, newestFirst: true, limit: 1_234))
      if page.isEmpty { break }
      backwards += page.map(\.id)
    }
    #expect(backwards == forwards.reversed())
    let filtered = try reader.events(
      EventQuery(nodes: [NodeID("n1")], minimumLevel: .warn, containing: "LINE 1", since: store.at(100), limit: 99_999))
    let expected = stride(from: 100, to: 10_000, by: 10).filter { number in
      number % 3 == 1 && String(number).hasPrefix("1")
    }
    #expect(filtered.map(\.message) == expected.map { "line \($0)" })
    #expect(try reader.events(EventQuery(containing: "100%")).isEmpty)
  }

  @Test("The data version changes when somebody writes and stays when nobody does")
  func dataVersion() throws {
    let store = try StoreFixture()
    let reader = try RunStoreReader(store.directory)
    let before = try reader.dataVersion()
    #expect(try reader.dataVersion() == before)
    try store.ledger.requestCancel(store.run)
    #expect(try reader.dataVersion() != before)
    #expect(try reader.run(store.run)?.cancelRequested == true)
  }

  @Test("Where nothing ran, that is what is said")
  func missing() {
    #expect { try RunStoreReader(StateDirectory("/nonexistent/.sluice")) } throws: { error in
      (error as? RunStoreError)?.kind == .missing
    }
  }

  @Test("The newest step, the newest gates and the past of every node come from whichever runs they were in")
  func newestOfEachNode() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    var runs = [store.run]
    for _ in 0..<11 {
      runs.append(try store.ledger.enter(StoreFixture.draft(), lock: store.lock))
    }
    // Node `a` is in every run, `b` in every third, `c` in the first alone; of `a` every fourth fails.
    for (number, run) in runs.enumerated() {
      let names = ["a"] + (number % 3 == 0 ? ["b"] : []) + (number == 0 ? ["c"] : [])
      try writer.commit(.plan(run, names.map { StepRecord(run: run, node: NodeID($0), state: .queued) }))
      for name in names {
        let end: StepState = name == "a" && number % 4 == 3 ? .failed : .success
        try writer.commit(
          .step(StepChange(run: run, node: NodeID(name), state: .runningInput, at: store.at(100))),
          .step(StepChange(run: run, node: NodeID(name), state: end, at: store.at(101 + Int64(number)))),
          .gate(GateRecord(run: run, node: NodeID(name), gate: .output, state: .pass, passed: number)))
      }
    }
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let latest = try reader.latestSteps().mapValues(\.run)
    #expect(latest == [NodeID("a"): runs[11], NodeID("b"): runs[9], NodeID("c"): runs[0]])
    #expect(try reader.latestGates().map(\.passed) == [11, 9, 0])
    let past = try reader.pastSteps(limit: 8)
    #expect(past[NodeID("a")]?.map(\.seconds) == [11, 10, 9, 7, 6, 5, 3, 2])
    #expect(past[NodeID("b")]?.map(\.seconds) == [10, 7, 4, 1])
    #expect(past[NodeID("c")]?.map(\.seconds) == [1])
  }

  @Test("A store of an older form is read as it is, and the next writer brings it up to date")
  func olderForm() throws {
    let folder = TemporaryFolder()
    let directory = StateDirectory(folder.path + "/.sluice")
    try directory.create()
    let old = try Connection(path: directory.stateFile, mode: .create)
    for migration in RunStoreSchema.migrations.prefix(3) { try old.execute(migration) }
    try old.execute("PRAGMA application_id=\(RunStoreSchema.applicationID)")
    try old.setUserVersion(3)
    try old.execute(
      """
      INSERT INTO runs(id,invocation_id,command,command_line,state,created_at,trigger_cause,user,target,request)
        VALUES(1,'i','build','sluice build','success',1,'','ada','local','{}');
      INSERT INTO steps(run,node,position,state,rows_written) VALUES
        (1,'model.p.orders',0,'success',5),(1,'test.p.unique_orders',1,'success',0);
      """)
    old.close()
    let before = try RunStoreReader(directory)
    #expect(try before.steps(of: RunID(1)).map(\.writtenRows) == [5, nil])
    #expect(try before.latestSteps().count == 2)
    let writer = try RunStoreWriter(directory)
    try writer.commit(
      .plan(RunID(1), [StepRecord(run: RunID(1), node: NodeID("model.p.report"), state: .queued, product: .view)]))
    writer.close()
    let after = try RunStoreReader(directory)
    #expect(
      try after.steps(of: RunID(1)).map(\.product).sorted { $0.rawValue < $1.rawValue } == [.table, .verdict, .view])
  }

  @Test("What changed since an event is told by node")
  func toldSince() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    let recorder = RunRecorder(run: store.run, writer: writer)
    try writer.commit(store.plan("a", "b"))
    recorder.step(NodeID("a"), entered: .skipped, attempt: 1, reason: "skipped: b failed", at: store.at(3))
    recorder.step(NodeID("b"), entered: .cancelled, attempt: 1, reason: "asked to", at: store.at(3))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let events = try reader.events(EventQuery(run: store.run))
    // The reason says the word already.
    #expect(events.map(\.message) == ["a: skipped: b failed", "b: cancelled – asked to"])
    #expect(try reader.nodesTold(of: store.run, after: 0) == [NodeID("a"), NodeID("b")])
    #expect(try reader.nodesTold(of: store.run, after: events[0].id) == [NodeID("b")])
    #expect(try reader.nodesTold(of: RunID(99), after: 0) == [])
    #expect(try reader.steps(of: store.run, nodes: [NodeID("b")]).map(\.state) == [.cancelled])
  }
}
