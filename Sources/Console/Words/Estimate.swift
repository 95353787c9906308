internal import Engine
internal import Project

/// How long something will still take, from how long it took before.
enum Estimate {
  /// The middle of past durations; `nil` without any.
  static func usual(_ seconds: [Double]) -> Double? {
    let sorted = seconds.filter(\.isFinite).sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  /// Seconds until the live run ends: the longest chain of steps that are still to do. `nil` where a step has no past.
  static func secondsLeft(_ context: ScreenContext) -> Double? {
    guard let graph = context.graph, context.status.isLive else { return nil }
    var ends: [NodeID: Double] = [:]
    var longest = 0.0
    for id in graph.order {
      guard let status = context.status.nodes[id], let step = status.step, !step.state.isTerminal else { continue }
      guard let usual = usual(status.pastSeconds) else { return nil }
      let spent = status.seconds(now: context.now) ?? 0
      let start = (graph.parents[id] ?? []).compactMap { ends[$0] }.max() ?? 0
      let end = start + max(0, usual - spent)
      ends[id] = end
      longest = max(longest, end)
    }
    return longest
  }
}
