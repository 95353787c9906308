package import Engine
package import Project

/// What every picture asks of the pipeline as a whole, made once a change: a run that goes on is painted many times a second,
/// and a thousand nodes need not be gone through for each.
package struct StatusDigest: Sendable {
  /// Where every step stands.
  package private(set) var states: [NodeID: StepState] = [:]
  /// Of the run that is told of; other nodes stand as earlier runs left them.
  package private(set) var counts = RunCounts([])
  package private(set) var steps = 0
  package private(set) var ended = 0
  /// The first node of the graph that failed or was held.
  package private(set) var firstFailure: NodeID?
  /// Tests that are steps of their own and found something: no picture has them, so the gate board must.
  package private(set) var testsWithFindings: [NodeID] = []
  /// When the live run will have ended, by what its steps took before; `nil` where a step has no past.
  package private(set) var end: Instant?
  /// Of which run the end was foreseen, and when: that takes a walk through the graph, so it is done once a second.
  private var foreseen: (run: RunID?, at: Instant)?
  private static let secondsBetween = 1.0

  /// Of nothing.
  package init() {}

  /// What is to be told of a status.
  ///
  /// - Parameter earlier: what was to be told before.
  package init(_ status: PipelineStatus, graph: ProjectGraph?, now: Instant, after earlier: StatusDigest) {
    states.reserveCapacity(status.nodes.count)
    var told: [StepState] = []
    var hasFindings = false
    for (id, node) in status.nodes {
      guard let step = node.step else { continue }
      states[id] = step.state
      if step.run == status.run?.id { told.append(step.state) }
      hasFindings = hasFindings || step.state == .warned || StatusDigest.isFailure(step.state)
    }
    counts = RunCounts(told)
    steps = told.count
    ended = told.count { $0.isTerminal }
    if hasFindings, let graph {
      let found = graph.order.filter { id in
        states[id].map { $0 == .warned || StatusDigest.isFailure($0) } ?? false
      }
      firstFailure = found.first { states[$0] != .warned }
      testsWithFindings = found.filter { graph[$0]?.isDrawn == false }
    }
    guard status.isLive else { return }
    if let last = earlier.foreseen, last.run == status.run?.id,
      (0..<Self.secondsBetween).contains(now.seconds(since: last.at))
    {
      (end, foreseen) = (earlier.end, last)
      return
    }
    foreseen = (status.run?.id, now)
    if let graph, let left = Estimate.secondsLeft(status, graph, states, now: now) {
      end = now.advanced(by: left)
    }
  }

  /// A step that is itself the reason for others to wait.
  static func isFailure(_ state: StepState) -> Bool {
    state.blocksChildren && state != .skipped && state != .cancelled
  }
}
