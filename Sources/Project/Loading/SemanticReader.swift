import Jinja
import YAML

/// Makes semantic models, metrics and saved queries out of properties files: listed, selected and written to artifacts,
/// never run.
struct SemanticReader {
  let state: ProjectState
  let log: MessageLog
  let values: YAMLValues

  func drafts(_ files: [PropertiesFile]) -> [Draft] {
    let entries = files.flatMap(\.entries)
    let models = entries.filter { $0.kind == .semanticModels && $0.node["model"] != nil }
    var semantic = models.map(semanticModel)
    var metrics = entries.filter { $0.kind == .metrics }.map(metric)
    for entry in models { metrics += measureMetrics(of: entry) }
    var queries = entries.filter { $0.kind == .savedQueries }.map(savedQuery)
    var measures: [String: NodeID] = [:]
    for (draft, entry) in zip(semantic, models) {
      for measure in entry.node["measures"]?.sequence ?? [] {
        if let name = measure["name"]?.string { measures[name] = measures[name] ?? draft.node.id }
      }
    }
    let byName = Dictionary(metrics.map { ($0.node.name, $0.node.id) }) { first, _ in first }
    for index in metrics.indices { resolve(&metrics[index], measures: measures, metrics: byName) }
    for index in queries.indices {
      let names = queries[index].node.details.properties["query_params"]?["metrics"]?.stringList ?? []
      depend(&queries[index], on: names, byName, as: "metric")
    }
    let resolution = ConfigResolution(state: state, log: log, values: values)
    for index in semantic.indices { resolution.resolve(&semantic[index]) }
    for index in metrics.indices { resolution.resolve(&metrics[index]) }
    for index in queries.indices { resolution.resolve(&queries[index]) }
    fillMeasures(&metrics)
    return semantic + metrics + queries
  }

  // MARK: Kinds

  private func semanticModel(_ entry: PropertiesFile.Entry) -> Draft {
    var draft = draft(entry, .semanticModel)
    var node = draft.node
    if let model = entry.node["model"], let text = model.string {
      let context = NodeContext(state: state, node: node, package: entry.package, phase: .parsing)
      do throws(JinjaError) {
        _ = try state.rendering.value(of: text.holdsJinja ? text : "{{ \(text) }}", name: entry.file, in: context)
      } catch {
        var message = ProjectMessage(error, node: node.id)
        message.location = SourceLocation(model, file: entry.file)
        log.add(message)
      }
      node.details.refs = context.record.refs
    }
    let fields = ConfigValue(entry.node)
    func parts(_ key: String, _ standard: [String: ConfigValue]) -> ConfigEntry {
      let members = (fields[key]?.asList ?? []).map { member in
        var member = SemanticFields.completed(member, standard)
        if let parameters = member["type_params"], parameters.isMap, parameters["validity_params"] == nil {
          member = member.setting("type_params", to: parameters.setting("validity_params", to: .null))
        }
        return member["create_metric"] == nil ? member : member.setting("create_metric", to: .bool(false))
      }
      return ConfigEntry(key, .list(members))
    }
    node.details.properties = .map([
      ConfigEntry("model", fields["model"] ?? .null), ConfigEntry("label", fields["label"] ?? .null),
      ConfigEntry("defaults", fields["defaults"] ?? .null), parts("entities", SemanticFields.entity),
      parts("measures", SemanticFields.measure), parts("dimensions", SemanticFields.dimension),
      ConfigEntry("primary_entity", fields["primary_entity"] ?? .null),
    ])
    draft.node = node
    return draft
  }

  private func metric(_ entry: PropertiesFile.Entry) -> Draft {
    var draft = draft(entry, .metric)
    let fields = ConfigValue(entry.node)
    draft.node.details.properties = .map([
      ConfigEntry("tags", .list(fields["tags"]?.asList ?? [])),
      ConfigEntry("label", fields["label"] ?? .null), ConfigEntry("type", fields["type"] ?? .string("simple")),
      ConfigEntry("type_params", SemanticFields.typeParameters(fields["type_params"] ?? .map([]))),
      ConfigEntry("filter", SemanticFields.filter(fields["filter"])),
      ConfigEntry("time_granularity", fields["time_granularity"] ?? .null),
    ])
    return draft
  }

  /// Measures with `create_metric: true` are metrics of their own name.
  private func measureMetrics(of entry: PropertiesFile.Entry) -> [Draft] {
    (entry.node["measures"]?.sequence ?? []).compactMap { measure in
      guard measure["create_metric"]?.bool == true, let name = measure["name"]?.string else { return nil }
      var made = entry
      made.kind = .metrics
      made.name = name
      var draft = draft(made, .metric)
      let use = ConfigValue.map([ConfigEntry("measure", .string(name)), ConfigEntry("expr", .string(name))])
      draft.declared = [ConfigEntry("enabled", .bool(true))]
      draft.node.description = "Metric created from measure \(name)"
      draft.node.details.properties = .map([
        ConfigEntry("label", measure["label"].map { ConfigValue($0) } ?? .string(name)),
        ConfigEntry("type", .string("simple")),
        ConfigEntry("type_params", SemanticFields.typeParameters(use)), ConfigEntry("filter", .null),
        ConfigEntry("time_granularity", .null),
      ])
      return draft
    }
  }

  private func savedQuery(_ entry: PropertiesFile.Entry) -> Draft {
    var draft = draft(entry, .savedQuery)
    let fields = ConfigValue(entry.node)
    let query = fields["query_params"] ?? .map([])
    draft.node.details.properties = .map([
      ConfigEntry("label", fields["label"] ?? .null),
      ConfigEntry(
        "query_params",
        .map([
          ConfigEntry("metrics", .list(query["metrics"]?.asList ?? [])),
          ConfigEntry("group_by", .list(query["group_by"]?.asList ?? [])),
          ConfigEntry("where", SemanticFields.filter(query["where"])),
          ConfigEntry("order_by", .list(query["order_by"]?.asList ?? [])),
          ConfigEntry("limit", query["limit"] ?? .null),
        ])), ConfigEntry("exports", .list((fields["exports"]?.asList ?? []).map(export))),
    ])
    return draft
  }

  private func export(_ value: ConfigValue) -> ConfigValue {
    let config = value["config"] ?? .map([])
    return .map([
      ConfigEntry("name", value["name"] ?? .null),
      ConfigEntry(
        "config",
        .map([
          ConfigEntry("export_as", config["export_as"] ?? .string("table")),
          ConfigEntry("schema_name", config["schema"] ?? config["schema_name"] ?? .string(state.target.schema)),
          ConfigEntry("alias", config["alias"] ?? value["name"] ?? .null),
          ConfigEntry("database", config["database"] ?? .string(state.target.database)),
        ])), ConfigEntry("unrendered_config", config),
    ])
  }

  private func draft(_ entry: PropertiesFile.Entry, _ type: ResourceType) -> Draft {
    let folders = SearchRoots.below(entry.file, in: state.packages[entry.package]).split(separator: "/").dropLast().map(
      String.init)
    var node = Node(
      id: NodeID("\(type.rawValue).\(entry.package).\(entry.name)"), resourceType: type, name: entry.name,
      package: entry.package, fqn: [entry.package] + folders + [entry.name], location: entry.location)
    node.details.path = SearchRoots.below(entry.file, in: state.packages[entry.package])
    node.description =
      entry.node["description"].map { values.value($0, file: entry.file, package: entry.package).scalarText ?? "" }
      ?? ""
    var draft = Draft(node: node)
    for key in ["tags", "meta"] {
      if let value = entry.node[key], !value.isNull { draft.declared.append(ConfigEntry(key, ConfigValue(value))) }
    }
    draft.declared += (entry.node["config"]?.mapping?.entries ?? []).map {
      ConfigEntry($0.key.text, values.value($0.value, file: entry.file, package: entry.package))
    }
    return draft
  }

  // MARK: Arrows

  private func resolve(_ draft: inout Draft, measures: [String: NodeID], metrics: [String: NodeID]) {
    let parameters = draft.node.details.properties["type_params"] ?? .map([])
    func name(_ value: ConfigValue?) -> String? { value?["name"]?.stringValue ?? value?.stringValue }
    let conversion = parameters["conversion_type_params"]
    let used = [parameters["measure"], conversion?["base_measure"], conversion?["conversion_measure"]]
    depend(&draft, on: used.compactMap(name), measures, as: "measure")
    let inner = [parameters["numerator"], parameters["denominator"]] + (parameters["metrics"]?.asList ?? []).map { $0 }
    let ownMetric = parameters["cumulative_type_params"]?["metric"]
    depend(&draft, on: (inner + [ownMetric]).compactMap(name), metrics, as: "metric")
  }

  /// The measures a metric comes to in the end, through the metrics it is made of.
  private func fillMeasures(_ metrics: inout [Draft]) {
    let byID = Dictionary(metrics.map { ($0.node.id, $0.node) }) { first, _ in first }
    func measures(_ node: Node, _ depth: Int) -> [ConfigValue] {
      let own = node.details.properties["type_params"]?["measure"] ?? .null
      guard own.isNull, depth < 20 else { return own.isNull ? [] : [own] }
      var found: [ConfigValue] = []
      for measure in node.dependsOn.compactMap({ byID[$0] }).flatMap({ measures($0, depth + 1) })
      where !found.contains(measure) {
        found.append(measure)
      }
      return found
    }
    for index in metrics.indices {
      let properties = metrics[index].node.details.properties
      guard let parameters = properties["type_params"] else { continue }
      metrics[index].node.details.properties = properties.setting(
        "type_params", to: parameters.setting("input_measures", to: .list(measures(metrics[index].node, 0))))
    }
  }

  private func depend(_ draft: inout Draft, on names: [String], _ known: [String: NodeID], as kind: String) {
    for name in names {
      guard let id = known[name] else {
        log.error(
          "\(draft.node.resourceType.rawValue) '\(draft.node.name)' uses the \(kind) '\(name)', which is not defined",
          at: draft.node.location,
          hint: NearMiss.best(name, among: known.keys).map { "did you mean '\($0)'?" }
            ?? "define it, or correct its name",
          node: draft.node.id)
        continue
      }
      if !draft.node.dependsOn.contains(id) { draft.node.dependsOn.append(id) }
    }
  }
}

/// The fields dbt's artifacts give semantic resources whether they were written or not.
enum SemanticFields {
  static let entity: [String: ConfigValue] = [
    "type": .null, "description": .null, "label": .null, "role": .null, "expr": .null, "config": noMeta,
  ]
  static let measure: [String: ConfigValue] = [
    "agg": .null, "description": .null, "label": .null, "create_metric": .bool(false), "expr": .null,
    "agg_params": .null, "non_additive_dimension": .null, "agg_time_dimension": .null, "config": noMeta,
  ]
  static let dimension: [String: ConfigValue] = [
    "type": .null, "description": .null, "label": .null, "is_partition": .bool(false), "type_params": .null,
    "expr": .null, "metadata": .null, "config": noMeta,
  ]
  private static let noMeta = ConfigValue.map([ConfigEntry("meta", .map([]))])
  private static let measureUse: [String: ConfigValue] = [
    "filter": .null, "alias": .null, "join_to_timespine": .bool(false), "fill_nulls_with": .null,
  ]
  private static let metricUse: [String: ConfigValue] = [
    "filter": .null, "alias": .null, "offset_window": .null, "offset_to_grain": .null,
  ]

  /// A mapping with what it leaves out filled in.
  static func completed(_ value: ConfigValue, _ standard: [String: ConfigValue]) -> ConfigValue {
    var fields = value.isMap ? value : .map([ConfigEntry("name", value)])
    for (key, value) in standard.sorted(by: { $0.key < $1.key }) where fields[key] == nil {
      fields = fields.setting(key, to: value)
    }
    return fields
  }

  /// `type_params` of a metric, short forms spelled out.
  static func typeParameters(_ value: ConfigValue) -> ConfigValue {
    func use(_ key: String, _ standard: [String: ConfigValue]) -> ConfigEntry {
      ConfigEntry(key, value[key].map { $0.isNull ? .null : completed($0, standard) } ?? .null)
    }
    let measure = use("measure", measureUse)
    return .map([
      measure, ConfigEntry("input_measures", .list([])), ConfigEntry("metric_aggregation_params", .null),
      use("numerator", metricUse), use("denominator", metricUse), ConfigEntry("expr", value["expr"] ?? .null),
      ConfigEntry("window", value["window"] ?? .null), ConfigEntry("grain_to_date", value["grain_to_date"] ?? .null),
      ConfigEntry("metrics", .list((value["metrics"]?.asList ?? []).map { completed($0, metricUse) })),
      ConfigEntry("conversion_type_params", value["conversion_type_params"] ?? .null),
      ConfigEntry("cumulative_type_params", value["cumulative_type_params"] ?? .null),
    ])
  }

  /// A filter, or several, as artifacts write them.
  static func filter(_ value: ConfigValue?) -> ConfigValue {
    guard let value, !value.isNull else { return .null }
    let filters = value.asList.map { ConfigValue.map([ConfigEntry("where_sql_template", $0)]) }
    return .map([ConfigEntry("where_filters", .list(filters))])
  }
}
