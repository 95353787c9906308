import Project
import SQLiteKit

/// Carries one step through its gates on one thread.
struct StepCarrier {
  let context: StepContext

  var request: StepRequest { context.request }
  var reporter: any StepReporter { context.reporter }

  func carry() -> StepOutcome {
    do {
      return try carryThrough()
    } catch {
      var failure = StepFailure(any: error)
      if reporter.isCancelled { failure.state = .cancelled }
      return StepOutcome(
        state: failure.state, reason: failure.reason, location: failure.location, sql: failure.sql,
        progress: context.progress, isTransient: failure.isTransient)
    }
  }

  private func carryThrough() throws -> StepOutcome {
    if context.node.resourceType == .test || context.node.resourceType == .unitTest { return try carryTest() }
    guard let relation = context.node.relation else {
      throw StepFailure(.failed, "\(context.node.name) has no relation to publish to", at: context.node.location)
    }
    guard request.options.runsProcess else { return try testPublished(relation) }
    if let version = request.options.restores { return try carryRestoration(of: version, relation) }
    if context.node.resourceType == .seed { return try carrySeed(relation) }
    reporter.entered(.runningInput, reason: nil)
    let (statement, inputJournal) = try passInput()
    if let statement { context.leave(statement) }
    guard inputJournal.isOpen, let statement else { return outcome(.heldAtInput, inputJournal) }
    let begun = try Fingerprinting(context: context).begin(with: statement)

    reporter.entered(.runningProcess, reason: nil)
    let processJournal = GateJournal(.process, request, reporter)
    context.files.beginProcess()
    var candidate = try context.node.materialization.materializer(of: context.node).build(statement, in: context)
    for note in candidate.notes { reporter.log(.info, note) }
    candidate.files = context.files.opened.flatMap(\.files)
    if candidate.computedColumns.isEmpty { candidate.computedColumns = statement.translated.columns ?? [] }
    if !candidate.isUnchanged || context.files.nothingNew == nil {
      try FileChecks(context: context).afterReading(statement, into: processJournal)
    }
    for check in candidate.processChecks { processJournal.add(check.record(processJournal), rows: check.rows) }
    processJournal.close()
    guard processJournal.isOpen else { return outcome(.heldAtProcess, processJournal) }
    let fingerprint = try begun.finished()
    let cause = try Fingerprinting(context: context).cause(fingerprint, relation)
    candidate.inputs = fingerprint.inputs
    return try audit(candidate, relation, fingerprint, cause, [inputJournal, processJournal])
  }

  /// The input gate, and the hooks between it and the process: a node that is held has changed nothing. What a hook makes
  /// may be what the node reads, so a table that is missing is looked for once more after them.
  private func passInput() throws -> (AuthoredStatement?, GateJournal) {
    let gate = InputGate(context: context)
    let (statement, journal) = try gate.pass()
    guard !context.node.hooks(.before).isEmpty, statement != nil ? journal.isOpen : journal.isMissingAlone else {
      return (statement, journal)
    }
    try context.runHooks(.before, inTransaction: false)
    try context.runHooks(.before, inTransaction: true)
    context.lookAgain()
    return statement == nil ? try gate.pass() : (try context.prepare(context.node), journal)
  }

  /// A seed has no SQL: its file takes the query's place.
  private func carrySeed(_ relation: RelationName) throws -> StepOutcome {
    let seed = SeedMaterializer(context: context)
    reporter.entered(.runningInput, reason: nil)
    let inputJournal = GateJournal(.input, request, reporter)
    let file = try seed.open(into: inputJournal)
    inputJournal.close()
    guard let file else { return outcome(.heldAtInput, inputJournal) }
    try context.runHooks(.before, inTransaction: false)
    try context.runHooks(.before, inTransaction: true)
    let fingerprint = try seed.fingerprint(file)
    let cause = try Fingerprinting(context: context).cause(fingerprint, relation)
    reporter.entered(.runningProcess, reason: nil)
    let processJournal = GateJournal(.process, request, reporter)
    var candidate = try seed.build(file)
    candidate.inputs = fingerprint.inputs
    processJournal.close()
    guard processJournal.isOpen else { return outcome(.heldAtProcess, processJournal) }
    return try audit(candidate, relation, fingerprint, cause, [inputJournal, processJournal])
  }

  /// The output gate, and publishing what passes it.
  func audit(
    _ candidate: Candidate, _ relation: RelationName, _ fingerprint: StepFingerprint, _ cause: String,
    _ earlier: [GateJournal]
  ) throws -> StepOutcome {
    reporter.entered(.runningOutput, reason: nil)
    let outputJournal = try OutputGate(context: context).pass(candidate, relation)
    try context.stopIfCancelled()
    let publication = Publication(
      context: context, relation: relation, fingerprint: fingerprint, gate: outputJournal.state, cause: cause)
    guard outputJournal.isOpen else {
      var held = outcome(.heldAtOutput, outputJournal)
      held.version = try publication.quarantine(candidate)
      return held
    }
    reporter.entered(.publishing, reason: nil)
    let version = try publication.publishWithHooks(candidate)
    context.session.checkpointIfLong()
    let hasWarnings = earlier.contains(where: \.hasWarnings) || outputJournal.hasWarnings
    let stood = version.id == context.baseVersion && !candidate.isUnchanged
    return StepOutcome(
      state: hasWarnings ? .warned : .success, reason: stood ? "\(cause); as v\(version.id), which stands" : cause,
      progress: context.progress, version: version, stands: stood)
  }

  /// `test`: the output gate alone, on what is published; its word is kept with the version.
  private func testPublished(_ relation: RelationName) throws -> StepOutcome {
    reporter.entered(.runningOutput, reason: nil)
    let journal = try OutputGate(context: context).passPublished(relation)
    if journal.isOpen {
      return StepOutcome(state: journal.hasWarnings ? .warned : .success, progress: context.progress)
    }
    return outcome(.heldAtOutput, journal)
  }

  func outcome(_ state: StepState, _ journal: GateJournal) -> StepOutcome {
    StepOutcome(
      state: state, reason: journal.reason, location: journal.holding?.location, sql: journal.holding?.sql,
      progress: context.progress)
  }
}
