import Project
import SQLiteKit

extension StepContext {
  private var hooks: HookSession {
    let reporter = reporter
    return HookSession(
      project: project, session: session, translator: translator, compilation: compilation,
      log: { reporter.log($0, $1) }, isCancelled: { reporter.isCancelled })
  }

  /// Runs the node's hooks of a kind, those inside or those outside of its transaction.
  ///
  /// - Returns: Whether there were any.
  @discardableResult
  func runHooks(_ moment: HookMoment, inTransaction: Bool) throws -> Bool {
    let due = node.hooks(moment).filter { $0.isInTransaction == inTransaction }
    if !due.isEmpty { try reporter.settle() }
    for hook in due {
      try stopIfCancelled()
      try hooks.run(hook, moment, of: node)
    }
    return !due.isEmpty
  }
}
