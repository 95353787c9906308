import Jinja

extension ContextNames {
  /// `adapter` and `api`: what dbt asks the warehouse through.
  static let adapter: [String: Factory] = [
    "adapter": { .object(AdapterObject($0)) },
    "api": { context in
      .dict([
        ("Relation", .object(RelationFactory(context))),
        ("Column", .object(ColumnFactory(context))),
      ])
    },
  ]
}

/// `api.Relation.create(…)`.
final class RelationFactory: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "Relation" }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "create":
      return context.function("Relation.create") { context, arguments in
        let values = try arguments.bind(
          "create", ["database", "schema", "identifier", "type", "quote_policy", "include_policy", "path"])
        func text(_ index: Int) -> String? { values[index].flatMap { $0.isNone || $0.isUndefined ? nil : $0.str() } }
        return .object(
          RelationObject(
            database: text(0), schema: text(1), identifier: text(2), kind: text(3), policy: context.state.quoting))
      }
    case "create_from_node", "create_from":
      return context.function(name) { context, arguments in
        guard let node = arguments.positional.last, case .dict(let fields) = node else { return .none }
        return .object(
          RelationObject(
            database: fields["database"]?.str(), schema: fields["schema"]?.str(),
            identifier: (fields["alias"] ?? fields["identifier"])?.str(), policy: context.state.quoting))
      }
    case "add_ephemeral_prefix":
      return context.function(name) { _, arguments in
        .string("__dbt__cte__" + (arguments.positional.first?.str() ?? ""))
      }
    case "Table", "table": return .string("table")
    case "View", "view": return .string("view")
    case "get_relation_type": return context.function(name) { _, arguments in arguments.positional.first ?? .none }
    case "scd_args": return .list([])
    default: return nil
    }
  }
}

/// `adapter.*`.
final class AdapterObject: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "Adapter" }

  func attribute(_ name: String) throws -> Value? {
    if name == "Relation" { return .object(RelationFactory(context)) }
    if name == "Column" { return .object(ColumnFactory(context)) }
    if name == "config" || name == "connections" { return nil }
    guard let method = AdapterMethods.all[name] else { return nil }
    return context.function("adapter." + name, method)
  }
}

/// The methods of `adapter`, each a function of the context.
enum AdapterMethods {
  typealias Method = @Sendable (NodeContext, CallArguments) throws -> Value

  static let all: [String: Method] = [
    "dispatch": dispatch, "get_relation": getRelation, "load_relation": getRelation,
    "get_columns_in_relation": getColumns, "get_missing_columns": getMissingColumns,
    "check_schema_exists": checkSchemaExists, "list_relations": listRelations,
    "list_relations_without_caching": listRelations,
    "quote": { context, arguments in .string(context.state.quoting.quoted(arguments.positional.first?.str() ?? "")) },
    "quote_as_configured": { context, arguments in
      .string(context.state.quoting.quoted(arguments.positional.first?.str() ?? ""))
    },
    "quote_seed_column": { context, arguments in
      let quote = try arguments.positional.dropFirst().first.map { $0.isNone ? true : try $0.truth() } ?? true
      let name = arguments.positional.first?.str() ?? ""
      return .string(quote ? context.state.quoting.quoted(name) : name)
    },
    "type": { context, _ in .string(context.state.target.type) },
    "execute": runQuery,
    "standardize_grants_dict": { _, _ in .dict([]) },
    "is_cancelable": { _, _ in .bool(true) },
    "commit": nothing, "create_schema": nothing, "drop_schema": AdapterChanges.dropSchema,
    "drop_relation": AdapterChanges.dropRelation, "truncate_relation": AdapterChanges.truncate,
    "rename_relation": AdapterChanges.rename, "cache_added": nothing, "cache_dropped": nothing,
    "cache_renamed": nothing, "expand_target_column_types": nothing, "clear_transaction": nothing,
    "submit_python_job": nothing, "valid_snapshot_target": nothing, "verify_database": nothing,
  ]

  private static let nothing: Method = { _, _ in .string("") }

  private static let dispatch: Method = { context, arguments in
    let values = try arguments.bind("dispatch", ["macro_name", "macro_namespace", "packages"], required: 1)
    let name = values[0]?.str() ?? ""
    if name.contains(".") {
      throw Failure(.runtime, "adapter.dispatch takes '\(name)' as two arguments: the macro's name and its namespace")
    }
    let space = values[1].flatMap { $0.isNone || $0.isUndefined ? nil : $0.str() }
    guard let macro = context.state.macros.dispatch(name, namespace: space, from: context.package) else {
      let tried = context.state.macros.dispatchPrefixes.map { $0 + "__" + name }.joined(separator: ", ")
      throw Failure(
        .runtime, "dispatch found no macro for '\(name)'\(space.map { " in '\($0)'" } ?? ""); it looked for \(tried)")
    }
    return context.macroValue(macro)
  }

  static let runQuery: Method = { context, arguments in
    guard let execution = context.execution else { return .none }
    let table = try execution.adapter.query(arguments.positional.first?.str() ?? "")
    return .object(TableObject(table))
  }

  static func relation(_ arguments: CallArguments) -> RelationObject? {
    for value in arguments.positional + arguments.keyword.map(\.value) {
      if case .object(let object) = value, let relation = object as? RelationObject { return relation }
    }
    return nil
  }

  private static let getColumns: Method = { context, arguments in
    guard let execution = context.execution, let relation = relation(arguments) else { return .list([]) }
    return .list(
      try execution.adapter.columns(of: relation.name)?.map {
        .object(ColumnObject($0, quoting: context.state.quoting, adapter: context.state.target.type))
      } ?? [])
  }

  private static let getMissingColumns: Method = { context, arguments in
    guard let execution = context.execution, arguments.positional.count > 1,
      case .object(let first) = arguments.positional[0], let from = first as? RelationObject,
      case .object(let second) = arguments.positional[1], let to = second as? RelationObject
    else { return .list([]) }
    let known = Set(try execution.adapter.columns(of: to.name)?.map { $0.name.lowercased() } ?? [])
    let all = try execution.adapter.columns(of: from.name) ?? []
    return .list(
      all.filter { !known.contains($0.name.lowercased()) }.map {
        .object(ColumnObject($0, quoting: context.state.quoting, adapter: context.state.target.type))
      })
  }

  private static let getRelation: Method = { context, arguments in
    guard let execution = context.execution else { return .none }
    var name: RelationName
    if let relation = relation(arguments) {
      name = relation.name
    } else {
      let values = try arguments.bind("get_relation", ["database", "schema", "identifier"], required: 3)
      func text(_ value: Value?) -> String { value.map { $0.isNone ? "" : $0.str() } ?? "" }
      name = RelationName(database: text(values[0]), schema: text(values[1]), identifier: text(values[2]))
    }
    if name.database.isEmpty { name.database = context.state.target.database }
    let known = try execution.adapter.relations(inDatabase: name.database, schema: name.schema)
    guard let found = known.first(where: { $0.identifier.lowercased() == name.identifier.lowercased() }) else {
      return .none
    }
    name.identifier = found.identifier
    return .object(RelationObject(name, kind: found.kind, policy: context.state.quoting))
  }

  private static let checkSchemaExists: Method = { context, arguments in
    let values = try arguments.bind("check_schema_exists", ["database", "schema"], required: 2)
    guard let execution = context.execution else { return .bool(false) }
    return .bool(
      try !execution.adapter.relations(inDatabase: values[0]?.str() ?? "", schema: values[1]?.str() ?? "").isEmpty)
  }

  private static let listRelations: Method = { context, arguments in
    guard let execution = context.execution else { return .list([]) }
    var database = arguments.positional.first?.str() ?? ""
    var schema = arguments.positional.dropFirst().first?.str() ?? ""
    if let relation = relation(arguments) { (database, schema) = (relation.name.database, relation.name.schema) }
    return .list(
      try execution.adapter.relations(inDatabase: database, schema: schema).map {
        .object(
          RelationObject(
            database: database, schema: schema, identifier: $0.identifier, kind: $0.kind, policy: context.state.quoting)
        )
      })
  }
}
