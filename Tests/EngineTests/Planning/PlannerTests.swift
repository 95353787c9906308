import Project
import Testing

@testable import Engine

@Suite("A plan says which tests guard what, and what waits for what")
struct PlannerTests {
  private func plan(
    _ graph: String, _ command: RunCommand = .build, select: [String]? = nil,
    configs: [String: [String: ConfigValue]] = [:]
  ) throws -> Plan {
    let graph = try GraphFixture.graph(graph, configs: configs)
    let selection = select.map { Set($0.map(GraphFixture.id)) } ?? Set(graph.order)
    return Planner.plan(graph, command: command, selection: selection)
  }

  /// Each step on a line: name < parents | output tests | input tests.
  private func text(_ plan: Plan) -> [String] {
    plan.steps.map { step in
      var line = step.node.name
      if !step.parents.isEmpty {
        line += " < " + step.parents.compactMap { plan[$0]?.node.name }.joined(separator: " ")
      }
      if !step.outputTests.isEmpty { line += " out:" + step.outputTests.map(\.name).joined(separator: ",") }
      if !step.inputTests.isEmpty { line += " in:" + step.inputTests.map(\.name).joined(separator: ",") }
      return line
    }
  }

  @Test("What reads a source that a seed makes waits for the seed")
  func seededSource() throws {
    let plan = try plan(
      """
      source.raw
      a <- source.raw
      seed.raw
      """)
    #expect(text(plan) == ["raw", "a < raw"])
  }

  @Test("Sources and ephemeral models are looked through; a test of one model stands in its output gate")
  func simple() throws {
    let plan = try plan(
      """
      source.s
      a <- source.s
      ephemeral.e <- a
      b <- ephemeral.e a
      test.not_null_a <- a
      test.unique_b <- b
      """)
    #expect(text(plan) == ["a out:not_null_a", "b < a out:unique_b"])
  }

  @Test("A test on a source stands in the input gate of everything that reads it, through ephemeral models too")
  func sourceTests() throws {
    let graph = """
      source.s
      ephemeral.e <- source.s
      a <- source.s
      b <- ephemeral.e
      c <- a
      test.not_null_s <- source.s
      """
    #expect(try text(plan(graph)) == ["a in:not_null_s", "b in:not_null_s", "c < a"])
    #expect(try text(plan(graph, select: ["a"])) == ["a in:not_null_s"])
    // The source was selected and its test was not: somebody excluded it.
    #expect(try text(plan(graph, select: ["a", "source.s"])) == ["a"])
    #expect(try text(plan(graph, select: ["source.s", "test.not_null_s"])) == ["not_null_s out:not_null_s"])
  }

  @Test("A test of two models, one above the other, belongs to the lower one")
  func relationshipBelow() throws {
    let plan = try plan(
      """
      a
      b <- a
      c <- b
      test.relationships <- b a
      """)
    #expect(text(plan) == ["a", "b < a out:relationships", "c < b"])
  }

  @Test("A test over two branches is a step of its own and holds only what depends on both")
  func testOverBranches() throws {
    let plan = try plan(
      """
      a
      b
      onlya <- a
      onlyb <- b
      both <- onlya b
      test.compare <- a b
      """)
    #expect(
      Set(text(plan)) == [
        "a", "b", "onlya < a", "onlyb < b", "compare < a b out:compare", "both < onlya b compare",
      ])
    for step in plan.steps {
      for parent in step.parents { #expect(try #require(plan.indices[parent]) < (try #require(plan.indices[step.id]))) }
    }
  }

  @Test("A selection with gaps keeps its order: what lies between is looked through")
  func gaps() throws {
    let plan = try plan("a\nb <- a\nc <- b\nd <- c a", select: ["a", "d"])
    #expect(text(plan) == ["a", "d < a"])
  }

  @Test(
    "Each command makes its own kinds",
    arguments: [
      (RunCommand.build, ["s", "m", "h"]), (.run, ["m"]), (.seed, ["s"]), (.snapshot, ["h"]),
    ])
  func commands(command: RunCommand, made: [String]) throws {
    let plan = try plan("seed.s\nm <- seed.s\nsnapshot.h <- m\ntest.t <- m", command)
    #expect(plan.steps.map(\.node.name) == made)
    #expect(plan.steps.contains { !$0.outputTests.isEmpty } == (command == .build))
  }

  @Test("test runs every test beside its node and lets nothing wait")
  func testCommand() throws {
    let plan = try plan(
      """
      source.s
      a <- source.s
      b <- a
      ephemeral.e <- b
      test.ts <- source.s
      test.ta1 <- a
      test.ta2 <- a
      test.rel <- a b
      test.te <- ephemeral.e
      """, .test)
    #expect(Set(text(plan)) == ["s out:ts", "a out:ta1,ta2", "b out:rel", "te out:te"])
    #expect(plan.steps.allSatisfy { $0.action == .test })
  }

  @Test("A unit test stands in front of its model")
  func unitTests() throws {
    #expect(try text(plan("a\nb <- a\nunit_test.u <- b")) == ["a", "b < a in:u"])
  }

  @Test("A test that reads nothing holds nothing")
  func freeTest() throws {
    #expect(try Set(text(plan("a\nb <- a\ntest.free"))) == ["a", "b < a", "free out:free"])
  }

  @Test("What may fail without stopping its children is said in the configuration of either")
  func tolerated() throws {
    let graph = "a\nb\nc <- a b"
    let above = try plan(graph, configs: ["a": ["on_error": .string("continue")]])
    #expect(above[GraphFixture.id("c")]?.toleratedParents == [GraphFixture.id("a")])
    let named = try plan(graph, configs: ["c": ["continue_with_last_good": .list([.string("b")])]])
    #expect(named[GraphFixture.id("c")]?.toleratedParents == [GraphFixture.id("b")])
    let all = try plan(graph, configs: ["c": ["continue_with_last_good": .bool(true)]])
    #expect(all[GraphFixture.id("c")]?.toleratedParents.count == 2)
  }

  @Test("The path of the longest expected work is the critical one")
  func criticalPath() throws {
    let graph = try GraphFixture.graph("a\nb <- a\nc <- a\nd <- b c")
    let past = ["a": 1.0, "b": 5, "c": 2, "d": 1].map { name, seconds in
      (
        GraphFixture.id(name),
        [
          PastStep(
            run: RunID(1), state: .success, seconds: seconds, rows: 10, finishedAt: Instant(microseconds: 0))
        ]
      )
    }
    let plan = Planner.plan(
      graph, command: .build, selection: Set(graph.order), past: Dictionary(uniqueKeysWithValues: past))
    #expect(plan.criticalPath == ["a", "b", "d"].map(GraphFixture.id))
    #expect(plan.steps[0].remainingSeconds == 7)
    #expect(plan.steps[0].estimate.rows == 10)
  }

  @Test("Without a past, what reads the largest files is the critical path, and so is what reads its table")
  func largestFilesFirst() throws {
    let graph = try GraphFixture.graph(
      "source.small\nsource.large\na <- source.small\nb <- source.large\nc <- a\nd <- b")
    let large = GraphFixture.id("source.large")
    let reading = ReadingEstimate(graph) { $0.id == large ? 5e9 : 1e6 }
    let plan = Planner.plan(graph, command: .build, selection: Set(graph.order), reading: reading)
    #expect(plan.criticalPath == ["b", "d"].map(GraphFixture.id))
  }
}
