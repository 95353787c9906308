package import Project

extension Plan {
  /// What a request comes to: everything it selects, or what of that resumes an earlier run.
  package static func of(
    _ request: RunRequest, _ prepared: PreparedRun, _ reader: RunStoreReader?
  ) throws(RunStoreError) -> Plan {
    let graph = prepared.project.graph
    let plan = Planner.plan(
      graph, command: request.command, selection: prepared.selection, past: try reader?.pastSteps() ?? [:],
      reading: ReadingEstimate(graph))
    guard let records = try resumed(request, reader) else { return plan }
    return plan.resuming(records, mode: request.resumeMode)
  }

  /// Tells of steps a request is to carry again whose nodes are not in the project any more; nil when there are none.
  package static func goneInWords(
    _ request: RunRequest, _ graph: ProjectGraph, _ reader: RunStoreReader
  ) throws(RunStoreError) -> String? {
    let gone = (try resumed(request, reader) ?? []).filter { isAgain($0, request.resumeMode) && graph[$0.node] == nil }
    guard !gone.isEmpty else { return nil }
    let names = gone.map { String($0.node.rawValue.split(separator: ".").last ?? "") }
    return "no longer in the project, so not run again: \(names.joined(separator: ", "))"
  }

  /// The steps of the run that a request resumes.
  private static func resumed(
    _ request: RunRequest, _ reader: RunStoreReader?
  ) throws(RunStoreError) -> [StepRecord]? {
    guard let reader else { return nil }
    var resumed = request.retryOf
    // A run that never came to its steps resumes what it was to resume itself.
    while let run = resumed, try reader.steps(of: run).isEmpty { resumed = try reader.run(run)?.retryOf }
    return try resumed.map { run throws(RunStoreError) in try reader.steps(of: run) }
  }

  /// The part of this plan that resumes an earlier run: what was published there stays, and steps that were not part of
  /// it are left out.
  package func resuming(_ records: [StepRecord], mode: RunRequest.ResumeMode) -> Plan {
    let again = Set(records.filter { Self.isAgain($0, mode) }.map(\.node))
    return Plan(
      command: command,
      steps: steps.filter { again.contains($0.id) }.map { step in
        var step = step
        let record = records.first { $0.node == step.id }
        step.reason = record.map { "was \($0.state.rawValue)" } ?? step.reason
        return step
      })
  }

  private static func isAgain(_ record: StepRecord, _ mode: RunRequest.ResumeMode) -> Bool {
    switch mode {
    case .everything: true
    case .fromFailure: !record.state.isSuccess
    case .unprocessed: !record.state.isSuccess && record.startedAt == nil
    }
  }
}
