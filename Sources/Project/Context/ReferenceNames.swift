import Jinja

extension ContextNames {
  /// `ref`, `source`, `this`.
  static let references: [String: Factory] = [
    "ref": { $0.function("ref", ref) },
    "source": { $0.function("source", source) },
    "this": { context in
      guard let node = context.node else { return .none }
      if let standIn = context.execution?.context.unitTest?.standIns[node.id] {
        return .object(RelationObject(standIn, policy: context.state.policy(for: node)))
      }
      guard let relation = node.relation else {
        // While the project is read, names are not settled yet; templates still want a relation to hold.
        guard context.execution == nil || node.materialization == .ephemeral else { return .none }
        return .object(placeholder(node, context))
      }
      return .object(RelationObject(relation, kind: nil, policy: context.state.policy(for: node)))
    },
    "doc": { $0.function("doc", doc) },
    "metric": { $0.function("metric") { _, _ in .string("") } },
  ]

  /// What stands for a relation before it is known, and for that of an ephemeral model, which is never made but whose
  /// database and schema its SQL may name.
  private static func placeholder(_ node: Node, _ context: NodeContext) -> RelationObject {
    let target = context.state.target
    let schema = node.config.string("schema").map { "\(target.schema)_\($0)" } ?? target.schema
    return RelationObject(
      database: node.config.string("database") ?? target.database, schema: schema, identifier: node.name,
      policy: context.state.quoting)
  }

  /// What stands for a relation before it is known.
  private static func placeholder(_ name: String, _ context: NodeContext) -> RelationObject {
    RelationObject(
      database: context.state.target.database, schema: context.state.target.schema, identifier: name,
      policy: context.state.quoting)
  }

  private static func ref(_ context: NodeContext, _ arguments: CallArguments) throws -> Value {
    guard (1...2).contains(arguments.positional.count) else {
      throw Failure(
        .type, "ref() takes a model's name, or a package and a name; it got \(arguments.positional.count) arguments")
    }
    let names = try arguments.positional.map { value in
      guard let name = value.stringValue else {
        throw Failure(.type, "ref() takes names in quotes, as in ref('orders'), not \(value.typeName)")
      }
      return name
    }
    var call = RefCall(name: names[names.count - 1], package: names.count == 2 ? names[0] : nil)
    for (name, value) in arguments.keyword {
      guard name == "v" || name == "version" else {
        throw Failure(.type, "ref() got an unexpected keyword argument '\(name)'")
      }
      if !value.isNone { call.version = value.str() }
    }
    context.record.add(call)
    guard let execution = context.execution else { return .object(placeholder(call.name, context)) }
    switch execution.project.lookup.resolve(call, from: context.package) {
    case .found(let id):
      guard let node = execution.project.graph[id] else { throw Failure(.runtime, "'\(id)' is disabled") }
      if let pretended = execution.context.unitTest {
        return try standIn(node, "ref('\(call.name)')", pretended, context)
      }
      try context.checkForeseen(id, "ref('\(call.name)')")
      if node.materialization == .ephemeral {
        context.record.ephemerals.append(id)
        let object = RelationObject.ephemeral(node.details.alias.isEmpty ? node.name : node.details.alias)
        narrow(object, to: nil, context)
        return .object(object)
      }
      guard let relation = node.relation else { throw Failure(.runtime, "'\(id)' is no relation to select from") }
      let object = RelationObject(relation, policy: context.state.policy(for: node))
      narrow(object, to: node, context)
      return .object(object)
    case .disabled: throw Failure(.runtime, "ref('\(call.name)') points at a disabled node")
    case .missing(let hint):
      throw Failure(.runtime, "ref('\(call.name)') points at nothing" + (hint.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }

  private static func source(_ context: NodeContext, _ arguments: CallArguments) throws -> Value {
    guard arguments.positional.count == 2, let source = arguments.positional[0].stringValue,
      let table = arguments.positional[1].stringValue
    else { throw Failure(.type, "source() takes the names of a source and a table in quotes") }
    let call = SourceCall(source: source, table: table)
    context.record.add(call)
    guard let execution = context.execution else { return .object(placeholder(table, context)) }
    guard let id = execution.project.lookup.resolve(call, from: context.package), let node = execution.project.graph[id]
    else {
      throw Failure(.runtime, "source('\(source)', '\(table)') is not declared in any properties file")
    }
    if let pretended = execution.context.unitTest {
      return try standIn(node, "source('\(source)', '\(table)')", pretended, context)
    }
    guard let relation = node.relation else { throw Failure(.runtime, "'\(id)' is no relation to select from") }
    let object = RelationObject(relation, policy: context.state.policy(for: node))
    narrow(object, to: node, context)
    return .object(object)
  }

  /// Lets a reference read no rows (`--empty`), or those of the batch that is made.
  private static func narrow(_ object: RelationObject, to node: Node?, _ context: NodeContext) {
    guard let execution = context.execution else { return }
    object.namesQueries = context.state.target.type != "duckdb"
    object.isLimited = execution.context.empty
    if let batch = execution.context.batch, let column = node?.config.string("event_time"), !column.isEmpty {
      object.filter = batch.condition(on: column)
    }
  }

  /// In a unit test a node is what the test gives for it.
  private static func standIn(
    _ node: Node, _ words: String, _ pretended: UnitTestOverrides, _ context: NodeContext
  ) throws -> Value {
    guard let relation = pretended.standIns[node.id] else {
      throw Failure(
        .runtime,
        "the unit test '\(pretended.test)' gives no rows for \(words); add '- input: \(words)' with 'rows: []'")
    }
    return .object(RelationObject(relation, policy: context.state.policy(for: node)))
  }

  private static func doc(_ context: NodeContext, _ arguments: CallArguments) throws -> Value {
    let names = arguments.positional.map { $0.str() }
    guard let name = names.last else { throw Failure(.type, "doc() takes the name of a docs block") }
    let package = names.count > 1 ? names[0] : nil
    guard let text = context.state.docs.text(name, package: package, from: context.package) else {
      let near = NearMiss.best(name, among: context.state.docs.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
      throw Failure(.runtime, "there is no docs block '\(name)'\(near)")
    }
    return .string(text)
  }
}
