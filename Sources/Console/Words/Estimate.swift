internal import Engine
internal import Project

/// How long something will still take, from how long it took before.
enum Estimate {
  /// The middle of past durations; `nil` without any.
  static func usual(_ seconds: [Double]) -> Double? {
    let sorted = seconds.filter(\.isFinite).sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  /// Seconds until a run ends: the longest chain of steps that are still to do. `nil` where a step has no past.
  static func secondsLeft(
    _ status: PipelineStatus, _ graph: ProjectGraph, _ states: [NodeID: StepState], now: Instant
  ) -> Double? {
    var ends: [NodeID: Double] = [:]
    var longest = 0.0
    for id in graph.order {
      guard let state = states[id], !state.isTerminal, let node = status.nodes[id] else { continue }
      guard let usual = node.usual else { return nil }
      let spent = node.seconds(now: now) ?? 0
      let start = (graph.parents[id] ?? []).compactMap { ends[$0] }.max() ?? 0
      let end = start + max(0, usual - spent)
      ends[id] = end
      longest = max(longest, end)
    }
    return longest
  }
}
