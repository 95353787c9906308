import Jinja

/// The methods of `adapter` that change what is in the warehouse. They do so in hooks and operations; a model that is
/// compiled changes nothing.
enum AdapterChanges {
  static let dropRelation: AdapterMethods.Method = { context, arguments in
    guard let relation = AdapterMethods.relation(arguments) else { return .string("") }
    try drop(relation, context)
    return .string("")
  }

  static let dropSchema: AdapterMethods.Method = { context, arguments in
    guard let execution = context.execution, execution.adapter.changesTables,
      let schema = AdapterMethods.relation(arguments)
    else { return .string("") }
    let database = schema.database ?? context.state.target.database
    for found in try execution.adapter.relations(inDatabase: database, schema: schema.schema ?? "") {
      try drop(
        RelationObject(
          database: database, schema: schema.schema, identifier: found.identifier, kind: found.kind,
          policy: schema.policy), context)
    }
    return .string("")
  }

  static let truncate: AdapterMethods.Method = { context, arguments in
    guard let execution = context.execution, execution.adapter.changesTables,
      let relation = AdapterMethods.relation(arguments)
    else { return .string("") }
    _ = try execution.adapter.query("delete from \(relation.bareName())")
    return .string("")
  }

  static let rename: AdapterMethods.Method = { context, arguments in
    guard let execution = context.execution, execution.adapter.changesTables else { return .string("") }
    let values = try arguments.bind("rename_relation", ["from_relation", "to_relation"], required: 2)
    guard case .object(let first)? = values[0], let from = first as? RelationObject,
      case .object(let second)? = values[1], let to = second as? RelationObject, let name = to.identifier
    else { throw Failure(.type, "rename_relation() takes two relations") }
    _ = try execution.adapter.query("alter table \(from.bareName()) rename to \(to.policy.quoted(name))")
    return .string("")
  }

  private static func drop(_ relation: RelationObject, _ context: NodeContext) throws {
    guard let execution = context.execution, execution.adapter.changesTables else { return }
    let known = try execution.adapter.relations(
      inDatabase: relation.database ?? context.state.target.database, schema: relation.schema ?? "")
    guard let found = known.first(where: { $0.identifier.lowercased() == relation.identifier?.lowercased() }) else {
      return
    }
    _ = try execution.adapter.query("drop \(found.kind == "view" ? "view" : "table") if exists \(relation.bareName())")
  }
}
