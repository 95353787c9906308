import Jinja

/// Gives nodes their database, schema and alias, by dbt's rules or the project's own `generate_*_name`.
struct RelationNaming: Sendable {
  let state: ProjectState
  let log: MessageLog

  /// A test's alias: what the project's own `generate_alias_name` makes of it, its `alias`, its name.
  func alias(ofTest draft: Draft) -> String {
    let custom = draft.node.config.string("alias")
    return generated("generate_alias_name", custom, draft) ?? custom ?? draft.node.name
  }

  /// Sets the table a test keeps its failing rows in, when it keeps them.
  func nameStore(of draft: inout Draft) {
    guard draft.node.config.bool("store_failures") ?? state.options.storeFailures else { return }
    var named = draft
    name(&named)
    draft.node.relation = named.node.relation
    draft.node.relation?.identifier = draft.node.details.alias
  }

  /// Sets a node's relation and alias.
  func name(_ draft: inout Draft) {
    let config = draft.node.config
    let custom = config.string("alias")
    let version = draft.node.details.version
    let isTest = draft.node.resourceType == .test
    if isTest, custom == nil, draft.node.test?.genericName == nil { draft.node.details.alias = draft.node.name }
    draft.node.details.alias =
      generated("generate_alias_name", custom, draft) ?? custom?.trimmingBlanks()
      ?? (version.map { "\(draft.node.name)_v\($0.map { $0 == "." ? "_" : $0 }.reduce(into: "") { $0.append($1) })" }
        ?? draft.node.name)
    var customSchema = config.string("schema")
    var customDatabase = config.string("database") ?? config.string("catalog") ?? config.string("project")
    if draft.node.resourceType == .snapshot {
      customSchema = config.string("target_schema") ?? customSchema
      customDatabase = config.string("target_database") ?? customDatabase
    }
    let schema: String
    let database: String
    if draft.node.resourceType == .snapshot, config.string("target_schema") != nil {
      schema = customSchema ?? state.target.schema
    } else {
      schema =
        generated("generate_schema_name", customSchema, draft)
        ?? customSchema.map { "\(state.target.schema)_\($0.trimmingBlanks())" } ?? state.target.schema
    }
    database =
      generated("generate_database_name", customDatabase, draft) ?? customDatabase?.trimmingBlanks()
      ?? state.target.database
    draft.node.materialization = Materialization(config.string("materialized") ?? "view")
    guard draft.node.materialization != .ephemeral, draft.node.resourceType != .analysis else {
      draft.node.relation = nil
      return
    }
    draft.node.relation = RelationName(database: database, schema: schema, identifier: draft.node.details.alias)
  }

  /// The name a project's own macro makes; nil when there is none.
  private func generated(_ macroName: String, _ custom: String?, _ draft: Draft) -> String? {
    let node = draft.node
    guard
      let macro = state.macros.packages[node.package]?[macroName] ?? state.macros.packages[state.root.name]?[macroName]
    else { return nil }
    let context = NodeContext(state: state, node: node, package: state.root.name, phase: .parsing)
    do throws(JinjaError) {
      let customValue: Value = custom.map { .string($0) } ?? .none
      let fields = NodeView.fields(of: node, state: state)
      let value = try state.rendering.call(macro, [customValue, .dict(fields)], in: context)
      let text = value.str().trimmingBlanks()
      return value.isNone || text.isEmpty ? nil : text
    } catch {
      log.add(ProjectMessage(error, node: node.id))
      return nil
    }
  }
}

extension String {
  /// The text without blanks and line ends around it.
  func trimmingBlanks() -> String { trimmedCode(self) }
}
