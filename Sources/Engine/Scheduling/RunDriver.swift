import Project

/// Carries a plan out: does what the schedule wants, tells the schedule what happened, and the store of both.
package final class RunDriver: Sendable {
  /// What the driver waits for.
  enum Message: Sendable {
    case finished(Int, StepOutcome)
    case cancel(String)
    case wake
  }

  private let plan: Plan
  private let options: ScheduleOptions
  private let stepOptions: StepOptions
  private let warehouse: any Warehouse
  private let recorder: RunRecorder
  private let hooks: RunHooks
  private let messages: AsyncStream<Message>
  private let mailbox: AsyncStream<Message>.Continuation

  /// - Parameter stepOptions: What every step is told; what to run of it is decided by the plan's command.
  package init(
    plan: Plan, options: ScheduleOptions, stepOptions: StepOptions, warehouse: any Warehouse, recorder: RunRecorder,
    hooks: RunHooks = RunHooks()
  ) {
    self.plan = plan
    self.options = options
    self.stepOptions = stepOptions
    self.warehouse = warehouse
    self.recorder = recorder
    self.hooks = hooks
    (messages, mailbox) = AsyncStream.makeStream(of: Message.self)
  }

  /// Asks the run to stop: from any thread, at any time. Running steps are interrupted at once.
  package func cancel(_ reason: String = "cancelled") { mailbox.yield(.cancel(reason)) }

  /// Runs to the end.
  ///
  /// - Returns: The worst of the steps, written to the store together with its end.
  /// - Throws: When the store cannot be written; the run is then over without an end in the store.
  package func carry() async throws -> RunState {
    try recorder.planned(initialRecords(), message: "\(plan.steps.count) steps")
    if let failure = await failureOfStartHook() {
      return try end(.failed, message: "on-run-start failed: \(failure)", cancelling: true)
    }
    let threads = try StepThreads(count: min(options.threads, max(1, plan.steps.count)))
    defer { threads.close() }
    var work = RunWork(
      schedule: Schedule(plan: plan, options: options), recorder: recorder, warehouse: warehouse, threads: threads,
      stepOptions: stepOptions, mailbox: mailbox)
    work.perform(work.schedule.begin(at: monotonicSeconds()))
    var incoming = messages.makeAsyncIterator()
    while !work.schedule.isOver, let message = await incoming.next() {
      work.receive(message, at: monotonicSeconds())
      if recorder.writer.failure != nil {
        work.perform(work.schedule.cancel("the run store cannot be written", at: monotonicSeconds()))
      }
    }
    work.stopTimer()
    let records = work.records
    var outcome = RunOutcome.worst(of: records.map(\.state))
    var message: String?
    // Hooks change the warehouse, too: not when what they do can no longer be told, or another run may be at work.
    if outcome != .cancelled { try recorder.writer.flush() }
    // As in dbt, a run that was stopped is over where it stands.
    if outcome != .cancelled, let failure = await failure(ofEndHookWith: records) {
      outcome = .failed
      message = "on-run-end failed: \(failure)"
    }
    return try end(outcome, message: message, cancelling: false)
  }

  private func end(_ state: RunState, message: String?, cancelling: Bool) throws -> RunState {
    if cancelling {
      for step in plan.steps {
        recorder.step(step.id, entered: .skipped, attempt: 1, reason: message, at: .now)
      }
    }
    let instant = Instant.now
    if let beforeEnd = hooks.beforeEnd {
      try recorder.writer.flush()
      beforeEnd(state, instant)
    }
    try recorder.run(entered: state, message: message, at: instant)
    return state
  }

  private func failureOfStartHook() async -> String? {
    do {
      try await hooks.start?()
      return nil
    } catch {
      return String(describing: error)
    }
  }

  private func failure(ofEndHookWith records: [StepRecord]) async -> String? {
    do {
      try await hooks.end?(records)
      return nil
    } catch {
      return String(describing: error)
    }
  }

  private func initialRecords() -> [StepRecord] {
    let instant = Instant.now
    return plan.steps.map { step in
      StepRecord(
        run: recorder.run, node: step.id, state: step.parents.isEmpty ? .queued : .waiting, queuedAt: instant,
        progress: StepProgress(expectedRows: step.estimate.rows), reason: nil, product: StepProduct(of: step.node))
    }
  }
}
