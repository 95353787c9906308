/// Where a step stands. Terminal states never change again.
public enum StepState: String, Sendable, CaseIterable {
  case none
  case queued
  case waiting
  case runningInput = "running_input"
  case runningProcess = "running_process"
  case runningOutput = "running_output"
  case publishing
  case retrying
  case success
  case warned
  /// Nothing it depends on changed since its last publish; the published version stands.
  case reused
  case heldAtInput = "held_input"
  case heldAtProcess = "held_process"
  case heldAtOutput = "held_output"
  case failed
  case timedOut = "timed_out"
  case skipped
  case cancelled
  /// The process died while the step ran: infrastructure, not code.
  case crashed

  public var isTerminal: Bool {
    switch self {
    case .none, .queued, .waiting, .runningInput, .runningProcess, .runningOutput, .publishing, .retrying: false
    default: true
    }
  }

  public var isRunning: Bool {
    switch self {
    case .runningInput, .runningProcess, .runningOutput, .publishing: true
    default: false
    }
  }

  /// The node's published version is this step's work, or stands unchanged.
  public var isSuccess: Bool { self == .success || self == .warned || self == .reused }

  /// Nodes below must not build on this step's result.
  public var blocksChildren: Bool { isTerminal && !isSuccess }
}

/// Where a run stands; its outcome is the worst of its steps.
public enum RunState: String, Sendable, CaseIterable {
  case queued, running, success, warned, failed, cancelled, crashed

  public var isTerminal: Bool { self != .queued && self != .running }
}
