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
    if let asked = Self.asked(context) { return run(asked) }
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
    if context.node.resourceType != .seed,
      try Fingerprinting(context: context).holds(code: current.code, inputs: current.inputs)
    {
      return stands()
    }
    return try difference(from: current).map(run) ?? stands()
  }

  /// What of code, configuration and inputs is not as it was at the published version.
  private func difference(from current: LoggedVersion) throws -> String? {
    guard context.node.resourceType == .seed else {
      let statement = try context.prepare(context.node)
      return try Fingerprinting(context: context).begin(with: statement).finished(to: current).difference(from: current)
    }
    let journal = GateJournal(.input, context.request, SilentReporter())
    guard let file = try SeedMaterializer(context: context).open(into: journal) else { return journal.reason }
    return try SeedMaterializer(context: context).fingerprint(file).difference(from: current)
  }

  /// Why it is built whatever there is, when it is.
  static func asked(_ context: StepContext) -> String? {
    context.compilation.fullRefresh ? "full refresh" : context.request.options.force ? "forced" : nil
  }

  /// What a plan tells of a step whose inputs are as they will be: what its input gate would hold it for, and else, where it
  /// is built, the words its version will have for it.
  func foresee() throws -> ReuseAssessment {
    let assessed = Result { try assess() }
    let type = context.node.resourceType
    guard type != .test, type != .unitTest, let relation = context.node.relation,
      (try? assessed.get())?.canReuse != true
    else { return try assessed.get() }
    if let obstacle = try obstacle() {
      return ReuseAssessment(canReuse: false, reason: obstacle, wouldBeHeld: true)
    }
    var assessment = try assessed.get()
    if let current = try context.scope.newest(of: relation).current,
      let difference = try difference(from: current)
    {
      assessment.reason = difference
    }
    return assessment
  }

  /// Why the input gate would not let the step begin, as far as that can be told without running anything.
  private func obstacle() throws -> String? {
    // A hook may make what is missing.
    guard context.node.hooks(.before).isEmpty else { return nil }
    let journal: GateJournal
    if context.node.resourceType == .seed {
      journal = GateJournal(.input, context.request, SilentReporter())
      _ = try SeedMaterializer(context: context).open(into: journal)
    } else {
      journal = try InputGate(context: context).pass(runningTests: false).1
    }
    return journal.isOpen ? nil : journal.reason
  }
}
