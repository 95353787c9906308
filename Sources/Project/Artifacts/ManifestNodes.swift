/// Nodes as `manifest.json` (v12) writes them.
enum ManifestNodes {
  static func fields(of node: Node, in project: LoadedProject) -> ConfigValue {
    var fields = common(node, project)
    switch node.resourceType {
    case .source: fields += source(node, project)
    case .exposure: fields += exposure(node)
    case .unitTest: fields += unitTest(node)
    case .group: fields.append(ConfigEntry("owner", node.details.properties["owner"] ?? .null))
    default: fields += executable(node, project)
    }
    return .map(fields)
  }

  private static func text(_ text: String?) -> ConfigValue { text.map { .string($0) } ?? .null }

  private static func config(_ node: Node) -> ConfigValue {
    .map(node.config.values.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, $0.value) })
  }

  private static func common(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    [
      ConfigEntry("name", .string(node.name)), ConfigEntry("resource_type", .string(node.resourceType.rawValue)),
      ConfigEntry("package_name", .string(node.package)), ConfigEntry("path", .string(node.details.path)),
      ConfigEntry("original_file_path", .string(node.location.file)),
      ConfigEntry("unique_id", .string(node.id.rawValue)),
      ConfigEntry("fqn", .list(node.fqn.map { .string($0) })), ConfigEntry("description", .string(node.description)),
      ConfigEntry("tags", .list(node.config.tags.map { .string($0) })), ConfigEntry("meta", node.config.meta),
      ConfigEntry("config", config(node)),
      ConfigEntry(
        "depends_on",
        .map([
          ConfigEntry("macros", .list(node.macroDependencies.map { .string($0) })),
          ConfigEntry("nodes", .list(node.dependsOn.map { .string($0.rawValue) })),
        ])),
    ]
  }

  private static func columns(_ node: Node) -> ConfigValue {
    .map(
      node.columns.map { column in
        ConfigEntry(
          column.name,
          .map([
            ConfigEntry("name", .string(column.name)), ConfigEntry("description", .string(column.description)),
            ConfigEntry("meta", column.meta), ConfigEntry("data_type", text(column.dataType)),
            ConfigEntry("constraints", .list(column.constraints)),
            ConfigEntry("quote", column.quote ? .bool(true) : .null),
            ConfigEntry(
              "config",
              .map([
                ConfigEntry("meta", column.meta), ConfigEntry("tags", .list(column.tags.map { .string($0) })),
              ])),
            ConfigEntry("tags", .list(column.tags.map { .string($0) })), ConfigEntry("granularity", .null),
            ConfigEntry("doc_blocks", .list([])),
          ]))
      })
  }

  private static func references(_ node: Node) -> [ConfigEntry] {
    [
      ConfigEntry(
        "refs",
        .list(
          node.details.refs.map {
            .map([
              ConfigEntry("name", .string($0.name)), ConfigEntry("package", text($0.package)),
              ConfigEntry("version", text($0.version)),
            ])
          })),
      ConfigEntry("sources", .list(node.details.sources.map { .list([.string($0.source), .string($0.table)]) })),
      ConfigEntry("metrics", .list([])),
    ]
  }

  private static func executable(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    let relation = node.relation
    var fields: [ConfigEntry] = [
      ConfigEntry("database", text(relation?.database ?? project.target.database)),
      ConfigEntry("schema", text(relation?.schema ?? project.target.schema)),
      ConfigEntry("alias", .string(node.details.alias)),
      ConfigEntry(
        "checksum",
        .map([
          ConfigEntry("name", .string(node.details.checksum.isEmpty ? "none" : "sha256")),
          ConfigEntry("checksum", .string(node.details.checksum)),
        ])),
      ConfigEntry("columns", columns(node)), ConfigEntry("group", text(node.details.group)),
      ConfigEntry(
        "docs", node.config["docs"] ?? .map([ConfigEntry("show", .bool(true)), ConfigEntry("node_color", .null)])),
      ConfigEntry("patch_path", text(node.patchLocation.map { "\(node.package)://\($0.file)" })),
      ConfigEntry("build_path", .null), ConfigEntry("unrendered_config", node.details.unrenderedConfig),
      ConfigEntry("created_at", .double(0)), ConfigEntry("relation_name", text(project.renderedRelation(of: node))),
      ConfigEntry("raw_code", .string(node.rawCode)), ConfigEntry("language", .string("sql")),
      ConfigEntry("doc_blocks", .list([])), ConfigEntry("compiled_path", .null), ConfigEntry("compiled", .bool(false)),
      ConfigEntry("compiled_code", .null), ConfigEntry("extra_ctes_injected", .bool(false)),
      ConfigEntry("extra_ctes", .list([])),
    ]
    fields += references(node)
    switch node.resourceType {
    case .model:
      fields += [
        ConfigEntry("access", text(node.details.access)), ConfigEntry("constraints", .list(node.details.constraints)),
        ConfigEntry("version", version(node.details.version)),
        ConfigEntry("latest_version", version(node.details.latestVersion)),
        ConfigEntry("deprecation_date", text(node.details.deprecationDate)), ConfigEntry("primary_key", .list([])),
        ConfigEntry("time_spine", .null),
        ConfigEntry(
          "contract",
          .map([
            ConfigEntry("enforced", node.config["contract"]?["enforced"] ?? .bool(false)),
            ConfigEntry("alias_types", .bool(true)), ConfigEntry("checksum", .null),
          ])),
      ]
    case .seed: fields.append(ConfigEntry("root_path", .string(project.root)))
    case .test:
      if let test = node.test, let name = test.genericName {
        let parts = name.split(separator: ".").map { ConfigValue.string(String($0)) }
        var kwargs = test.arguments.entries
        if let column = test.columnName { kwargs.append(ConfigEntry("column_name", .string(column))) }
        if let target = test.attachedNode.flatMap({ project.graph[$0] }) {
          kwargs.append(ConfigEntry("model", .string(GenericTestReader.modelArgument(of: target))))
        }
        fields += [
          ConfigEntry(
            "test_metadata",
            .map([
              ConfigEntry("name", parts.last ?? .null), ConfigEntry("kwargs", .map(kwargs)),
              ConfigEntry("namespace", parts.count > 1 ? parts[0] : .null),
            ])), ConfigEntry("column_name", text(test.columnName)),
          ConfigEntry(
            "file_key_name",
            text(test.attachedNode.flatMap { project.graph[$0] }.map { "\($0.resourceType.rawValue)s.\($0.name)" })),
          ConfigEntry("attached_node", text(test.attachedNode?.rawValue)),
        ]
      }
    default: break
    }
    return fields
  }

  private static func version(_ version: String?) -> ConfigValue {
    version.map { text in Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .string(text) } ?? .null
  }

  private static func source(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    let source = node.source
    let details = node.details.source
    return [
      ConfigEntry("database", text(node.relation?.database)), ConfigEntry("schema", text(node.relation?.schema)),
      ConfigEntry("source_name", text(source?.sourceName)),
      ConfigEntry("source_description", .string(details?.sourceDescription ?? "")),
      ConfigEntry("loader", .string(source?.loader ?? "")), ConfigEntry("identifier", text(node.relation?.identifier)),
      ConfigEntry(
        "quoting",
        .map(
          ["database", "schema", "identifier", "column"].map { part in
            ConfigEntry(part, details?.quoting[part].map { .bool($0) } ?? .null)
          })), ConfigEntry("loaded_at_field", text(source?.freshness?.loadedAtField)),
      ConfigEntry("loaded_at_query", text(source?.freshness?.loadedAtQuery)),
      ConfigEntry("freshness", node.config["freshness"] ?? .null), ConfigEntry("external", details?.external ?? .null),
      ConfigEntry("columns", columns(node)), ConfigEntry("source_meta", details?.sourceMeta ?? .map([])),
      ConfigEntry("patch_path", .null), ConfigEntry("unrendered_config", node.details.unrenderedConfig),
      ConfigEntry("relation_name", text(project.renderedRelation(of: node))), ConfigEntry("created_at", .double(0)),
      ConfigEntry("unrendered_database", .null), ConfigEntry("unrendered_schema", .null),
      ConfigEntry("doc_blocks", .list([])),
    ]
  }

  private static func exposure(_ node: Node) -> [ConfigEntry] {
    let properties = node.details.properties
    return ["type", "owner", "label", "maturity", "url"].map { ConfigEntry($0, properties[$0] ?? .null) }
      + references(node) + [
        ConfigEntry("unrendered_config", node.details.unrenderedConfig), ConfigEntry("created_at", .double(0)),
      ]
  }

  private static func unitTest(_ node: Node) -> [ConfigEntry] {
    let properties = node.details.properties
    return [
      ConfigEntry("model", properties["model"] ?? .null), ConfigEntry("given", properties["given"] ?? .list([])),
      ConfigEntry("expect", properties["expect"] ?? .map([])),
      ConfigEntry("overrides", properties["overrides"] ?? .null),
      ConfigEntry("versions", properties["versions"] ?? .null), ConfigEntry("version", .null),
      ConfigEntry("schema", .string("")), ConfigEntry("created_at", .double(0)), ConfigEntry("checksum", .null),
    ]
  }
}
