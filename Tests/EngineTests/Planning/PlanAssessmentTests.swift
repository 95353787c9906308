import Project
import Testing

@testable import Engine

@Suite("A plan says what would happen and why, before it happens")
struct PlanAssessmentTests {
  /// Says of each node what the table says; of others that they can be reused.
  private struct Assessor: Warehouse {
    struct Unreadable: Error {}
    var changed: [String: String]
    var held: [String: String]

    func carry(_ step: StepRequest, reporting reporter: any StepReporter) async -> StepOutcome {
      StepOutcome(state: .failed, reason: "a plan runs nothing")
    }

    func assess(_ step: StepRequest) async throws -> ReuseAssessment {
      if step.node.name == "broken" { throw Unreadable() }
      if step.options.force { return ReuseAssessment(canReuse: false, reason: "forced") }
      if let missing = held[step.node.name] {
        return ReuseAssessment(canReuse: false, reason: missing, wouldBeHeld: true)
      }
      guard let reason = changed[step.node.name] else { return ReuseAssessment(canReuse: true, reason: "unchanged") }
      return ReuseAssessment(canReuse: false, reason: reason)
    }
  }

  private func lines(
    _ graph: String, changed: [String: String] = [:], held: [String: String] = [:], force: Bool = false
  ) async throws -> [String] {
    let graph = try GraphFixture.graph(graph)
    let plan = Planner.plan(graph, command: .build, selection: Set(graph.order))
    let options = StepOptions(context: CompilationContext(), force: force)
    let assessed = await plan.assessed(by: Assessor(changed: changed, held: held), options: options)
    return PlanTree(assessed).lines.map { line in
      let also = line.alsoAfter.compactMap { plan[$0]?.node.name }
      return "\(line.branches)\(line.step.node.name) \(line.step.action): \(line.step.reason)"
        + (also.isEmpty ? "" : " (also after \(also.joined(separator: ", ")))")
    }
  }

  @Test("What lies below a change is rebuilt and says for whom; the rest is reused")
  func changes() async throws {
    let told = try await lines(
      "a\nb <- a\nc <- b\nd\ne <- d b\nf <- d", changed: ["b": "SQL changed"])
    #expect(
      told == [
        "a reuse: unchanged",
        "└─b build: SQL changed",
        "  ├─c build: b will be rebuilt",
        "  └─e build: b will be rebuilt (also after d)",
        "d reuse: unchanged",
        "└─f reuse: unchanged",
      ])
  }

  @Test("What its input gate would hold is skipped, and what waits for it")
  func held() async throws {
    #expect(
      try await lines("a\nb <- a\nc <- b\nd <- a", changed: ["d": "SQL changed"], held: ["b": "x does not exist"]) == [
        "a reuse: unchanged", "├─b skip: x does not exist", "│ └─c skip: b will not be built", "└─d build: SQL changed",
      ])
  }

  @Test("Forced, everything is built; what cannot be assessed is built and says so")
  func forced() async throws {
    #expect(
      try await lines("a\nb <- a", changed: [:], force: true) == ["a build: forced", "└─b build: a will be rebuilt"])
    #expect(try await lines("broken", changed: [:]) == ["broken build: cannot be assessed: Unreadable()"])
  }

  @Test("A tree shows every step once, however deep the chain")
  func deep() async throws {
    let text = (0..<3_000).map { $0 == 0 ? "n0" : "n\($0) <- n\($0 - 1)" }.joined(separator: "\n")
    let graph = try GraphFixture.graph(text)
    let plan = Planner.plan(graph, command: .build, selection: Set(graph.order))
    #expect(PlanTree(plan).lines.map(\.step.id) == plan.steps.map(\.id))
  }
}
