import Project
import Testing

@testable import Engine

@Suite("The schedule starts what may start and stops what must stop")
struct ScheduleTests {
  private typealias Script = ScheduleSimulation.Script

  private static let good = Script(seconds: 1, endings: [(.success, false)])

  private func simulate(
    _ graph: String, threads: Int = 4, options: ScheduleOptions? = nil, cancelAt: Double? = nil,
    seconds: [String: Double] = [:], endings: [String: [(StepState, Bool)]] = [:],
    configs: [String: [String: ConfigValue]] = [:]
  ) throws -> ScheduleSimulation {
    let graph = try GraphFixture.graph(graph, configs: configs)
    let past = seconds.map { name, value in
      (
        GraphFixture.id(name),
        [PastStep(run: RunID(1), state: .success, seconds: value, rows: 1, finishedAt: Instant(microseconds: 0))]
      )
    }
    let plan = Planner.plan(
      graph, command: .build, selection: Set(graph.order), past: Dictionary(uniqueKeysWithValues: past))
    var simulation = ScheduleSimulation(plan, options ?? ScheduleOptions(threads: threads))
    simulation.run(cancelAt: cancelAt) { position in
      let name = plan.steps[position].node.name
      return Script(
        seconds: seconds[name] ?? 1,
        endings: endings[name]?.map { (state: $0.0, isTransient: $0.1) } ?? [(.success, false)])
    }
    #expect(simulation.violations == [])
    return simulation
  }

  @Test("Of two ready steps the one with the longer path below it goes first")
  func criticalPathFirst() throws {
    let run = try simulate("a\nb\nc\nd <- b", threads: 1, seconds: ["a": 2, "b": 1, "c": 2.5, "d": 5])
    #expect(run.startOrder == ["b", "d", "c", "a"])
  }

  @Test("What waits for a failure is skipped and says by whom; the rest goes on")
  func skips() throws {
    let run = try simulate(
      "a\nb <- a\nc <- b\nd <- c x\nx\ny <- x", endings: ["b": [(.heldAtOutput, false)]])
    #expect(run.state("b") == .heldAtOutput)
    #expect(run.state("c") == .skipped)
    #expect(run.state("d") == .skipped)
    #expect(run.reason("d") == "b was held at its output gate")
    #expect(run.state("y") == .success)
  }

  @Test("A tolerated failure stops nobody")
  func tolerates() throws {
    let run = try simulate(
      "a\nb <- a\nc <- b", endings: ["a": [(.failed, false)]], configs: ["a": ["on_error": .string("continue")]])
    #expect(run.state("c") == .success)
  }

  @Test("A failure that may pass is tried again, one that cannot is not")
  func retries() throws {
    let flaky = try simulate("a\nb <- a", endings: ["a": [(.failed, true), (.failed, true), (.success, false)]])
    #expect(flaky.started.map(\.attempt) == [1, 2, 3, 1])
    #expect(flaky.state("b") == .success)
    // 1 s, then 2 s, a quarter either way, between tries of 1 s each.
    let waits = [flaky.started[1].at - 1, flaky.started[2].at - flaky.started[1].at - 1]
    #expect((0.75...1.25).contains(waits[0]))
    #expect((1.5...2.5).contains(waits[1]))
    #expect(try simulate("a", endings: ["a": [(.failed, false)]]).started.count == 1)
    #expect(try simulate("a", endings: ["a": [(.failed, true)]]).started.count == 3)
    let never = try simulate("a", endings: ["a": [(.failed, true)]], configs: ["a": ["retries": .int(0)]])
    #expect(never.started.count == 1)
    #expect(try simulate("a", endings: ["a": [(.heldAtOutput, true)]]).started.count == 1)
  }

  @Test("A step that takes too long is interrupted and has timed out; its children are skipped")
  func timeouts() throws {
    let run = try simulate(
      "a\nb <- a\nc", seconds: ["a": 100, "c": 3], configs: ["a": ["timeout": .double(2.5)]])
    #expect(run.state("a") == .timedOut)
    #expect(run.ended[0]?.at == 2.51)
    #expect(run.state("b") == .skipped)
    #expect(run.state("c") == .success)
  }

  @Test("A cancelled run starts nothing more and stops what runs at once")
  func cancels() throws {
    let run = try simulate("a\nb <- a\nc <- b\nd", threads: 2, cancelAt: 1.5, seconds: ["d": 50])
    #expect(run.state("a") == .success)
    #expect(run.state("b") == .cancelled)
    #expect(run.state("c") == .cancelled)
    #expect(run.state("d") == .cancelled)
    #expect(run.reason("c") == "cancelled by ada")
    #expect(run.ended.values.map(\.at).max() == 1.51)
  }

  @Test("A retry that rests is cancelled at once")
  func cancelsResting() throws {
    let run = try simulate("a", cancelAt: 1.5, endings: ["a": [(.failed, true)]])
    #expect(run.state("a") == .cancelled)
    #expect(run.ended[0]?.at == 1.5)
  }

  @Test("With fail-fast the first failure cancels the rest")
  func failFast() throws {
    let run = try simulate(
      "a\nb <- a\nx\ny <- x", options: ScheduleOptions(threads: 4, failFast: true), seconds: ["x": 9],
      endings: ["a": [(.failed, false)]])
    #expect(run.state("b") == .skipped)
    #expect(run.state("x") == .cancelled)
    #expect(run.state("y") == .cancelled)
    #expect(run.reason("y") == "--fail-fast: a failed")
    #expect(RunOutcome.worst(of: run.ended.values.map(\.state)) == .failed)
  }

  @Test("A pool bounds the steps that wear its tag, and others go around them")
  func pools() throws {
    let tagged: [String: ConfigValue] = ["tags": .list([.string("heavy")])]
    let run = try simulate(
      "a\nb\nc\nd\ne", options: ScheduleOptions(threads: 3, pools: ["heavy": 1]),
      configs: ["a": tagged, "b": tagged, "c": tagged])
    #expect(run.mostInPool == ["heavy": 1])
    #expect(run.mostRunning == 3)
    #expect(run.reason("c") == "waits for a place in pool heavy")
  }

  /// Random graphs with random durations, failures, retries, timeouts, pools, tolerated edges and cancellations.
  @Test("On any graph no child starts before its parents, all steps end, and the outcome is the worst of them")
  func anyGraph() throws {
    for seed in 0..<400 {
      var random = JitterSequence(seed: UInt64(seed))
      func below(_ bound: Int) -> Int { min(bound - 1, Int(random.next() * Double(bound))) }
      let count = 1 + below(40)
      var nodes: [Node] = []
      for index in 0..<count {
        let reads = (0..<index).filter { _ in random.next() < 0.12 }.map { "n\($0)" }
        var config: [String: ConfigValue] = [:]
        if random.next() < 0.2 { config["tags"] = .list([.string("t\(below(2))")]) }
        if random.next() < 0.1 { config["on_error"] = .string("continue") }
        if random.next() < 0.1 { config["timeout"] = .double(random.next() * 3) }
        nodes.append(GraphFixture.node("n\(index)", reads: reads, config: config))
      }
      let graph = try ProjectGraph(nodes)
      let plan = Planner.plan(graph, command: .build, selection: Set(graph.order))
      let options = ScheduleOptions(
        threads: 1 + below(6), pools: ["t0": 1 + below(2)], failFast: random.next() < 0.2, seed: UInt64(seed))
      let endings: [(StepState, Bool)] = [
        (.success, false), (.success, false), (.success, false), (.success, false), (.warned, false), (.reused, false),
        (.failed, false), (.failed, true), (.heldAtInput, false), (.heldAtOutput, false), (.running, false),
      ]
      let scripts = plan.steps.map { _ in
        Script(seconds: random.next() * 4, endings: (0..<3).map { _ in endings[below(endings.count)] })
      }
      var simulation = ScheduleSimulation(plan, options)
      simulation.run(cancelAt: random.next() < 0.2 ? random.next() * 20 : nil) { scripts[$0] }
      #expect(simulation.violations == [], "seed \(seed)")
      #expect(simulation.ended.count == plan.steps.count, "seed \(seed)")
      #expect(simulation.mostRunning <= options.threads, "seed \(seed)")
      #expect(simulation.mostInPool.allSatisfy { $0.value <= options.pools[$0.key] ?? 0 }, "seed \(seed)")
      #expect(simulation.ended.values.allSatisfy { $0.state.isTerminal }, "seed \(seed)")
    }
  }
}

extension StepState {
  /// A state no step may end in: a warehouse that says so has failed.
  fileprivate static let running = StepState.runningProcess
}
