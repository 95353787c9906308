import Project

extension RunHooks {
  /// The project's `on-run-start` and `on-run-end`, carried out by the warehouse and told in the run's log.
  static func project(
    _ prepared: PreparedRun, _ directory: StateDirectory, context: CompilationContext, recorder: RunRecorder,
    wish: CancellationFlag
  ) -> RunHooks {
    var hooks = prepared.hooks
    let (project, warehouse) = (prepared.project, prepared.warehouse)
    @Sendable func carry(_ due: [ProjectHook], _ kind: String, _ results: [FinishedNode]) async throws {
      guard !due.isEmpty else { return }
      recorder.log(.info, "\(kind): \(due.count) statement\(due.count == 1 ? "" : "s")", kind: EventKind.runHook)
      do {
        try await warehouse.run(
          due, kind: kind, results: results, context: context,
          reporting: HookReporter(recorder: recorder, cancellation: wish))
      } catch {
        recorder.log(.error, "\(kind): \(StepFailure(any: error))", kind: EventKind.runHook)
        throw error
      }
    }
    if !project.onRunStart.isEmpty { hooks.start = { try await carry(project.onRunStart, "on-run-start", []) } }
    if !project.onRunEnd.isEmpty {
      hooks.end = { _ in
        try recorder.writer.flush()
        let reader = try RunStoreReader(directory)
        let results = try RunResults.finished(reader.steps(of: recorder.run), reader.checks(of: recorder.run))
        try await carry(project.onRunEnd, "on-run-end", results)
      }
    }
    return hooks
  }
}

extension RunResults {
  /// How the nodes and tests of a run ended, in dbt's words.
  static func finished(_ steps: [StepRecord], _ checks: [CheckRecord]) -> [FinishedNode] {
    var results: [FinishedNode] = []
    for step in steps where !step.node.rawValue.hasPrefix("source.") && step.product != .verdict {
      let seconds = step.startedAt.flatMap { start in step.finishedAt.map { $0.seconds(since: start) } } ?? 0
      results.append(
        FinishedNode(
          id: step.node, status: status(step.state), message: step.reason ?? step.state.words, seconds: seconds,
          rowsAffected: Int(step.progress.rowsWritten), startedAt: step.startedAt?.seconds))
    }
    var told: Set<NodeID> = []
    for check in checks.reversed() {
      guard let test = check.test, told.insert(test).inserted else { continue }
      results.append(
        FinishedNode(
          id: test, status: status(check), message: message(check), seconds: check.seconds,
          failures: (check.measured.map { Int64($0) } ?? check.rowsFailing).map(Int.init)))
    }
    return results
  }
}

/// Tells the run's log what its hooks say, and its hooks when the run is being cancelled.
private struct HookReporter: StepReporter {
  let recorder: RunRecorder
  let cancellation: CancellationFlag

  func entered(_ state: StepState, reason: String?) {}
  func progress(_ progress: StepProgress) {}
  func gate(_ gate: GateKind, state: GateState) {}
  func check(_ check: CheckRecord, rows: FailingRows?) {}
  func log(_ level: EventRecord.Level, _ message: String) {
    recorder.log(level, message, kind: EventKind.runHook)
  }
  var isCancelled: Bool { cancellation.isRaised }
  func onCancel(_ action: @escaping @Sendable () -> Void) { cancellation.onRaise(action) }
}
