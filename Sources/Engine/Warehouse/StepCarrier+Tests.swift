import Project
import SQLiteKit

extension StepCarrier {
  /// A test over several tables is a step of its own: an output gate without anything to publish.
  func carryTest() throws -> StepOutcome {
    let test = context.node
    context.reporter.entered(.runningOutput, reason: nil)
    let journal = GateJournal(.output, context.request, context.reporter)
    let attached = test.test?.attachedNode.flatMap { context.project.graph[$0]?.relation }
    if let attached {
      context.populationForTests = try context.scope.newest(of: attached).current
        .flatMap { $0.record.rows >= 0 ? $0.record.rows : nil }
    }
    context.evaluate(test, into: journal)
    journal.close()
    try context.stopIfCancelled()
    if test.resourceType != .unitTest,
      let fingerprint = try? Fingerprinting(context: context).fingerprint(of: context.prepare(test))
    {
      try TestLog(connection: context.connection).note(
        test.id, fingerprint, journal.state, run: context.request.run)
    }
    if journal.isOpen {
      return StepOutcome(state: journal.hasWarnings ? .warned : .success, progress: context.progress)
    }
    try hold(attached)
    return StepOutcome(
      state: .heldAtOutput, reason: journal.reason, location: journal.holding?.location, sql: journal.holding?.sql,
      progress: context.progress)
  }

  /// What the test is declared on is not to be built upon, whichever run asks.
  private func hold(_ attached: RelationName?) throws {
    guard let attached, attached.database.lowercased() == context.scope.mainDatabase.lowercased() else { return }
    let log = VersionLog(context.connection, database: attached.database)
    guard let current = try log.current(attached) else { return }
    try context.connection.transaction {
      try log.setGate(.fail, of: attached, version: current.record.id)
    }
  }
}
