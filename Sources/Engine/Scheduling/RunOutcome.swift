/// A run's outcome is the worst of its steps, never decided by the last ones alone.
package enum RunOutcome {
  /// - Parameter states: How each step ended. None at all is a success: there was nothing to do.
  package static func worst(of states: some Sequence<StepState>) -> RunState {
    var worst = RunState.success
    for state in states {
      let candidate = outcome(of: state)
      if rank(candidate) > rank(worst) { worst = candidate }
    }
    return worst
  }

  /// What a run is worth that had only this step.
  package static func outcome(of state: StepState) -> RunState {
    switch state {
    case .success, .reused: .success
    case .warned: .warned
    case .cancelled: .cancelled
    case .crashed: .crashed
    case .heldAtInput, .heldAtProcess, .heldAtOutput, .failed, .timedOut, .skipped: .failed
    // A step that has not ended in a run that has: its process is gone.
    case .none, .queued, .waiting, .runningInput, .runningProcess, .runningOutput, .publishing, .retrying: .crashed
    }
  }

  /// The exit code of the command that ran it: 0 with warnings included, 1 a node failed or a gate held, 130 cancelled.
  package static func exitCode(_ state: RunState) -> Int32 {
    switch state {
    case .success, .warned: 0
    case .cancelled: 130
    case .failed, .crashed, .queued, .running: 1
    }
  }

  private static func rank(_ state: RunState) -> Int {
    switch state {
    case .queued, .running, .success: 0
    case .warned: 1
    case .cancelled: 2
    case .failed: 3
    case .crashed: 4
    }
  }
}
