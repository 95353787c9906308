/// A project as it was, for `state:`.
public struct PriorState: Sendable {
  /// The words `state:` understands.
  static let words = [
    "new", "old", "modified", "unmodified", "modified.body", "modified.configs", "modified.relation",
    "modified.persisted_descriptions", "modified.macros", "modified.contract",
  ]

  /// What is compared of a node.
  struct Facts: Hashable, Sendable {
    var body: String
    var configs: ConfigValue
    var relation: String
    var descriptions: String
    var contract: ConfigValue
    var macros: [String]
    var other: ConfigValue
  }

  private var nodes: [NodeID: Facts] = [:]
  private var macros: [String: String] = [:]
  private let currentMacros: [String: String]

  /// The state of a loaded project.
  public init(_ previous: LoadedProject, comparedWith current: LoadedProject) {
    for (id, node) in previous.graph.nodes { nodes[id] = Self.facts(of: node) }
    macros = Self.macroDigests(previous)
    currentMacros = Self.macroDigests(current)
  }

  /// The state in a `manifest.json`.
  public init(manifest: ConfigValue, comparedWith current: LoadedProject) {
    for kind in ["nodes", "sources", "exposures", "unit_tests"] {
      for entry in manifest[kind]?.entries ?? [] { nodes[NodeID(entry.key)] = Self.facts(of: entry.value) }
    }
    for entry in manifest["macros"]?.entries ?? [] {
      macros[entry.key] = SHA256.hex((entry.value["macro_sql"]?.stringValue ?? "").trimmingBlanks())
    }
    currentMacros = Self.macroDigests(current)
  }

  /// Whether a node of the current graph is what a word after `state:` asks for.
  func matches(_ node: Node, _ word: String, in graph: ProjectGraph) -> Bool {
    guard let old = nodes[node.id] else { return word == "new" || word == "modified" }
    let now = Self.facts(of: node)
    switch word {
    case "new": return false
    case "old": return true
    case "unmodified": return old == now && !macrosChanged(node)
    case "modified": return old != now || macrosChanged(node)
    case "modified.body": return old.body != now.body
    case "modified.configs": return old.configs != now.configs
    case "modified.relation": return old.relation != now.relation
    case "modified.persisted_descriptions": return old.descriptions != now.descriptions
    case "modified.contract": return old.contract != now.contract
    case "modified.macros": return macrosChanged(node)
    default: return false
    }
  }

  private func macrosChanged(_ node: Node) -> Bool {
    node.macroDependencies.contains { id in
      guard let now = currentMacros[id] else { return false }
      return macros[id] != now
    }
  }

  private static func macroDigests(_ project: LoadedProject) -> [String: String] {
    var digests: [String: String] = [:]
    for macro in project.state?.macros.all ?? [] { digests[macro.id] = SHA256.hex(macro.text.trimmingBlanks()) }
    return digests
  }

  private static let ignoredConfig: Set<String> = ["meta", "tags", "docs", "persist_docs", "contract", "enabled"]

  private static func facts(of node: Node) -> Facts {
    facts(
      body: node.resourceType == .seed ? node.details.checksum : SHA256.hex(node.rawCode.trimmingBlanks()),
      config: .map(node.config.values.map { ConfigEntry($0.key, $0.value) }), relation: node.relation,
      description: node.description, columns: node.columns.map { ($0.name, $0.description, $0.dataType) },
      macros: node.macroDependencies, source: node.source)
  }

  private static func facts(of node: ConfigValue) -> Facts {
    let isSeed = node["resource_type"]?.stringValue == "seed"
    let body =
      isSeed
      ? node["checksum"]?["checksum"]?.stringValue ?? ""
      : SHA256.hex((node["raw_code"]?.stringValue ?? "").trimmingBlanks())
    var relation: RelationName?
    if let schema = node["schema"]?.stringValue, node["relation_name"]?.stringValue != nil {
      relation = RelationName(
        database: node["database"]?.scalarText ?? "", schema: schema,
        identifier: (node["alias"] ?? node["identifier"])?.scalarText ?? "")
    }
    return facts(
      body: body, config: node["config"] ?? .map([]), relation: relation,
      description: node["description"]?.stringValue ?? "",
      columns: (node["columns"]?.entries ?? []).map {
        ($0.key, $0.value["description"]?.stringValue ?? "", $0.value["data_type"]?.stringValue)
      }, macros: node["depends_on"]?["macros"]?.stringList ?? [], source: nil)
  }

  private static func facts(
    body: String, config: ConfigValue, relation: RelationName?, description: String,
    columns: [(String, String, String?)], macros: [String], source: SourceProperties?
  ) -> Facts {
    let compared = config.entries.filter { !ignoredConfig.contains($0.key) && $0.value != .null }
    let persists = config["persist_docs"]?.entries.contains { $0.value.boolValue == true } ?? false
    let texts = ([description] + columns.map { "\($0.0)=\($0.1)" }).joined(separator: "\u{0}")
    let isEnforced = config["contract"]?["enforced"]?.boolValue ?? false
    return Facts(
      body: body, configs: ConfigValue.map(compared).sortedByKey, relation: relation?.description ?? "",
      descriptions: persists ? texts : "",
      contract: isEnforced ? .list(columns.map { .string("\($0.0) \($0.2 ?? "")") }) : .null, macros: [],
      other: .null)
  }
}
