/// Nodes as `manifest.json` (v12) writes them.
enum ManifestNodes {
  static func fields(of node: Node, in project: LoadedProject) -> ConfigValue {
    var fields = common(node, project)
    switch node.resourceType {
    case .source: fields += ManifestResources.source(node, project)
    case .exposure: fields += ManifestResources.exposure(node)
    case .unitTest: fields += ManifestResources.unitTest(node, project)
    case .group: fields = ManifestResources.group(node, project)
    case .metric: fields += ManifestResources.metric(node)
    case .semanticModel: fields += ManifestResources.semanticModel(node, project)
    case .savedQuery: fields += ManifestResources.savedQuery(node)
    default: fields += executable(node, project)
    }
    let foreign = foreignKeys[node.resourceType] ?? []
    return .map(foreign.isEmpty ? fields : fields.filter { !foreign.contains($0.key) })
  }

  /// What all nodes have but these kinds.
  private static let foreignKeys: [ResourceType: Set<String>] = [
    .source: ["depends_on", "group"], .exposure: ["group"], .unitTest: ["tags", "meta", "unrendered_config", "group"],
    .semanticModel: ["tags", "meta"], .savedQuery: ["meta"],
  ]

  static func text(_ text: String?) -> ConfigValue { text.map { .string($0) } ?? .null }

  static func config(_ node: Node) -> ConfigValue {
    .map(node.config.values.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, $0.value) })
  }

  static func unrendered(_ node: Node, _ project: LoadedProject) -> ConfigEntry {
    ConfigEntry(
      "unrendered_config", project.state.map { UnrenderedConfig.of(node, $0) } ?? .map(node.details.ownConfig))
  }

  private static func common(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    let macros = project.artifactMacros(of: node)
    let tags = node.resourceType == .metric ? node.details.properties["tags"]?.stringList ?? [] : node.config.tags
    return [
      ConfigEntry("name", .string(node.name)), ConfigEntry("resource_type", .string(node.resourceType.rawValue)),
      ConfigEntry("package_name", .string(node.package)), ConfigEntry("path", .string(node.details.path)),
      ConfigEntry("original_file_path", .string(project.originalPath(of: node))),
      ConfigEntry("unique_id", .string(node.id.rawValue)),
      ConfigEntry("fqn", .list(node.fqn.map { .string($0) })), ConfigEntry("description", .string(node.description)),
      ConfigEntry("tags", .list(tags.map { .string($0) })), ConfigEntry("meta", node.config.meta),
      ConfigEntry("config", config(node)), unrendered(node, project), ConfigEntry("created_at", .double(0)),
      ConfigEntry("group", text(node.details.group)),
      ConfigEntry(
        "depends_on",
        .map(
          [ConfigEntry("macros", .list(macros.map { .string($0) }))]
            + (node.resourceType == .seed
              ? [] : [ConfigEntry("nodes", .list(node.dependsOn.map { .string($0.rawValue) }))]))),
    ]
  }

  static func columns(_ node: Node) -> ConfigValue {
    .map(
      node.columns.map { column in
        let tags = ConfigValue.list(column.tags.map { .string($0) })
        return ConfigEntry(
          column.name,
          .map([
            ConfigEntry("name", .string(column.name)), ConfigEntry("description", .string(column.description)),
            ConfigEntry("meta", column.meta), ConfigEntry("data_type", text(column.dataType)),
            ConfigEntry("constraints", .list(column.constraints.map { ContractState.constraint($0, ofModel: false) })),
            ConfigEntry("quote", column.quote ? .bool(true) : .null),
            ConfigEntry("config", .map([ConfigEntry("meta", column.meta), ConfigEntry("tags", tags)])),
            ConfigEntry("tags", tags), ConfigEntry("granularity", .null), ConfigEntry("doc_blocks", .list([])),
          ]))
      })
  }

  static func references(_ node: Node) -> [ConfigEntry] {
    [
      refs(node),
      ConfigEntry("sources", .list(node.details.sources.map { .list([.string($0.source), .string($0.table)]) })),
      ConfigEntry("metrics", .list([])),
    ]
  }

  static func refs(_ node: Node) -> ConfigEntry {
    ConfigEntry(
      "refs",
      .list(
        node.details.refs.map {
          .map([
            ConfigEntry("name", .string($0.name)), ConfigEntry("package", text($0.package)),
            ConfigEntry("version", version($0.version)),
          ])
        }))
  }

  private static func executable(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    var node = node
    if node.resourceType == .test, let state = project.state { name(&node, state) }
    let relation = node.relation
    let isStored =
      node.resourceType != .analysis && node.materialization != .ephemeral
      && (node.resourceType != .test || node.config.bool("store_failures") == true)
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
      ConfigEntry("columns", columns(node)),
      ConfigEntry(
        "docs", node.config["docs"] ?? .map([ConfigEntry("show", .bool(true)), ConfigEntry("node_color", .null)])),
      ConfigEntry(
        "patch_path", text(node.patchLocation.map { "\(node.package)://\(project.originalPath($0.file, of: node))" })),
      ConfigEntry("build_path", .null),
      ConfigEntry("relation_name", isStored ? text(project.renderedRelation(of: node)) : .null),
      ConfigEntry("raw_code", .string(node.resourceType == .snapshot ? node.rawCode : trimmedCode(node.rawCode))),
      ConfigEntry("doc_blocks", .list([])),
    ]
    if node.resourceType == .seed {
      return fields + [ConfigEntry("root_path", .string(project.state?.packages[node.package]?.root ?? project.root))]
    }
    fields += references(node)
    fields += [
      ConfigEntry("language", .string("sql")), ConfigEntry("compiled_path", .null),
      ConfigEntry("contract", ContractState.contract(of: node)),
    ]
    switch node.resourceType {
    case .model:
      fields += [
        ConfigEntry("access", text(node.details.access)),
        ConfigEntry("constraints", .list(node.details.constraints.map { ContractState.constraint($0, ofModel: true) })),
        ConfigEntry("version", version(node.details.version)),
        ConfigEntry("latest_version", version(node.details.latestVersion)),
        ConfigEntry("deprecation_date", text(node.details.deprecationDate.map(ContractState.date))),
        ConfigEntry("primary_key", .list(ContractState.primaryKey(of: node, project).map { .string($0) })),
        ConfigEntry("time_spine", .null),
      ]
    case .test: fields += test(node, project)
    default: break
    }
    return fields
  }

  /// Where a test would keep its failures: dbt's names for it, whether it keeps any or not.
  private static func name(_ node: inout Node, _ state: ProjectState) {
    var draft = Draft(node: node)
    RelationNaming(state: state, log: MessageLog()).name(&draft)
    node.relation = draft.node.relation
    node.details.alias = draft.node.details.alias
  }

  private static func test(_ node: Node, _ project: LoadedProject) -> [ConfigEntry] {
    guard let test = node.test, let name = test.genericName else { return [] }
    let parts = name.split(separator: ".").map { ConfigValue.string(String($0)) }
    var kwargs = test.arguments.entries
    if let column = test.columnName { kwargs.append(ConfigEntry("column_name", .string(column))) }
    let target = test.attachedNode.flatMap { project.graph[$0] }
    if let target { kwargs.append(ConfigEntry("model", .string(GenericTestReader.modelArgument(of: target)))) }
    let owner =
      target.map { target in
        target.source.map { "sources.\($0.sourceName)" } ?? "\(target.resourceType.rawValue)s.\(target.name)"
      }
    return [
      ConfigEntry(
        "test_metadata",
        .map([
          ConfigEntry("name", parts.last ?? .null), ConfigEntry("kwargs", .map(kwargs)),
          ConfigEntry("namespace", parts.count > 1 ? parts[0] : .null),
        ])), ConfigEntry("column_name", text(test.columnName)), ConfigEntry("file_key_name", text(owner)),
      ConfigEntry("attached_node", text(target?.resourceType == .source ? nil : test.attachedNode?.rawValue)),
    ]
  }

  /// A version as artifacts write it: a number where it is one.
  static func version(_ version: String?) -> ConfigValue {
    version.map { text in Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .string(text) } ?? .null
  }
}

extension LoadedProject {
  /// A file's path as artifacts have it: below the package that holds it.
  func originalPath(_ file: String, of node: Node) -> String {
    guard let prefix = state?.packages[node.package]?.shownPrefix, !prefix.isEmpty, file.hasPrefix(prefix) else {
      return file
    }
    return String(file.dropFirst(prefix.count))
  }

  /// The path of a node's file below its package.
  func originalPath(of node: Node) -> String { originalPath(node.location.file, of: node) }

  /// Where a node's compiled SQL goes, below the folder of artifacts: one file a node, tests below their properties file.
  public func compiledPath(of node: Node) -> String {
    let path = originalPath(of: node)
    let holder = node.resourceType == .test && node.test?.genericName != nil || !path.hasSuffix(".sql")
    let name = node.details.path.split(separator: "/").last.map(String.init) ?? node.name + ".sql"
    let file = node.resourceType == .snapshot ? path + "/" + node.name + ".sql" : holder ? path + "/" + name : path
    return "compiled/\(node.package)/\(file)"
  }

  /// `DBT_ENV_CUSTOM_ENV_*` variables, which every artifact carries along.
  public var metadataEnvironment: [String: String] {
    var found: [String: String] = [:]
    for (name, value) in state?.options.environment ?? [:] where name.hasPrefix("DBT_ENV_CUSTOM_ENV_") {
      found[String(name.dropFirst("DBT_ENV_CUSTOM_ENV_".count))] = value
    }
    return found
  }

  /// The macros a node uses, under the ids dbt knows: what came with this program stands for dbt's own.
  func artifactMacros(of node: Node) -> [String] { node.macroDependencies }
}
