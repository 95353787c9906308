package import Project

/// One node a run will carry, with what it needs and what it waits for.
package struct PlannedStep: Sendable {
  package enum Action: String, Sendable {
    case build
    /// Tests alone, on what is published.
    case test
    /// Nothing it depends on changed: the published version will stand.
    case reuse
    /// Something above it will not let it start.
    case skip
  }

  package var node: Node
  /// Tests on its result: they hold it back when they fail.
  package var outputTests: [Node]
  /// Tests on what it reads (of sources, and unit tests of its code): they hold it before it starts.
  package var inputTests: [Node]
  /// Steps of this run that must end well before it starts, in the order of its dependencies.
  package var parents: [NodeID]
  /// Those of `parents` whose failure does not stop it: it goes on with their last good version.
  package var toleratedParents: Set<NodeID>
  package var action: Action
  /// Why, in words: `SQL changed`, `silver.user_dim will be rebuilt`, `first build` …
  package var reason: String
  package var estimate: StepEstimate
  /// Seconds from its start to the end of the longest chain of steps below it, itself included.
  package var remainingSeconds: Double

  package init(
    node: Node, outputTests: [Node] = [], inputTests: [Node] = [], parents: [NodeID] = [],
    toleratedParents: Set<NodeID> = [], action: Action = .build, reason: String = "", estimate: StepEstimate = .unknown,
    remainingSeconds: Double = 0
  ) {
    self.node = node
    self.outputTests = outputTests
    self.inputTests = inputTests
    self.parents = parents
    self.toleratedParents = toleratedParents
    self.action = action
    self.reason = reason
    self.estimate = estimate
    self.remainingSeconds = remainingSeconds
  }

  package var id: NodeID { node.id }
}

/// What a run will do: its steps, every one after those it waits for.
package struct Plan: Sendable {
  package var command: RunCommand
  package private(set) var steps: [PlannedStep]
  package let indices: [NodeID: Int]
  /// For each step, the positions of the steps that wait for it.
  package let children: [[Int]]

  /// - Parameter steps: Every step after its parents; parents that are not among them are dropped.
  package init(command: RunCommand, steps given: [PlannedStep]) {
    self.command = command
    var steps = given
    let indices = Dictionary(steps.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var children = [[Int]](repeating: [], count: steps.count)
    for position in steps.indices {
      steps[position].parents.removeAll { indices[$0] == nil }
      for parent in steps[position].parents {
        if let place = indices[parent] { children[place].append(position) }
      }
    }
    self.indices = indices
    self.children = children
    var remaining = [Double](repeating: 0, count: steps.count)
    for position in steps.indices.reversed() {
      let below = children[position].map { remaining[$0] }.max() ?? 0
      remaining[position] = below + steps[position].estimate.seconds
      steps[position].remainingSeconds = remaining[position]
    }
    self.steps = steps
  }

  package subscript(id: NodeID) -> PlannedStep? { indices[id].map { steps[$0] } }

  /// The longest chain of steps by expected time: nothing makes the run shorter but making one of these shorter.
  package var criticalPath: [NodeID] {
    var path: [NodeID] = []
    var place = steps.indices.filter { steps[$0].parents.isEmpty }.max { remaining($0) < remaining($1) }
    while let current = place {
      path.append(steps[current].id)
      place = children[current].max { remaining($0) < remaining($1) }
    }
    return path
  }

  /// The same plan with other decisions about its steps.
  package func deciding(_ decide: (PlannedStep) -> (PlannedStep.Action, String)) -> Plan {
    var plan = self
    for position in plan.steps.indices {
      (plan.steps[position].action, plan.steps[position].reason) = decide(plan.steps[position])
    }
    return plan
  }

  private func remaining(_ position: Int) -> Double { steps[position].remainingSeconds }
}
