import Jinja

extension ContextNames {
  /// Facts of the node and of the graph: `model`, `graph`, `is_incremental`, hooks.
  static let nodeFacts: [String: Factory] = [
    "model": { context in
      guard let node = context.node else { return .none }
      let fields = NodeView.fields(of: node, state: context.state)
      if let batch = context.execution?.context.batch { fields[.string("batch")] = NodeView.batch(batch) }
      return .dict(fields)
    },
    "graph": { context in
      guard let project = context.execution?.project else { return GraphView.empty }
      return GraphView.value(of: project, state: context.state)
    },
    "is_incremental": {
      $0.function("is_incremental") { context, _ in .bool(context.execution?.context.isIncremental ?? false) }
    },
    "should_full_refresh": {
      $0.function("should_full_refresh") { context, _ in
        .bool(context.node?.config.bool("full_refresh") ?? context.execution?.context.fullRefresh ?? false)
      }
    },
    "pre_hooks": { context in .list((context.node?.config["pre-hook"]?.asList ?? []).map(\.jinja)) },
    "post_hooks": { context in .list((context.node?.config["post-hook"]?.asList ?? []).map(\.jinja)) },
    "sql": { context in context.node.map { .string($0.rawCode) } ?? .none },
    "column_name": { context in context.node?.test?.columnName.map { .string($0) } ?? .none },
  ]
}

/// A node as templates see it: the fields of dbt's artifacts that macros read.
enum NodeView {
  /// `model.batch`.
  static func batch(_ window: BatchWindow) -> Value {
    func moment(_ text: String) -> Value { BatchPlan.moment(text).map { .object(DateTimeObject($0)) } ?? .none }
    return .dict([
      ("id", .string(window.id)), ("event_time_start", moment(window.start)), ("event_time_end", moment(window.end)),
    ])
  }

  static func fields(of node: Node, state: ProjectState) -> DictObject {
    let relation = node.relation
    func text(_ text: String?) -> Value { text.map { .string($0) } ?? .none }
    let columns = DictObject(
      node.columns.map { column in
        (
          .string(column.name),
          .dict([
            ("name", .string(column.name)), ("description", .string(column.description)),
            ("data_type", text(column.dataType)), ("meta", column.meta.jinja), ("quote", .bool(column.quote)),
            ("tags", .list(column.tags.map { .string($0) })), ("constraints", .list(column.constraints.map(\.jinja))),
          ])
        )
      })
    let entries: [(String, Value)] = [
      ("unique_id", .string(node.id.rawValue)), ("name", .string(node.name)),
      ("resource_type", .string(node.resourceType.rawValue)), ("package_name", .string(node.package)),
      ("path", .string(node.details.path)), ("original_file_path", .string(node.location.file)),
      ("fqn", .list(node.fqn.map { .string($0) })), ("alias", .string(node.details.alias)),
      ("database", text(relation?.database)), ("schema", text(relation?.schema)),
      ("identifier", text(relation?.identifier)), ("description", .string(node.description)),
      ("raw_code", .string(node.rawCode)), ("raw_sql", .string(node.rawCode)), ("language", .string("sql")),
      ("tags", .list(node.config.tags.map { .string($0) })), ("meta", node.config.meta.jinja),
      (
        "config",
        .dict(DictObject(node.config.values.sorted { $0.key < $1.key }.map { (.string($0.key), $0.value.jinja) }))
      ),
      ("columns", .dict(columns)), ("version", text(node.details.version)),
      ("latest_version", text(node.details.latestVersion)), ("access", text(node.details.access)),
      ("group", text(node.details.group)),
      (
        "refs",
        .list(
          node.details.refs.map { call in
            .dict([("name", .string(call.name)), ("package", text(call.package)), ("version", text(call.version))])
          })
      ),
      ("sources", .list(node.details.sources.map { .list([.string($0.source), .string($0.table)]) })),
      (
        "depends_on",
        .dict([
          ("nodes", .list(node.dependsOn.map { .string($0.rawValue) })),
          ("macros", .list(node.macroDependencies.map { .string($0) })),
        ])
      ),
      ("checksum", .dict([("name", .string("sha256")), ("checksum", .string(node.details.checksum))])),
      ("source_name", text(node.source?.sourceName)), ("loader", text(node.source?.loader)),
      (
        "relation_name", relation.map { .string(RelationObject($0, policy: state.policy(for: node)).render()) } ?? .none
      ),
    ]
    return DictObject(entries.map { (.string($0.0), $0.1) })
  }
}

/// The graph as templates see it: `graph.nodes.values()`, `graph.sources`, …
enum GraphView {
  static let kinds = ["nodes", "sources", "exposures", "metrics", "groups", "semantic_models", "saved_queries"]

  static var empty: Value { .dict(kinds.map { ($0, .dict([])) }) }

  /// The project as its artifacts are written from: dbt's graph is the manifest's nodes.
  static func loaded(_ project: GraphState, _ state: ProjectState) -> LoadedProject {
    var view = LoadedProject(
      root: state.root.root, name: state.root.name, target: state.target, graph: project.graph,
      compiler: ProjectCompiler(state: state, project: project))
    view.state = state
    return view
  }

  /// One node of the graph.
  static func value(of node: Node, in view: LoadedProject) -> Value { ManifestNodes.fields(of: node, in: view).jinja }

  static func value(of project: GraphState, state: ProjectState) -> Value {
    var parts: [String: [(Value, Value)]] = [:]
    let view = loaded(project, state)
    for id in project.graph.order {
      guard let node = project.graph[id] else { continue }
      let kind =
        switch node.resourceType {
        case .source: "sources"
        case .exposure: "exposures"
        case .metric: "metrics"
        case .semanticModel: "semantic_models"
        case .savedQuery: "saved_queries"
        case .group: "groups"
        case .unitTest: "unit_tests"
        default: "nodes"
        }
      parts[kind, default: []].append((.string(id.rawValue), value(of: node, in: view)))
    }
    parts["nodes", default: []] += ManifestOperations.entries(of: view).map { (.string($0.key), $0.value.jinja) }
    return .dict(kinds.map { ($0, .dict(DictObject(parts[$0] ?? []))) })
  }
}
