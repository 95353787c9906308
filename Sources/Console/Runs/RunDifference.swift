package import Engine
package import Project

/// What differs between two runs, node by node.
package struct RunDifference: Sendable {
  /// One node in both runs; `nil` where a run did not touch it.
  package struct Row: Sendable, Identifiable {
    package var id: NodeID
    package var before: StepRecord?
    package var after: StepRecord?
    /// Checks that fail or warn now and did not then, and the other way round.
    package var newFindings: [String] = []
    package var goneFindings: [String] = []
    /// How the versions the two runs published differ, once they were compared.
    package var keys: KeyChanges = .unknown

    /// The versions both runs published, where there are two to compare.
    package var versions: (before: Int64, after: Int64)? {
      guard before?.knownRows != nil, after?.knownRows != nil, let old = before?.version, let new = after?.version,
        old != new
      else { return nil }
      return (old, new)
    }

    /// Worth looking at: another outcome, other findings, rows gone or come, or much slower.
    package var isNotable: Bool {
      endedOtherwise || !newFindings.isEmpty || !goneFindings.isEmpty || rowChange != 0 || isSlower
    }
    /// Another outcome; a step that was reused ended as well as one that succeeded, and a node that only one of the runs
    /// was asked for ended in no other way.
    package var endedOtherwise: Bool {
      before != nil && after != nil && RunDifference.outcome(before) != RunDifference.outcome(after)
    }
    package var rowChange: Int64 {
      guard let old = before?.knownRows, let new = after?.knownRows else { return 0 }
      return new - old
    }
    /// Twice as long and a tenth of a second more: what a person would feel.
    package var isSlower: Bool {
      guard let old = before?.seconds, let new = after?.seconds else { return false }
      return new > 2 * old && new - old > 0.1
    }
  }

  /// Rows by key between two versions of a table.
  package enum KeyChanges: Sendable, Hashable {
    case unknown
    case counted(added: Int64, removed: Int64, changed: Int64)
    /// One of the versions is no longer kept, or was a view.
    case lost
  }

  package let before: RunRecord
  package let after: RunRecord
  package private(set) var rows: [Row]

  /// The next node whose versions are still to be compared.
  package var nextToCompare: Row? { rows.first { $0.versions != nil && $0.keys == .unknown } }

  /// Learns how the versions of a node differ.
  package mutating func know(_ keys: KeyChanges, of node: NodeID) {
    guard let index = rows.firstIndex(where: { $0.id == node }) else { return }
    rows[index].keys = keys
  }

  /// - Parameters:
  ///   - order: the nodes in the order in which they are to be told.
  package init(
    _ before: RunRecord, _ after: RunRecord, steps: (before: [StepRecord], after: [StepRecord]),
    checks: (before: [CheckRecord], after: [CheckRecord]), order: [NodeID]
  ) {
    self.before = before
    self.after = after
    let old = Dictionary(steps.before.map { ($0.node, $0) }) { first, _ in first }
    let new = Dictionary(steps.after.map { ($0.node, $0) }) { first, _ in first }
    let found = (RunDifference.findings(checks.before), RunDifference.findings(checks.after))
    // A finding is gone when it was looked for again and not found; a node that was reused or skipped was not looked at.
    let evaluated = Set(checks.after.map(\.node))
    let place = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
    let nodes = Set(old.keys).union(new.keys).sorted { (place[$0] ?? .max, $0) < (place[$1] ?? .max, $1) }
    rows = nodes.map { node in
      let (then, now) = (found.0[node] ?? [], found.1[node] ?? [])
      return Row(
        id: node, before: old[node], after: new[node], newFindings: now.subtracting(then).sorted(),
        goneFindings: evaluated.contains(node) ? then.subtracting(now).sorted() : [])
    }
  }

  private static func outcome(_ step: StepRecord?) -> StepState? { step?.state == .reused ? .success : step?.state }

  private static func findings(_ checks: [CheckRecord]) -> [NodeID: Set<String>] {
    var found: [NodeID: Set<String>] = [:]
    for check in checks where check.state == .fail || check.state == .warn || check.state == .notEvaluated {
      found[check.node, default: []].insert(check.name)
    }
    return found
  }

  /// `3 of 8 nodes differ: 1 ended otherwise, 2 with other rows, 1 slower`.
  package var summary: String {
    let counts = [
      (rows.count { $0.endedOtherwise }, "ended otherwise"),
      (rows.count { $0.rowChange != 0 }, "with other rows"),
      (rows.count { !$0.newFindings.isEmpty }, "with new findings"),
      (rows.count { !$0.goneFindings.isEmpty }, "with findings gone"), (rows.count { $0.isSlower }, "slower"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let notable = rows.count { $0.isNotable }
    let lone = rows.count { $0.before == nil || $0.after == nil }
    let rest = lone > 0 ? "; \(lone) in only one of the runs" : ""
    if notable == 0 { return "nothing differs but the times" + rest }
    return "\(notable) of \(rows.count) nodes differ: " + counts.joined(separator: ", ") + rest
  }
}

extension StepRecord {
  /// Seconds its work took, as far as it came.
  package var seconds: Double? {
    guard let startedAt, let finishedAt else { return nil }
    return max(0, finishedAt.seconds(since: startedAt))
  }

  /// Rows of what it published; a step that published nothing has none to compare.
  package var knownRows: Int64? { state == .success || state == .warned ? writtenRows : nil }
}
