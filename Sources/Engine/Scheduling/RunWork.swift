import Project

/// The moving parts of a run while it is carried; owned by the driver's loop alone.
struct RunWork {
  var schedule: Schedule
  let recorder: RunRecorder
  let warehouse: any Warehouse
  let threads: StepThreads
  let stepOptions: StepOptions
  let mailbox: AsyncStream<RunDriver.Message>.Continuation
  private var active: [Int: StepRecorder] = [:]
  private var attempts: [Int: Int] = [:]
  /// Why running steps were interrupted, in words.
  private var interruptions: [Int: String] = [:]
  private(set) var records: [StepRecord]
  private var timer: (due: Double, task: Task<Void, Never>)?

  init(
    schedule: Schedule, recorder: RunRecorder, warehouse: any Warehouse, threads: StepThreads, stepOptions: StepOptions,
    mailbox: AsyncStream<RunDriver.Message>.Continuation
  ) {
    self.schedule = schedule
    self.recorder = recorder
    self.warehouse = warehouse
    self.threads = threads
    self.stepOptions = stepOptions
    self.mailbox = mailbox
    records = schedule.plan.steps.map {
      StepRecord(run: recorder.run, node: $0.id, state: .none, product: StepProduct(of: $0.node))
    }
  }

  mutating func receive(_ message: RunDriver.Message, at now: Double) {
    switch message {
    case .cancel(let reason): perform(schedule.cancel(reason, at: now))
    case .wake:
      timer = nil
      perform(schedule.wake(at: now))
    case .finished(let position, let outcome):
      let actions = schedule.finished(position, outcome.state, isTransient: outcome.isTransient, at: now)
      close(position, outcome)
      perform(actions)
    }
  }

  mutating func perform(_ actions: [ScheduleAction]) {
    for action in actions {
      switch action {
      case .start(let position, let attempt): start(position, attempt)
      case .interrupt(let position, let cause): interrupt(position, cause)
      case .enter(let position, let state, let reason): enter(position, state, reason)
      }
    }
    setTimer()
  }

  mutating func stopTimer() {
    timer?.task.cancel()
    timer = nil
  }

  private mutating func start(_ position: Int, _ attempt: Int) {
    let step = schedule.plan.steps[position]
    if attempt > 1 { recorder.writer.append(.forgetAttempt(recorder.run, step.id)) }
    let reporter = StepRecorder(recorder, node: step.id, attempt: attempt, expectedRows: step.estimate.rows)
    active[position] = reporter
    attempts[position] = attempt
    var options = stepOptions
    // A build leaves out tests that passed of exactly these versions, as it does nodes; `sluice test` runs them.
    options.runsProcess =
      (step.action != .test || step.node.resourceType == .test) && schedule.plan.command.runsProcess
    options.runsTests = schedule.plan.command.runsTests
    let request = StepRequest(
      run: recorder.run, node: step.node, outputTests: step.outputTests, inputTests: step.inputTests, options: options)
    let warehouse = warehouse
    let mailbox = mailbox
    Task(executorPreference: threads) {
      let outcome = await warehouse.carry(request, reporting: reporter)
      mailbox.yield(.finished(position, outcome))
    }
  }

  private mutating func interrupt(_ position: Int, _ cause: InterruptCause) {
    guard let reporter = active[position] else { return }
    let why =
      switch cause {
      case .cancelled(let reason): reason
      case .timedOut(let seconds): "took longer than \(seconds) s"
      }
    interruptions[position] = why
    recorder.log(.warn, "interrupted: \(why)", node: reporter.node)
    reporter.cancellation.raise()
  }

  private mutating func enter(_ position: Int, _ state: StepState, _ reason: String?) {
    let attempt = attempts[position] ?? 1
    recorder.step(schedule.plan.steps[position].id, entered: state, attempt: attempt, reason: reason, at: .now)
    if state.isTerminal {
      records[position].state = state
      records[position].reason = reason
    }
  }

  /// Writes how a step ended. An attempt that will be repeated has no end: the schedule says `retrying` instead, and the
  /// log keeps why.
  private mutating func close(_ position: Int, _ outcome: StepOutcome) {
    guard let reporter = active.removeValue(forKey: position) else { return }
    let told = reporter.finish()
    let node = reporter.node
    guard let state = schedule.outcome(of: position) else {
      recorder.log(.warn, "try \(reporter.attempt) failed: \(outcome.reason ?? outcome.state.rawValue)", node: node)
      return
    }
    let instant = Instant.now
    let progress = outcome.progress == StepProgress() ? told : outcome.progress
    let why = interruptions.removeValue(forKey: position)
    let isCutShort = state == .timedOut || state == .cancelled
    let reason = recorder.scrubber.scrub(isCutShort ? why ?? outcome.reason : outcome.reason)
    let change = StepChange(
      run: recorder.run, node: node, state: state, attempt: reporter.attempt, at: instant, reason: reason,
      location: outcome.location, sql: recorder.scrubber.scrub(outcome.sql), version: outcome.version?.id,
      stands: outcome.stands, progress: progress)
    let event = recorder.stepEvent(
      node, state, reporter.attempt, reason, instant,
      ["rows_written": .int(progress.rowsWritten), "version": .int(orNull: outcome.version?.id)])
    // In order before the start of any child, and in the file before a child's first transition is.
    // A version that stands is nothing new.
    if state == .success || state == .warned, !outcome.stands, let version = outcome.version {
      recorder.writer.append(
        .published(
          DatasetEvent(
            at: instant, run: recorder.run, node: node, relation: version.relation.description, version: version.id)))
    }
    recorder.writer.append(.step(change))
    recorder.writer.append(event)
    records[position] = StepRecord(
      run: recorder.run, node: node, state: state, attempt: reporter.attempt, finishedAt: instant, progress: progress,
      version: outcome.version?.id, reason: reason, location: outcome.location, sql: outcome.sql,
      product: records[position].product, stands: outcome.stands)
  }

  private mutating func setTimer() {
    guard let due = schedule.nextWake else {
      stopTimer()
      return
    }
    if let timer, timer.due <= due { return }
    stopTimer()
    let mailbox = mailbox
    let seconds = max(0, due - monotonicSeconds())
    let task = Task {
      try? await Task.sleep(for: .seconds(seconds))
      if !Task.isCancelled { mailbox.yield(.wake) }
    }
    timer = (due, task)
  }
}
