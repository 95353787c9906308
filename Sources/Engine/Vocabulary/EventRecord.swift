public import Project

/// An immutable fact in the log of a run.
public struct EventRecord: Sendable, Identifiable {
  public enum Level: String, Sendable, CaseIterable, Comparable {
    case debug, info, warn, error

    private var rank: Int {
      switch self {
      case .debug: 0
      case .info: 1
      case .warn: 2
      case .error: 3
      }
    }

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  /// Position in the target's log, growing over all runs.
  public var id: Int64
  public var run: RunID?
  public var at: Instant
  public var level: Level
  /// What kind of fact: `run.started`, `step.state`, `step.progress`, `check.result`, `version.published`, `log` …
  public var kind: String
  public var node: NodeID?
  public var message: String
  /// Further fields as one JSON object, or empty.
  public var details: String

  public init(
    id: Int64 = 0, run: RunID?, at: Instant, level: Level = .info, kind: String, node: NodeID? = nil, message: String,
    details: String = ""
  ) {
    self.id = id
    self.run = run
    self.at = at
    self.level = level
    self.kind = kind
    self.node = node
    self.message = message
    self.details = details
  }
}
