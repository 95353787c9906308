import Project

extension Plan {
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
