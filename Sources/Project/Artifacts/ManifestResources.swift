/// What is no SQL: sources, exposures, groups, unit tests and the semantic layer, as `manifest.json` writes them.
enum ManifestResources {
  private static func text(_ text: String?) -> ConfigValue { ManifestNodes.text(text) }

  static func source(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
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
          })), ConfigEntry("loaded_at_field", node.config["loaded_at_field"] ?? .null),
      ConfigEntry("loaded_at_query", node.config["loaded_at_query"] ?? .null),
      ConfigEntry("freshness", node.config["freshness"] ?? .null),
      ConfigEntry("external", external(details?.external ?? .null)),
      ConfigEntry("columns", ManifestNodes.columns(node)), ConfigEntry("source_meta", details?.sourceMeta ?? .map([])),
      ConfigEntry("patch_path", .null),
      ConfigEntry("relation_name", text(project.renderedRelation(of: node))),
      ConfigEntry("unrendered_database", text(details?.writtenDatabase)),
      ConfigEntry("unrendered_schema", text(details?.writtenSchema)), ConfigEntry("doc_blocks", .list([])),
    ]
  }

  private static func external(_ value: ConfigValue) -> ConfigValue {
    guard value.isMap else { return .null }
    let standard = ["location", "file_format", "row_format", "tbl_properties", "partitions"]
    return standard.reduce(value) { $0[$1] == nil ? $0.setting($1, to: .null) : $0 }
  }

  static func exposure(_ node: Node) -> [ConfigEntry] {
    let properties = node.details.properties
    let owner = properties["owner"] ?? .map([])
    return ["type", "label", "maturity", "url"].map { ConfigEntry($0, properties[$0] ?? .null) } + [
      ConfigEntry(
        "owner",
        ["email", "name"].reduce(owner) { $0[$1] == nil ? $0.setting($1, to: .null) : $0 })
    ] + ManifestNodes.references(node)
  }

  static func group(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    [
      ConfigEntry("name", .string(node.name)), ConfigEntry("resource_type", .string("group")),
      ConfigEntry("package_name", .string(node.package)), ConfigEntry("path", .string(node.details.path)),
      ConfigEntry("original_file_path", .string(project.originalPath(of: node))),
      ConfigEntry("unique_id", .string(node.id.rawValue)),
      ConfigEntry("owner", node.details.properties["owner"] ?? .map([])),
      ConfigEntry("description", node.details.properties["description"] ?? .null),
      ConfigEntry(
        "config", .map([ConfigEntry("meta", node.details.properties["config"]?["meta"] ?? .map([]))])),
    ]
  }

  static func metric(_ node: Node) -> [ConfigEntry] {
    node.details.properties.entries.filter { $0.key != "tags" } + ManifestNodes.references(node)
      + [ConfigEntry("metadata", .null)]
  }

  static func semanticModel(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    let model = node.dependsOn.first.flatMap { project.graph[$0] }
    return node.details.properties.entries + [
      ConfigEntry("metadata", .null), ManifestNodes.refs(node),
      ConfigEntry(
        "node_relation",
        model?.relation.map { relation in
          .map([
            ConfigEntry("alias", .string(relation.identifier)), ConfigEntry("schema_name", .string(relation.schema)),
            ConfigEntry("database", .string(relation.database)),
            ConfigEntry("relation_name", text(model.flatMap { project.renderedRelation(of: $0) })),
          ])
        } ?? .null),
    ]
  }

  static func savedQuery(_ node: Node) -> [ConfigEntry] {
    node.details.properties.entries + [ConfigEntry("metadata", .null), ManifestNodes.refs(node)]
  }

  static func unitTest(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    let properties = node.details.properties
    let form = UnitTestForm(properties, project: project, package: node.package)
    return [
      ConfigEntry("model", properties["model"] ?? .null), ConfigEntry("given", .list(form.given)),
      ConfigEntry("expect", form.expect), ConfigEntry("overrides", form.overrides),
      ConfigEntry("versions", form.versions), ConfigEntry("version", ManifestNodes.version(node.details.version)),
      ConfigEntry("schema", .string(project.target.schema)), ConfigEntry("checksum", .string(form.checksum)),
    ]
  }
}
