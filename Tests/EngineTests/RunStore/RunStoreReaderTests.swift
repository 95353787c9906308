import Project
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
}
