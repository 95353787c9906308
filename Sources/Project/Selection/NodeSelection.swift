/// What a command line selects.
public struct NodeSelection: Sendable {
  /// `--select`; empty means everything.
  public var select: [String]
  /// `--exclude`.
  public var exclude: [String]
  /// `--selector`, a name in `selectors.yml`.
  public var selector: String?
  /// `--resource-type`; nil means all.
  public var resourceTypes: Set<ResourceType>?
  /// `--exclude-resource-type`.
  public var excludedTypes: Set<ResourceType>
  /// `--indirect-selection`.
  public var indirect: IndirectSelection

  /// A selection; without arguments, everything.
  public init(
    select: [String] = [], exclude: [String] = [], selector: String? = nil, resourceTypes: Set<ResourceType>? = nil,
    excludedTypes: Set<ResourceType> = [], indirect: IndirectSelection = .eager
  ) {
    self.select = select
    self.exclude = exclude
    self.selector = selector
    self.resourceTypes = resourceTypes
    self.excludedTypes = excludedTypes
    self.indirect = indirect
  }
}

extension NodeSelection {
  /// Whether some word may ask about earlier runs, so that their artifacts have to be read.
  public func mayAskForHistory(in project: LoadedProject) -> Bool {
    let words = select + exclude
    if words.contains(where: { word in Self.historical.contains { word.contains($0) } }) { return true }
    let usesFile = selector != nil || words.isEmpty || words.contains { $0.contains("selector:") }
    return usesFile && ProjectFolder.exists(ProjectFolder.joined(project.root, "selectors.yml"))
  }

  private static let historical = ["state:", "result:", "source_status:"]
}

/// What selection may ask about earlier runs.
public struct SelectionHistory: Sendable {
  /// The project `state:` compares with.
  public var previous: PriorState?
  /// The status of each node in the run `result:` looks at: `success`, `error`, `fail`, `warn`, `skipped`, `pass`.
  public var results: [NodeID: String]
  /// Sources whose freshness moved on since, for `source_status:fresher`.
  public var freshSources: Set<NodeID>
  /// Whether two states of the sources are there to compare.
  public var hasSourceStates = false
  /// The manifest the state was read from, for `--defer`.
  public var manifest: ConfigValue?

  /// A history; without arguments, none.
  public init(previous: PriorState? = nil, results: [NodeID: String] = [:], freshSources: Set<NodeID> = []) {
    self.previous = previous
    self.results = results
    self.freshSources = freshSources
  }
}

extension LoadedProject {
  /// What the shown paths of installed packages begin with.
  private var packagePrefixes: [String: String] {
    (state?.packages ?? [:]).compactMapValues { $0.shownPrefix.isEmpty ? nil : $0.shownPrefix }
  }

  /// The nodes a selection means, in the graph's order.
  ///
  /// - Throws: `SelectionError` when it cannot be understood. Selecting nothing is no error; see `isEmpty`.
  public func select(_ selection: NodeSelection, history: SelectionHistory = SelectionHistory()) throws(SelectionError)
    -> [NodeID]
  {
    let selectors = try SelectorsFile(root: root)
    var expression: SelectionExpression
    if let name = selection.selector {
      expression = .named(name)
    } else if selection.select.isEmpty, let standard = selectors.standard, selection.exclude.isEmpty {
      expression = standard
    } else if selection.select.isEmpty {
      expression = .criterion(SelectionCriterion(method: "fqn", value: "*"))
      expression = .union([
        expression, .criterion(SelectionCriterion(method: "source", value: "*")),
        .criterion(SelectionCriterion(method: "exposure", value: "*")),
        .criterion(SelectionCriterion(method: "unit_test", value: "*")),
        .criterion(SelectionCriterion(method: "metric", value: "*")),
        .criterion(SelectionCriterion(method: "semantic_model", value: "*")),
        .criterion(SelectionCriterion(method: "saved_query", value: "*")),
      ])
    } else {
      expression = try SelectionExpression(words: selection.select)
    }
    if !selection.exclude.isEmpty {
      expression = .difference(expression, try SelectionExpression(words: selection.exclude))
    }
    let evaluation = SelectionEvaluation(
      graph: graph, root: name, folder: root, prefixes: packagePrefixes, history: history, selectors: selectors,
      indirect: selection.indirect)
    let chosen = try evaluation.nodes(of: expression)
    return graph.order.filter { id in
      guard chosen.contains(id), let type = graph[id]?.resourceType, type != .group else { return false }
      if selection.excludedTypes.contains(type) { return false }
      return selection.resourceTypes?.contains(type) ?? true
    }
  }
}
