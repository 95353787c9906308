internal import Engine
internal import Project

/// The chain of steps that decided how long a run took: from the step that ended last, back each time to the parent
/// that ended last before it began.
enum CriticalPath {
  static func nodes(_ steps: [StepRecord], parents: (NodeID) -> [NodeID]) -> Set<NodeID> {
    var byNode: [NodeID: StepRecord] = [:]
    for step in steps where step.finishedAt != nil { byNode[step.node] = step }
    var path: Set<NodeID> = []
    var next = byNode.values.max { ($0.finishedAt?.microseconds ?? 0) < ($1.finishedAt?.microseconds ?? 0) }
    while let step = next, path.insert(step.node).inserted {
      next = parents(step.node).compactMap { byNode[$0] }
        .max { ($0.finishedAt?.microseconds ?? 0) < ($1.finishedAt?.microseconds ?? 0) }
    }
    return path
  }
}
