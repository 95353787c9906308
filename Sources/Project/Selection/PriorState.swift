/// A project as it was, for `state:`: what its `manifest.json` says.
public struct PriorState: Sendable {
  /// The words `state:` understands.
  static let words = [
    "new", "old", "modified", "unmodified", "modified.body", "modified.configs", "modified.relation",
    "modified.persisted_descriptions", "modified.macros", "modified.contract",
  ]

  private let old: [NodeID: ConfigValue]
  private let current: LoadedProject
  private let changedMacros: Set<String>
  /// Macros of the project by id, with those they call.
  private let calls: [String: [String]]

  /// The state of a loaded project.
  public init(_ previous: LoadedProject, comparedWith current: LoadedProject) {
    let writer = ManifestWriter(previous, metadata: .init(invocationID: "", generatedAt: ""))
    self.init(manifest: writer.manifest(), comparedWith: current)
  }

  /// The state in a `manifest.json`.
  public init(manifest: ConfigValue, comparedWith current: LoadedProject) {
    var old: [NodeID: ConfigValue] = [:]
    for kind in ["nodes", "sources", "exposures", "unit_tests", "metrics", "semantic_models", "saved_queries"] {
      for entry in manifest[kind]?.entries ?? [] { old[NodeID(entry.key)] = entry.value }
    }
    self.old = old
    self.current = current
    var before: [String: String] = [:]
    for entry in manifest["macros"]?.entries ?? [] { before[entry.key] = entry.value["macro_sql"]?.stringValue ?? "" }
    var changed: Set<String> = []
    var calls: [String: [String]] = [:]
    for entry in ManifestMacros.value(of: current, completed: false).entries {
      if before[entry.key] != entry.value["macro_sql"]?.stringValue { changed.insert(entry.key) }
      calls[entry.key] = entry.value["depends_on"]?["macros"]?.stringList ?? []
    }
    changedMacros = changed
    self.calls = calls
  }

  /// Whether a node of the current graph is what a word after `state:` asks for.
  func matches(_ node: Node, _ word: String, in graph: ProjectGraph) -> Bool {
    let before = old[node.id]
    switch word {
    case "new": return before == nil
    case "old": return before != nil
    case "modified.macros": return macrosChanged(node)
    default: break
    }
    let comparison = StateComparison(type: node.resourceType, before, ManifestNodes.fields(of: node, in: current))
    switch word {
    case "modified": return comparison.isModified || macrosChanged(node)
    case "unmodified": return !(comparison.isModified || macrosChanged(node))
    case "modified.body": return comparison.differs(\.sameBody)
    case "modified.configs": return comparison.differs(\.sameConfig)
    case "modified.relation": return comparison.differs(\.sameRelation)
    case "modified.persisted_descriptions": return comparison.differs(\.sameDescriptions)
    case "modified.contract": return comparison.differs(\.sameContract)
    default: return false
    }
  }

  /// Whether a macro the node uses, or one that uses in turn, reads differently now.
  private func macrosChanged(_ node: Node) -> Bool {
    guard !changedMacros.isEmpty else { return false }
    var seen: Set<String> = []
    var queue = node.macroDependencies
    while let id = queue.popLast() {
      guard seen.insert(id).inserted else { continue }
      if changedMacros.contains(id) { return true }
      queue += calls[id] ?? []
    }
    return false
  }
}
