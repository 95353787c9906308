import Project
import SQLiteKit
import Synchronization
import Testing

@testable import Engine

@Suite("An earlier version published again")
struct RestorationTests {
  let versions = VersionFixture()

  @Test(
    "becomes the next version with its rows; what lay between is still there",
    arguments: [Materialization.table, .incremental])
  func restored(materialization: Materialization) async throws {
    try await versions.publish([["1", "A", nil]], materialization)
    try await versions.publish([["1", "B", nil], ["2", "C", nil]], run: 2, materialization)
    let outcome = try await versions.restore(1)
    #expect(outcome.state.isSuccess, "\(outcome.reason ?? "")")
    #expect(outcome.version?.id == 3 && outcome.version?.cause == "restore of v1")
    #expect(try versions.rows(.now) == ["1 A ∅"])
    #expect(try versions.rows(.version(2)) == ["1 B ∅", "2 C ∅"])
    #expect(try await versions.restore(2).state.isSuccess)
    #expect(try versions.rows(.now) == ["1 B ∅", "2 C ∅"])
  }

  @Test("passes the output gate, or is held by it")
  func gates() async throws {
    try await versions.publish([["1", nil, nil]])
    try await versions.publish([["1", "B", nil]], run: 2)
    let nodes = versions.fixture.nodes.withLock { $0 }
    let node = try #require(nodes.first)
    let test = versions.fixture.test("named", "select * from silver.people where name is null", on: [node])
    let options = StepOptions(context: CompilationContext(), force: true, restores: 1)
    let (outcome, _) = try await versions.fixture.carry(node, run: 3, tests: [test], options: options)
    #expect(outcome.state == .heldAtOutput)
    #expect(try versions.rows(.now) == ["1 B ∅"])
  }

  @Test("is left alone by the next build until something changes")
  func reused() async throws {
    try await versions.publish([["1", "A", nil]])
    try await versions.publish([["1", "B", nil]], run: 2)
    _ = try await versions.restore(1)
    let nodes = versions.fixture.nodes.withLock { $0 }
    let request = versions.fixture.request(try #require(nodes.first), run: 10)
    #expect(try await versions.fixture.warehouse().assess(request).canReuse)
  }

  @Test("a version that is not kept holds the step and says so")
  func missing() async throws {
    try await versions.publish([["1", "A", nil]])
    let outcome = try await versions.restore(7)
    #expect(
      outcome.state == .heldAtInput && outcome.reason?.contains("no version 7") == true, "\(outcome.reason ?? "")")
  }

  @Test("a history goes back with what it knew: later events are forgotten, those they displaced are known again")
  func history() async throws {
    let history = HistoryFixture()
    let first: [FeedRow] = [
      .init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B"), .init("c", "2024-01-01", "C"),
    ]
    _ = try await history.feed(first)
    let before = try history.versions()
    let later: [FeedRow] = [.delete("a", "2024-01-01"), .init("b", "2024-02-01", "B2")]
    _ = try await history.feed(later)
    let after = try history.versions()
    let node = try #require(history.fixture.nodes.withLock { $0 }.first)
    let options = StepOptions(context: CompilationContext(), force: true, restores: 1)
    let (outcome, _) = try await history.fixture.carry(node, run: 5, options: options)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try history.versions() == before)
    _ = try await history.feed([.init("a", "2024-03-01", "A3")])
    #expect(try history.versions() == ["a 2024-01-01 2024-03-01 A", "a 2024-03-01 … A3"] + before.dropFirst())
    _ = try await history.feed(later + [.init("x", "2024-01-01", "X")])
    #expect(try history.versions().filter { $0.hasPrefix("b") } == after.filter { $0.hasPrefix("b") })
    #expect(try history.versions().filter { $0.hasPrefix("a") } == ["a 2024-03-01 … A3"])
  }

  @Test("a history made anew can go back to what it knew before, and on from there")
  func historyBeforeFullRefresh() async throws {
    let history = HistoryFixture()
    _ = try await history.feed([.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B")])
    _ = try await history.feed([.init("a", "2024-02-01", "A2")])
    let anew = StepOptions(context: CompilationContext(fullRefresh: true))
    _ = try await history.feed([.init("a", "2024-03-01", "A3")], options: anew)
    #expect(try history.versions() == ["a 2024-03-01 … A3"])
    _ = try await history.feed([.init("a", "2024-04-01", "A4")])
    #expect(try history.versions() == ["a 2024-03-01 2024-04-01 A3", "a 2024-04-01 … A4"], "nothing of before")
    let node = try #require(history.fixture.nodes.withLock { $0 }.first)
    let options = StepOptions(context: CompilationContext(), force: true, restores: 2)
    #expect(try await history.fixture.carry(node, run: 5, options: options).outcome.state == .success)
    _ = try await history.feed([.init("a", "2024-05-01", "A5")])
    #expect(
      try history.versions() == [
        "a 2024-01-01 2024-02-01 A", "a 2024-02-01 2024-05-01 A2", "a 2024-05-01 … A5", "b 2024-01-01 … B",
      ])
    // Once no version is kept that knew them, they go.
    let vacuum = try Vacuum(try history.fixture.project, at: Instant.now.advanced(by: 90 * 86_400))
    _ = try await history.feed([.init("a", "2024-06-01", "A6")])
    let events = "select count(*) from \"~silver.states@events\" where \"~until\" <= 2"
    #expect(try history.fixture.rows(events) == [[0]])
    #expect(try vacuum.plan() == vacuum.run())
    #expect(try history.fixture.rows("select min(\"~until\") > 2 from \"~silver.states@events\"") == [[1]])
  }

  @Test("a history that was a plain table in between says so, and goes on from its last version as one")
  func historyInterrupted() async throws {
    let history = HistoryFixture()
    _ = try await history.feed([.init("a", "2024-01-01", "A")])
    try await history.fixture.carry(history.fixture.model("states", "select 1 as plain"), run: 2)
    let (refused, _) = try await history.feed([.init("a", "2024-02-01", "A2")])
    #expect(refused.state == .failed && refused.reason?.contains("is no history as it is") == true)
    let node = try #require(history.fixture.nodes.withLock { $0 }.first)
    let options = StepOptions(context: CompilationContext(), force: true, restores: 1)
    #expect(try await history.fixture.carry(node, run: 5, options: options).outcome.state == .success)
    _ = try await history.feed([.init("a", "2024-02-01", "A2")])
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-02-01 … A2"])
  }

  @Test("what a history knew with another key is not kept, and that is said")
  func historyOfAnotherKey() async throws {
    let history = HistoryFixture()
    _ = try await history.feed([.init("a", "2024-01-01", "A")])
    let config: [String: ConfigValue] = ["unique_key": .list([.string("id"), .string("extra")])]
    let anew = StepOptions(context: CompilationContext(fullRefresh: true))
    let (made, _) = try await history.feed([.init("a", "2024-01-01", "A", extra: "x")], config: config, options: anew)
    #expect(made.state == .success, "\(made.reason ?? "")")
    let node = try #require(history.fixture.nodes.withLock { $0 }.first)
    let options = StepOptions(context: CompilationContext(), force: true, restores: 1)
    let (outcome, _) = try await history.fixture.carry(node, run: 5, options: options)
    #expect(outcome.state == .heldAtInput && outcome.reason?.contains("is not kept") == true)
  }

  @Test("a history knows again what it knew when a later version is restored after an earlier one")
  func historyForward() async throws {
    let history = HistoryFixture()
    _ = try await history.feed([.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B")])
    _ = try await history.feed([.delete("a", "2024-01-01"), .init("b", "2024-02-01", "B2")])
    _ = try await history.feed([.init("b", "2024-03-01", "B3"), .init("a", "2024-01-15", "A2")])
    let after = try history.versions()
    let node = try #require(history.fixture.nodes.withLock { $0 }.first)
    for version: Int64 in [1, 2, 3] {
      let options = StepOptions(context: CompilationContext(), force: true, restores: version)
      let (outcome, _) = try await history.fixture.carry(node, run: 5, options: options)
      #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    }
    #expect(try history.versions() == after)
    // Touched again, the keys are made anew of all they went through.
    _ = try await history.feed([.init("a", "2024-04-01", "A4"), .init("b", "2024-04-01", "B4")])
    #expect(
      try history.versions() == [
        "a 2024-01-15 2024-04-01 A2", "a 2024-04-01 … A4", "b 2024-01-01 2024-02-01 B", "b 2024-02-01 2024-03-01 B2",
        "b 2024-03-01 2024-04-01 B3", "b 2024-04-01 … B4",
      ])
  }
}
