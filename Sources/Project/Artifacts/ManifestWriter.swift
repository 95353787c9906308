/// `manifest.json`, version 12 of dbt's schema.
public struct ManifestWriter {
  /// What the metadata says of the run.
  public struct Metadata: Sendable {
    public var invocationID: String
    /// ISO text in UTC.
    public var generatedAt: String
    public var environment: [String: String]

    /// Metadata of one run.
    public init(invocationID: String, generatedAt: String, environment: [String: String] = [:]) {
      self.invocationID = invocationID
      self.generatedAt = generatedAt
      self.environment = environment
    }
  }

  private let project: LoadedProject
  private let metadata: Metadata

  /// Writes a project's manifest.
  public init(_ project: LoadedProject, metadata: Metadata) {
    self.project = project
    self.metadata = metadata
  }

  /// The manifest; compiled SQL is put in for nodes that were compiled.
  public func manifest(compiled: [NodeID: String] = [:]) -> ConfigValue {
    var parts: [ResourceType: [ConfigEntry]] = [:]
    for id in project.graph.nodes.keys.sorted() {
      guard let node = project.graph[id] else { continue }
      var fields = ManifestNodes.fields(of: node, in: project)
      if let sql = compiled[id] {
        fields = fields.setting("compiled", to: .bool(true)).setting("compiled_code", to: .string(sql))
      }
      parts[node.resourceType, default: []].append(ConfigEntry(id.rawValue, fields))
    }
    let others: Set<ResourceType> = [.source, .exposure, .group, .unitTest, .metric, .semanticModel, .savedQuery]
    let nodes =
      ResourceType.allCases.filter { !others.contains($0) }.flatMap { parts[$0] ?? [] }
      .sorted { $0.key < $1.key } + ManifestOperations.entries(of: project)
    return .map([
      ConfigEntry("metadata", metadataFields), ConfigEntry("nodes", .map(nodes)),
      ConfigEntry("sources", .map(parts[.source] ?? [])), ConfigEntry("macros", macros), ConfigEntry("docs", docs),
      ConfigEntry("exposures", .map(parts[.exposure] ?? [])), ConfigEntry("metrics", .map(parts[.metric] ?? [])),
      ConfigEntry("groups", .map(parts[.group] ?? [])), ConfigEntry("selectors", SelectorsFile.written(project.root)),
      ConfigEntry("disabled", disabled), ConfigEntry("parent_map", map(project.graph.parents)),
      ConfigEntry("child_map", map(project.graph.children)), ConfigEntry("group_map", groupMap),
      ConfigEntry("saved_queries", .map(parts[.savedQuery] ?? [])),
      ConfigEntry("semantic_models", .map(parts[.semanticModel] ?? [])),
      ConfigEntry("unit_tests", .map(parts[.unitTest] ?? [])), ConfigEntry("functions", .map([])),
    ])
  }

  private var metadataFields: ConfigValue {
    .map([
      ConfigEntry("dbt_schema_version", .string("https://schemas.getdbt.com/dbt/manifest/v12.json")),
      ConfigEntry("dbt_version", .string("1.10.0")), ConfigEntry("generated_at", .string(metadata.generatedAt)),
      ConfigEntry("invocation_id", .string(metadata.invocationID)),
      ConfigEntry("invocation_started_at", .string(metadata.generatedAt)),
      ConfigEntry(
        "env", .map(metadata.environment.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, .string($0.value)) })),
      ConfigEntry("project_name", .string(project.name)), ConfigEntry("project_id", .string(MD5.hex(project.name))),
      ConfigEntry("user_id", .null), ConfigEntry("send_anonymous_usage_stats", .bool(false)),
      ConfigEntry("adapter_type", .string(project.target.type)),
      ConfigEntry(
        "quoting",
        .map(
          ["database", "schema", "identifier"].map { ConfigEntry($0, .bool(true)) } + [ConfigEntry("column", .null)])),
    ])
  }

  private var macros: ConfigValue { ManifestMacros.value(of: project) }

  private var docs: ConfigValue { ManifestMacros.docs(of: project) }

  private var disabled: ConfigValue {
    .map(
      project.disabled.sorted { $0.id < $1.id }.map {
        ConfigEntry($0.id.rawValue, .list([ManifestNodes.fields(of: $0, in: project)]))
      })
  }

  private func map(_ arrows: [NodeID: [NodeID]]) -> ConfigValue {
    .map(
      project.graph.nodes.keys.sorted().map { id in
        ConfigEntry(id.rawValue, .list((arrows[id] ?? []).sorted().map { .string($0.rawValue) }))
      })
  }

  private var groupMap: ConfigValue {
    var members: [String: [String]] = [:]
    for (id, node) in project.graph.nodes {
      if let group = node.details.group { members[group, default: []].append(id.rawValue) }
    }
    return .map(
      members.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, .list($0.value.sorted().map { .string($0) })) })
  }
}
