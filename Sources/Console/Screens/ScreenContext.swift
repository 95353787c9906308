package import Engine
package import Project
package import TerminalKit

/// What every screen may read: the project, the pipeline's state, and how there is to draw.
package struct ScreenContext: Sendable {
  /// `nil` until it is loaded.
  package var project: ProjectOutline? {
    didSet {
      projectRevision += 1
      projectProblem = nil
      digest = StatusDigest(status, graph: graph, now: now, after: StatusDigest())
    }
  }
  /// Grows whenever the project is read anew.
  package private(set) var projectRevision = 0
  /// Why the project cannot be read as it is on disk now; `project` is as it was before.
  package var projectProblem: String?
  package var status = PipelineStatus() {
    didSet { digest = StatusDigest(status, graph: graph, now: now, after: digest) }
  }
  /// What is asked of the status at every picture.
  package private(set) var digest = StatusDigest()
  package var now = Instant(microseconds: 0)
  package var glyphs = GlyphSet.full
  /// The cells a screen has to draw in.
  package var body = Size(80, 21)
  package var isReadOnly = false
  /// What the program and the terminal are, for `:doctor`.
  package var facts: [ConsoleFact] = []

  /// A context in which nothing is known yet.
  package init() {}

  /// The project's graph, once loaded.
  package var graph: ProjectGraph? { project?.graph }

  /// Where a node's step stands; asked of a thousand nodes for one picture.
  package func state(of node: NodeID) -> StepState { digest.states[node] ?? .none }

  /// A node's name, or its id's last part while the project is not loaded.
  package func name(of node: NodeID) -> String {
    graph?[node]?.name ?? node.shortName
  }

  /// The node itself; of a test, which is in no picture and has no table, what it is declared on, else what it looks at.
  package func subject(of node: NodeID) -> NodeID {
    guard let graph, let test = graph[node], !test.isDrawn else { return node }
    return test.test?.attachedNode ?? graph.parents[node]?.first { graph[$0]?.isDrawn == true } ?? node
  }

  /// Why nothing is started or changed here, and where it could be.
  var whyReadOnly: String {
    project?.isExportedRun == true
      ? "this is an exported run: nothing is started or changed here"
      : "this console is read-only: one without --read-only starts and changes things"
  }

  /// What is said where there are no tables.
  var whyNoTables: String {
    project?.isExportedRun == true
      ? "an exported run holds no tables, only what the run said: its events, checks and failing rows"
      : "nothing was published yet: A on the graph builds everything"
  }

  /// A text with the files of the project named from its folder on.
  func local(_ text: String) -> String {
    guard let root = project?.root, !root.isEmpty else { return text }
    return text.replacing(root + "/", with: "")
  }

  /// Why a run cannot be started now, or that it can.
  package var canStartRun: Availability {
    if isReadOnly { return .unavailable(whyReadOnly) }
    if status.isLive { return .unavailable("run \(status.run?.id.description ?? "") is still going") }
    return whetherLoaded
  }

  /// Whether the project is there to be asked for its nodes and tables.
  var whetherLoaded: Availability {
    project == nil ? .unavailable("the project is not loaded yet") : .available
  }
}

/// One thing known of the program, its engine, or the terminal it is shown on.
package struct ConsoleFact: Sendable, Hashable {
  package var name: String
  package var value: String

  /// A named fact.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
