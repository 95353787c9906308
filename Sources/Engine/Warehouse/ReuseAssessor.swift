import Project
import SQLiteKit

/// Tells whether a step's published version still stands for what the step would make now.
struct ReuseAssessor {
  let context: StepContext

  func assess() throws -> ReuseAssessment {
    guard let relation = context.node.relation else {
      return ReuseAssessment(canReuse: false, reason: "nothing is published of it")
    }
    let log = VersionLog(context.connection, database: relation.database)
    guard let current = try log.current(relation) else {
      return ReuseAssessment(canReuse: false, reason: "never built")
    }
    func run(_ reason: String) -> ReuseAssessment {
      ReuseAssessment(canReuse: false, reason: reason, current: current.record)
    }
    if context.request.options.force { return run("forced") }
    if context.compilation.fullRefresh { return run("full refresh") }
    guard try context.scope.published(relation) != nil else { return run("its table is gone from the warehouse") }
    if let latest = try log.latest(relation), latest.record.id != current.record.id {
      return run("its last build (v\(latest.record.id)) was held by its output gate")
    }
    switch current.gate {
    case .fail: return run("its output gate failed when it was last tested")
    case .notEvaluated, .neverRun:
      if context.request.options.runsTests, !context.request.outputTests.isEmpty {
        return run("its output gate has not passed yet")
      }
    default: break
    }
    let statement = try context.prepare(context.node)
    let fingerprint = try Fingerprinting(context: context).fingerprint(of: statement)
    if let difference = fingerprint.difference(from: current) { return run(difference) }
    return ReuseAssessment(
      canReuse: true, reason: "unchanged since v\(current.record.id)", current: current.record)
  }
}
