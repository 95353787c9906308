package import Engine
package import Project

/// What the console knows of the project it stands in.
package struct ProjectOutline: Sendable {
  package var name: String
  package var target: String
  package var root: String
  package var graph: ProjectGraph
  /// The project as it was when a run was exported, on another machine perhaps: there is nothing of it but this.
  package var isExportedRun = false
  /// Problems found while loading, for the person to see.
  package var messages: [ProjectMessage]

  /// An outline of a loaded project.
  package init(name: String, target: String, root: String, graph: ProjectGraph, messages: [ProjectMessage] = []) {
    self.name = name
    self.target = target
    self.root = root
    self.graph = graph
    self.messages = messages
  }
}

/// How a node stands: in the run that is on the screen, or as the last run that touched it left it.
package struct NodeStatus: Sendable {
  /// Its step in that run; `nil` when it never ran.
  package var step: StepRecord?
  package var gates: [GateKind: GateRecord]
  /// Rows of the published version.
  package var rows: Int64?
  /// Seconds its step took in past runs, oldest first.
  package var pastSeconds: [Double] {
    didSet { usual = Estimate.usual(pastSeconds) }
  }
  /// The middle of them; `nil` where it never ran.
  package private(set) var usual: Double?

  /// A status; empty when nothing is known.
  package init(
    step: StepRecord? = nil, gates: [GateKind: GateRecord] = [:], rows: Int64? = nil, pastSeconds: [Double] = []
  ) {
    self.step = step
    self.gates = gates
    self.rows = rows
    self.pastSeconds = pastSeconds
    usual = Estimate.usual(pastSeconds)
  }

  /// Where the step stands.
  package var state: StepState { step?.state ?? .none }
}

/// The state of the pipeline at one moment: the current or last run and every node's standing.
package struct PipelineStatus: Sendable {
  package var run: RunRecord?
  package var nodes: [NodeID: NodeStatus]

  /// A status; empty before anything ran.
  package init(run: RunRecord? = nil, nodes: [NodeID: NodeStatus] = [:]) {
    self.run = run
    self.nodes = nodes
  }

  /// How a node stands; nothing known gives an empty status.
  package subscript(node: NodeID) -> NodeStatus { nodes[node] ?? NodeStatus() }

  /// Whether a run goes on now.
  package var isLive: Bool { run.map { !$0.state.isTerminal } ?? false }
}
