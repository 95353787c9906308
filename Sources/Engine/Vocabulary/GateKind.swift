/// The three gates every step of a node passes, in order.
public enum GateKind: String, Sendable, CaseIterable, Comparable {
  case input, process, output

  private var rank: Int {
    switch self {
    case .input: 0
    case .process: 1
    case .output: 2
    }
  }

  public static func < (left: GateKind, right: GateKind) -> Bool { left.rank < right.rank }
}

/// What a gate, or one check in it, has to say.
public enum GateState: String, Sendable, CaseIterable {
  case neverRun = "never_run"
  /// Passed once, but something it depends on has changed since.
  case stale
  case running
  case pass
  case warn
  case fail
  /// The check could not be evaluated, which is never a pass.
  case notEvaluated = "not_evaluated"
  case waived
}
