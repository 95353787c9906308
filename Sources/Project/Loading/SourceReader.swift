import YAML

/// Makes source nodes out of properties files.
struct SourceReader: Sendable {
  let state: ProjectState
  let log: MessageLog
  let values: YAMLValues
  let files: SourceFiles

  /// The tables of one `sources:` entry, with the tests declared on them.
  func drafts(_ entry: PropertiesFile.Entry, pathBelowRoot: String) -> [Draft] {
    guard let tables = entry.node["tables"], !tables.isNull else { return [] }
    guard let members = tables.sequence else {
      log.error(
        "'tables' is \(tables.kindInWords), not a list", at: SourceLocation(tables, file: entry.file),
        hint: "write each table as '- name: …'")
      return []
    }
    return members.compactMap { table in
      guard table.mapping != nil, let name = table["name"].flatMap({ ConfigValue($0).scalarText }) else {
        log.error(
          "a table of source '\(entry.name)' has no name", at: SourceLocation(table, file: entry.file),
          hint: "add 'name: …' to it")
        return nil
      }
      return draft(entry, table, named: name, pathBelowRoot: pathBelowRoot)
    }
  }

  private func draft(_ entry: PropertiesFile.Entry, _ table: YAMLNode, named name: String, pathBelowRoot: String)
    -> Draft
  {
    let source = entry.node
    let folders = pathBelowRoot.split(separator: "/").dropLast().map(String.init)
    let location = SourceLocation(table, file: entry.file)
    var node = Node(
      id: NodeID("source.\(entry.package).\(entry.name).\(name)"), resourceType: .source, name: name,
      package: entry.package, fqn: [entry.package] + folders + [entry.name, name], location: location)
    func value(_ node: YAMLNode?) -> ConfigValue {
      node.map { values.value($0, file: entry.file, package: entry.package) } ?? .null
    }
    func text(_ node: YAMLNode?) -> String? { value(node).scalarText }

    let reading = ColumnReading(file: entry.file, log: log) {
      values.value($0, file: entry.file, package: entry.package)
    }
    let (columns, columnTests) = reading.columns(of: table)
    node.columns = columns
    node.description = text(table["description"]) ?? ""
    var details = SourceDetails()
    details.sourceDescription = text(source["description"]) ?? ""
    let meta = [value(source["meta"]), value(source["config"]?["meta"])].first(where: \.isMap)
    details.sourceMeta = meta ?? .map([])
    details.external = value(table["external"])
    for place in [source["quoting"], table["quoting"]] {
      for entry in place?.mapping?.entries ?? [] { details.quoting[entry.key.text] = entry.value.bool }
    }
    details.writtenDatabase = (source["database"] ?? source["catalog"]).flatMap { ConfigValue($0).scalarText }
    details.writtenSchema = source["schema"].flatMap { ConfigValue($0).scalarText }
    node.details.source = details
    let prefix = state.packages[entry.package]?.shownPrefix ?? ""
    node.details.path = String(entry.file.dropFirst(prefix.count))

    var draft = Draft(node: node)
    draft.declared = declared(source, value) + declared(table, value)
    let freshness = freshness(source, table, in: entry.file, value)
    draft.declared.removeAll { $0.key == "freshness" }
    draft.declared += Self.shown(freshness)
    draft.tests = reading.tests(of: table) + columnTests
    ConfigResolution(state: state, log: log, values: values).resolve(&draft)
    draft.node.details.ownConfig = Self.ownConfig(draft, freshness: freshness)

    var properties = SourceProperties(
      sourceName: entry.name, tableName: name, loader: text(table["loader"]) ?? text(source["loader"]))
    properties.freshness = freshness
    let identifier = text(table["identifier"]) ?? name
    let relation = RelationName(
      database: text(source["database"]) ?? text(source["catalog"]) ?? state.target.database,
      schema: text(source["schema"]) ?? entry.name, identifier: identifier)
    properties.file = files.location(
      source: entry.name, table: name, identifier: identifier, relation: relation,
      table: value(table), sourceValue: sourceMeta(value(source)), at: location)
    draft.node.source = properties
    draft.node.relation = relation
    draft.node.materialization = .view
    return draft
  }

  /// The parts of a source that say where its files are.
  private func sourceMeta(_ source: ConfigValue) -> ConfigValue { source.removing("tables") }

  private func declared(_ node: YAMLNode, _ value: (YAMLNode?) -> ConfigValue) -> [ConfigEntry] {
    var entries: [ConfigEntry] = []
    for key in ["tags", "meta", "loaded_at_field", "loaded_at_query"] {
      if let node = node[key], !node.isNull { entries.append(ConfigEntry(key, value(node))) }
    }
    for entry in node["config"]?.mapping?.entries ?? [] {
      // What a table leaves empty its source says.
      if entry.key.text.hasPrefix("loaded_at_"), entry.value.isNull { continue }
      entries.append(ConfigEntry(entry.key.text, value(entry.value)))
    }
    return entries
  }

  /// What dbt compares of a source's configuration: the general keys always there, freshness where any was set.
  private static func ownConfig(_ draft: Draft, freshness: Freshness?) -> [ConfigEntry] {
    var own = draft.declared.filter { $0.key != "meta" && $0.key != "tags" && $0.key != "freshness" }
    own.append(ConfigEntry("meta", draft.node.config.meta))
    own.append(ConfigEntry("tags", .list(draft.node.config.tags.map { .string($0) })))
    if freshness?.isSet ?? true, let shown = draft.declared.last(where: { $0.key == "freshness" }) { own.append(shown) }
    for key in ["loaded_at_field", "loaded_at_query"] where !own.contains(where: { $0.key == key }) {
      own.append(ConfigEntry(key, .null))
    }
    return UnrenderedConfig.own(own.map { [$0] })
  }

  /// Freshness as artifacts show it.
  private static func shown(_ freshness: Freshness?) -> [ConfigEntry] {
    guard let freshness else { return [ConfigEntry("freshness", .null)] }
    func period(_ seconds: Int?) -> ConfigValue {
      guard let seconds else { return .map([ConfigEntry("count", .null), ConfigEntry("period", .null)]) }
      let (length, unit) =
        [(86_400, "day"), (3_600, "hour"), (60, "minute")].first { seconds % $0.0 == 0 } ?? (60, "minute")
      return .map([ConfigEntry("count", .int(seconds / length)), ConfigEntry("period", .string(unit))])
    }
    return [
      ConfigEntry(
        "freshness",
        .map([
          ConfigEntry("warn_after", period(freshness.warnAfterSeconds)),
          ConfigEntry("error_after", period(freshness.errorAfterSeconds)),
          ConfigEntry("filter", freshness.filter.map { .string($0) } ?? .null),
        ])),
      ConfigEntry("loaded_at_field", freshness.loadedAtField.map { .string($0) } ?? .null),
      ConfigEntry("loaded_at_query", freshness.loadedAtQuery.map { .string($0) } ?? .null),
    ]
  }

  /// Freshness of a table over that of its source, each threshold by itself.
  private func freshness(
    _ source: YAMLNode, _ table: YAMLNode, in file: String, _ value: (YAMLNode?) -> ConfigValue
  ) -> Freshness? {
    func first(_ node: YAMLNode, _ key: String) -> YAMLNode? { node["config"]?[key] ?? node[key] }
    let tableNode = first(table, "freshness")
    if let tableNode, tableNode.isNull { return nil }
    let own = value(tableNode)
    let general = value(first(source, "freshness"))
    func seconds(_ key: String) -> Int? {
      let period = own[key] ?? general[key]
      guard let count = period?["count"]?.intValue ?? period?["count"]?.scalarText.flatMap({ Int($0) }) else {
        return nil
      }
      let unit = period?["period"]?.scalarText ?? ""
      guard let length = ["minute": 60, "hour": 3_600, "day": 86_400][unit] else {
        let written = tableNode?[key]?["period"] ?? first(source, "freshness")?[key]?["period"] ?? table
        log.error(
          unit.isEmpty ? "\(key) has a count and no period" : "'\(unit)' is no period of freshness",
          at: SourceLocation(written, file: file), hint: "write minute, hour or day")
        return nil
      }
      return count * length
    }
    var freshness = Freshness(warnAfterSeconds: seconds("warn_after"), errorAfterSeconds: seconds("error_after"))
    freshness.filter = (own["filter"] ?? general["filter"])?.scalarText
    func said(_ key: String) -> String? {
      [table, source].lazy.compactMap { first($0, key) }.first { !$0.isNull }.flatMap { value($0).scalarText }
    }
    freshness.loadedAtField = said("loaded_at_field")
    freshness.loadedAtQuery = said("loaded_at_query")
    return freshness
  }
}
