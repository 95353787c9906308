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
    details.sourceMeta = value(source["meta"]).isMap ? value(source["meta"]) : value(source["config"]?["meta"])
    details.external = value(table["external"])
    for place in [source["quoting"], table["quoting"]] {
      for entry in place?.mapping?.entries ?? [] { details.quoting[entry.key.text] = entry.value.bool }
    }
    node.details.source = details
    node.details.path = entry.file

    var draft = Draft(node: node)
    draft.declared = declared(source, value) + declared(table, value)
    let freshness = freshness(source, table, value)
    draft.declared.removeAll { $0.key == "freshness" }
    draft.declared += Self.shown(freshness)
    draft.tests = reading.tests(of: table) + columnTests
    ConfigResolution(state: state, log: log, values: values).resolve(&draft)

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
    for key in ["tags", "meta", "enabled", "event_time", "loaded_at_field", "loaded_at_query"] {
      if let node = node[key], !node.isNull { entries.append(ConfigEntry(key, value(node))) }
    }
    entries += (node["config"]?.mapping?.entries ?? []).map { ConfigEntry($0.key.text, value($0.value)) }
    return entries
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
  private func freshness(_ source: YAMLNode, _ table: YAMLNode, _ value: (YAMLNode?) -> ConfigValue) -> Freshness? {
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
        log.error(
          "'\(unit)' is no period of freshness", at: SourceLocation(table, file: ""), hint: "write minute, hour or day")
        return nil
      }
      return count * length
    }
    var freshness = Freshness(warnAfterSeconds: seconds("warn_after"), errorAfterSeconds: seconds("error_after"))
    freshness.filter = (own["filter"] ?? general["filter"])?.scalarText
    freshness.loadedAtField = value(first(table, "loaded_at_field") ?? first(source, "loaded_at_field")).scalarText
    freshness.loadedAtQuery = value(first(table, "loaded_at_query") ?? first(source, "loaded_at_query")).scalarText
    return freshness
  }
}
