import Project
import SQLiteKit

/// Tells whether a step's published version still stands for what the step would make now.
struct ReuseAssessor {
  let context: StepContext

  /// A test that passed need not run again on the same versions.
  private func assessTest() throws -> ReuseAssessment {
    if context.request.options.force { return ReuseAssessment(canReuse: false, reason: "forced") }
    do {
      let passed = try passedOnTheSame(TestLog(connection: context.connection).entry(of: context.node.id))
      return ReuseAssessment(
        canReuse: passed, reason: passed ? "passed on the same data" : "its data changed, or it never passed")
    } catch is MissingRelation {
      return ReuseAssessment(canReuse: false, reason: "a table it reads is not there")
    }
  }

  private func passedOnTheSame(_ earlier: TestLog.Entry?) throws -> Bool {
    guard let earlier, earlier.state == .pass else { return false }
    let fingerprinting = Fingerprinting(context: context)
    if try fingerprinting.holds(code: earlier.code, inputs: earlier.inputs) { return true }
    let fingerprint = try fingerprinting.fingerprint(of: context.prepare(context.node))
    return fingerprint == StepFingerprint(code: earlier.code, inputs: earlier.inputs)
  }

  func assess() throws -> ReuseAssessment {
    if context.node.resourceType == .unitTest { return ReuseAssessment(canReuse: false, reason: "a test of code") }
    if context.node.resourceType == .test { return try assessTest() }
    guard let relation = context.node.relation else {
      return ReuseAssessment(canReuse: false, reason: "nothing is published of it")
    }
    let newest = try context.scope.newest(of: relation)
    guard let current = newest.current else {
      return ReuseAssessment(canReuse: false, reason: "never built")
    }
    func run(_ reason: String) -> ReuseAssessment {
      ReuseAssessment(canReuse: false, reason: reason, current: current.record)
    }
    if context.request.options.force { return run("forced") }
    if context.compilation.fullRefresh { return run("full refresh") }
    if BatchPlan.applies(to: context.node),
      context.compilation.eventTimeStart != nil || context.compilation.eventTimeEnd != nil
    {
      return run("a span of event time was asked for")
    }
    guard try context.scope.published(relation) != nil else { return run("its table is gone from the warehouse") }
    if let latest = newest.latest, latest.record.id != current.record.id {
      return run("its last build (v\(latest.record.id)) was held by its output gate")
    }
    switch current.gate {
    case .fail: return run("its output gate failed when it was last tested")
    case .notEvaluated, .neverRun:
      if context.request.options.runsTests, !context.request.outputTests.isEmpty {
        return run("its output gate has not passed yet")
      }
    case .waived:
      // Published on somebody's word: when any that may have been needed then has ended, the gate has to look again.
      let then = current.record.publishedAt
      let given = context.request.options.waivers.filter { waiver in
        (waiver.node ?? context.node.id) == context.node.id && waiver.wasActive(at: then)
      }
      let holds = !given.isEmpty && given.allSatisfy { $0.isActive(at: .now) }
      if !holds, !current.record.cause.hasPrefix(HeldVersions.causeStart) {
        return run("the waiver it was published with has ended")
      }
    default: break
    }
    func stands() -> ReuseAssessment {
      ReuseAssessment(canReuse: true, reason: "unchanged since v\(current.record.id)", current: current.record)
    }
    let fingerprint: StepFingerprint
    if context.node.resourceType == .seed {
      let journal = GateJournal(.input, context.request, SilentReporter())
      guard let file = try SeedMaterializer(context: context).open(into: journal) else { return run(journal.reason) }
      fingerprint = try SeedMaterializer(context: context).fingerprint(file)
    } else {
      if try Fingerprinting(context: context).holds(code: current.code, inputs: current.inputs) { return stands() }
      let statement = try context.prepare(context.node)
      fingerprint = try Fingerprinting(context: context).begin(with: statement).finished(to: current)
    }
    if let difference = fingerprint.difference(from: current) { return run(difference) }
    return stands()
  }
}
