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
    let nodes = ResourceType.allCases.filter { ![.source, .exposure, .group, .unitTest].contains($0) }
      .flatMap { parts[$0] ?? [] }.sorted { $0.key < $1.key }
    return .map([
      ConfigEntry("metadata", metadataFields), ConfigEntry("nodes", .map(nodes)),
      ConfigEntry("sources", .map(parts[.source] ?? [])), ConfigEntry("macros", macros), ConfigEntry("docs", docs),
      ConfigEntry("exposures", .map(parts[.exposure] ?? [])), ConfigEntry("metrics", .map([])),
      ConfigEntry("groups", .map(parts[.group] ?? [])), ConfigEntry("selectors", .map([])),
      ConfigEntry("disabled", disabled), ConfigEntry("parent_map", map(project.graph.parents)),
      ConfigEntry("child_map", map(project.graph.children)), ConfigEntry("group_map", groupMap),
      ConfigEntry("saved_queries", .map([])), ConfigEntry("semantic_models", .map([])),
      ConfigEntry("unit_tests", .map(parts[.unitTest] ?? [])), ConfigEntry("functions", .map([])),
    ])
  }

  private var metadataFields: ConfigValue {
    .map([
      ConfigEntry("dbt_schema_version", .string("https://schemas.getdbt.com/dbt/manifest/v12.json")),
      ConfigEntry("dbt_version", .string("1.10.0")), ConfigEntry("generated_at", .string(metadata.generatedAt)),
      ConfigEntry("invocation_id", .string(metadata.invocationID)), ConfigEntry("invocation_started_at", .null),
      ConfigEntry(
        "env", .map(metadata.environment.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, .string($0.value)) })),
      ConfigEntry("project_name", .string(project.name)), ConfigEntry("project_id", .string(MD5.hex(project.name))),
      ConfigEntry("user_id", .null), ConfigEntry("send_anonymous_usage_stats", .bool(false)),
      ConfigEntry("adapter_type", .string(project.target.type)),
      ConfigEntry(
        "quoting",
        .map(
          ["database", "schema", "identifier"].map { ConfigEntry($0, .bool(true)) } + [ConfigEntry("column", .null)])),
      ConfigEntry("run_started_at", .string(metadata.generatedAt)),
    ])
  }

  private var macros: ConfigValue {
    .map(
      (project.state?.macros.all ?? []).sorted { $0.id < $1.id }.map { macro in
        ConfigEntry(
          macro.id,
          .map([
            ConfigEntry("name", .string(macro.name)), ConfigEntry("resource_type", .string("macro")),
            ConfigEntry("package_name", .string(macro.package)), ConfigEntry("path", .string(macro.location.file)),
            ConfigEntry("original_file_path", .string(macro.location.file)),
            ConfigEntry("unique_id", .string(macro.id)),
            ConfigEntry("macro_sql", .string(macro.text)),
            ConfigEntry("depends_on", .map([ConfigEntry("macros", .list([]))])),
            ConfigEntry("description", .string("")), ConfigEntry("meta", .map([])),
            ConfigEntry("docs", .map([ConfigEntry("show", .bool(true)), ConfigEntry("node_color", .null)])),
            ConfigEntry("patch_path", .null), ConfigEntry("arguments", .list([])),
            ConfigEntry("created_at", .double(0)),
            ConfigEntry("supported_languages", .null),
          ]))
      })
  }

  private var docs: ConfigValue {
    .map(
      (project.state?.docs.all ?? []).map { block in
        let id = "doc.\(block.package).\(block.name)"
        return ConfigEntry(
          id,
          .map([
            ConfigEntry("name", .string(block.name)), ConfigEntry("resource_type", .string("doc")),
            ConfigEntry("package_name", .string(block.package)), ConfigEntry("path", .string("")),
            ConfigEntry("original_file_path", .string("")), ConfigEntry("unique_id", .string(id)),
            ConfigEntry("block_contents", .string(block.text)),
          ]))
      })
  }

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
