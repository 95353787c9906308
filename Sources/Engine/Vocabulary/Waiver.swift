public import Project

/// Somebody's word that a check which fails is let pass for a while: by whom, why, and until when.
///
/// A waived check holds nothing and is told as waived, never as passed. After its last day the waiver stops working by
/// itself; nothing has to be remembered.
public struct Waiver: Sendable, Identifiable, Hashable {
  public var id: Int64
  /// The check's name: a test's name, or `volume`, `bad_records`, `columns` …
  public var check: String
  /// The node whose check is meant; nil: the check of that name of every node.
  public var node: NodeID?
  /// The first moment at which it is over.
  public var until: Instant
  public var reason: String
  /// The login name of whoever gave it.
  public var by: String
  public var createdAt: Instant
  /// When it was ended before its time; nil when it was not.
  public var endedAt: Instant?

  public init(
    id: Int64 = 0, check: String, node: NodeID? = nil, until: Instant, reason: String, by: String,
    createdAt: Instant, endedAt: Instant? = nil
  ) {
    self.id = id
    self.check = check
    self.node = node
    self.until = until
    self.reason = reason
    self.by = by
    self.createdAt = createdAt
    self.endedAt = endedAt
  }

  /// Whether it works at a moment.
  public func isActive(at instant: Instant) -> Bool {
    endedAt == nil && createdAt <= instant && instant < until
  }

  /// Whether it worked at a moment that has passed.
  public func wasActive(at instant: Instant) -> Bool {
    createdAt <= instant && instant < until && (endedAt.map { instant < $0 } ?? true)
  }

  /// Whether it speaks of this check.
  public func covers(_ name: String, of node: NodeID) -> Bool {
    check == name && (self.node == nil || self.node == node)
  }

  /// `waived by ada until 2024-07-01: known upstream gap`.
  public var words: String {
    // The last day is named, not the midnight after it.
    let last = Instant(microseconds: until.microseconds - 1).iso8601.prefix(10)
    return "waived by \(by) until \(last)" + (reason.isEmpty ? "" : ": \(reason)")
  }
}

extension Sequence where Element == Waiver {
  /// The waiver that works for a check at a moment; of several the one that lasts longest.
  public func active(for check: String, of node: NodeID, at instant: Instant) -> Waiver? {
    filter { $0.covers(check, of: node) && $0.isActive(at: instant) }.max { $0.until < $1.until }
  }
}
