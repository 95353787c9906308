import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("What is said to the writer is in the file")
struct RunStoreWriterTests {
  @Test("A commit comes back when everything said before it can be read")
  func commitIsDurable() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    for number in 0..<1_000 {
      writer.append(.event(EventRecord(run: store.run, at: store.at(1), kind: "log", message: "line \(number)")))
    }
    try writer.commit(store.plan("model.p.a"))
    let reader = try RunStoreReader(store.directory)
    #expect(
      try reader.events(EventQuery(run: store.run, limit: 5_000)).map(\.message) == (0..<1_000).map { "line \($0)" })
    #expect(try reader.steps(of: store.run).map(\.node) == [NodeID("model.p.a")])
    writer.close()
  }

  @Test("What is only appended is written soon after")
  func appendIsWrittenSoon() async throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    writer.append(.event(EventRecord(run: store.run, at: store.at(1), kind: "log", message: "soon")))
    let reader = try RunStoreReader(store.directory)
    while try reader.lastEventID() == 0 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(try reader.events(EventQuery()).map(\.message) == ["soon"])
    writer.close()
  }

  @Test("Closing writes what is left")
  func closeWrites() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    for _ in 0..<10 { writer.append(.event(EventRecord(run: nil, at: store.at(1), kind: "log", message: "x"))) }
    writer.close()
    #expect(try RunStoreReader(store.directory).lastEventID() == 10)
  }

  @Test("Many threads may speak at once and nothing is lost")
  func concurrentAppends() async throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    let instant = store.at(1)
    await withTaskGroup(of: Void.self) { group in
      for speaker in 0..<8 {
        group.addTask {
          for number in 0..<500 {
            writer.append(.event(EventRecord(run: nil, at: instant, kind: "log", message: "\(speaker) \(number)")))
            if number % 100 == 0 { try? writer.flush() }
          }
        }
      }
    }
    writer.close()
    let messages = try RunStoreReader(store.directory).events(EventQuery(limit: 10_000)).map(\.message)
    #expect(Set(messages).count == 4_000)
    for speaker in 0..<8 {
      #expect(messages.filter { $0.hasPrefix("\(speaker) ") } == (0..<500).map { "\(speaker) \($0)" })
    }
  }

  @Test("A terminal step never changes, and the attempt is told", arguments: StepState.allCases.filter(\.isTerminal))
  func terminalStepStays(state: StepState) throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    try writer.commit(store.plan("a"), store.step("a", .runningInput), store.step("a", state, at: 3))
    for next in StepState.allCases { try writer.commit(store.step("a", next, at: 9)) }
    let reader = try RunStoreReader(store.directory)
    let step = try #require(try reader.step(NodeID("a"), of: store.run))
    #expect(step.state == state)
    #expect(step.finishedAt == store.at(3))
    let refused = try reader.events(EventQuery(kinds: ["store.refused"]))
    #expect(refused.count == StepState.allCases.count)
    writer.close()
  }

  @Test("A terminal run never changes", arguments: RunState.allCases.filter(\.isTerminal))
  func terminalRunStays(state: RunState) throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    try writer.commit(.run(RunChange(run: store.run, state: .running, at: store.at(2), process: .current)))
    try writer.commit(.run(RunChange(run: store.run, state: state, at: store.at(3))))
    for next in RunState.allCases { try writer.commit(.run(RunChange(run: store.run, state: next, at: store.at(4)))) }
    let run = try #require(try RunStoreReader(store.directory).run(store.run))
    #expect(run.state == state)
    #expect(run.startedAt == store.at(2))
    #expect(run.finishedAt == store.at(3))
    writer.close()
  }

  @Test("Any other SQLite client is refused a change of a terminal state too")
  func triggersGuard() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    try writer.commit(store.plan("a"), store.step("a", .success))
    writer.close()
    let connection = try StoreFile.openForWriting(store.directory.stateFile, .state)
    #expect(throws: (any Error).self) { try connection.run("UPDATE steps SET state='queued'") }
  }

  @Test("Failing rows are kept under their check, capped, and counted in all")
  func failingRowsAreCapped() throws {
    let store = try StoreFixture()
    let writer = try RunStoreWriter(store.directory)
    let long = String(repeating: "ü", count: FailureStore.cellLimit)
    let rows = FailingRows(
      columns: ["id", "name"], rows: (0..<3_000).map { ["\($0)", $0 == 0 ? long : $0 == 1 ? nil : "\"\u{1}\\"] },
      total: 70_000)
    try writer.commit(
      .check(
        CheckRecord(run: store.run, node: NodeID("a"), gate: .output, name: "not_null_id", state: .fail), rows,
        at: store.at(2)))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let check = try #require(try reader.checks(of: store.run).first)
    #expect(check.rowsKept == 1_000)
    #expect(check.rowsFailing == 70_000)
    let page = try #require(try reader.failingRows(check: check.id, offset: 0, limit: 3))
    #expect(page.columns == ["id", "name"])
    #expect(page.total == 70_000)
    #expect(page.rows[0][1]?.hasSuffix("… (65536 bytes in all)") == true)
    #expect(page.rows[1] == ["1", nil])
    #expect(page.rows[2] == ["2", "\"\u{1}\\"])
    #expect(try reader.failingRows(check: check.id, offset: 998, limit: 200)?.rows.map { $0[0] } == ["998", "999"])
    #expect(try reader.failingRows(check: 999)?.rows == nil)
  }
}
