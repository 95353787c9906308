import Jinja

extension ProjectCompiler {
  func compile(
    _ hook: NodeHook, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    try render(
      hook.sql, at: hook.location, in: makeContext(node, package: node.package, context: context, adapter: adapter))
  }

  func compile(
    _ hook: ProjectHook, results: [FinishedNode], context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    let rendering = makeContext(nil, package: hook.package, context: context, adapter: adapter)
    let nodes = results.compactMap { project.graph[$0.id] }
    rendering.extras["results"] = .list(results.map { value(of: $0) })
    let places = nodes.compactMap(\.relation)
    var schemas: [String] = []
    var databases: [RelationName] = []
    for place in places {
      if !schemas.contains(place.schema) { schemas.append(place.schema) }
      if !databases.contains(where: { $0.database == place.database && $0.schema == place.schema }) {
        databases.append(place)
      }
    }
    rendering.extras["schemas"] = .list(schemas.map { .string($0) })
    rendering.extras["database_schemas"] = .list(
      databases.map { .tuple([.string($0.database), .string($0.schema)]) })
    return try render(hook.sql, at: hook.location, in: rendering)
  }

  private func render(
    _ text: String, at place: SourceLocation, in rendering: NodeContext
  ) throws(CompilationFailure) -> CompiledNode {
    let rendered: Rendered
    do throws(JinjaError) {
      rendered = try state.rendering.render(text, name: place.file, in: rendering)
    } catch {
      var message = ProjectMessage(error, node: rendering.node?.id)
      // Lines of the hook's own text are counted from where it begins; a macro's place is its own.
      if let found = message.location, found.file == place.file {
        message.location = found.inside(place)
      }
      throw CompilationFailure([message])
    }
    let map = rendered.sourceMap
    var compiled = CompiledNode(
      id: rendering.node?.id ?? NodeID("operation.\(rendering.package)"), sql: rendered.text, fingerprint: ""
    ) { offset in
      map.location(ofUTF8Offset: offset).map { found in
        let own = SourceLocation(file: found.template, line: found.line, column: found.column)
        return found.template == place.file ? own.inside(place) : own
      }
    }
    compiled.lines = rendering.record.lines.map { CompiledNode.Line(text: $0.text, isShown: $0.info) }
    return compiled
  }

  /// What the hooks make of the node's fingerprint: their text as far as it is known before they run, for running them
  /// is left to the moment they are for.
  func fingerprint(ofHooksOf node: Node, into record: RenderRecord) -> [String] {
    (node.hooks(.before) + node.hooks(.after)).map { hook in
      let rendering = NodeContext(state: state, node: node, package: node.package, phase: .parsing)
      guard let text = try? state.rendering.render(hook.sql, name: hook.location.file, in: rendering).text else {
        return hook.sql
      }
      record.inputs.merge(rendering.record.inputs) { $1 }
      record.macros.formUnion(rendering.record.macros)
      let macros = rendering.record.macros.sorted().compactMap { id in
        state.macros.entry(id: id).flatMap { $0.isBuiltIn ? nil : $0.text }
      }
      return ([text] + macros).joined(separator: "\u{1}")
    }
  }

  private func value(of result: FinishedNode) -> Value {
    let message = result.message.map { Value.string($0) } ?? .none
    var timing: [Value] = []
    if let started = result.startedAt {
      func moment(_ seconds: Double) -> Value { .object(DateTimeObject(.init(secondsSince1970: seconds, offset: nil))) }
      timing = [("compile", 0), ("execute", result.seconds)].map { name, seconds in
        .dict([
          ("name", .string(name)), ("started_at", moment(started)), ("completed_at", moment(started + seconds)),
        ])
      }
    }
    let node = project.graph[result.id].map { node in
      let fields = GraphView.value(of: node, in: GraphView.loaded(project, state))
      // What every node's configuration answers for, whatever its kind.
      if case .dict(let fields) = fields, case .dict(let config)? = fields["config"], config["full_refresh"] == nil {
        config["full_refresh"] = Value.none
      }
      return fields
    }
    return .dict([
      ("status", .string(result.status)), ("message", message), ("execution_time", .double(result.seconds)),
      ("failures", result.failures.map { .int($0) } ?? .none), ("thread_id", .string("Thread-1")),
      ("timing", .list(timing)), ("unique_id", .string(result.id.rawValue)),
      ("adapter_response", .dict([("_message", message), ("rows_affected", .int(result.rowsAffected))])),
      ("node", node ?? .none),
    ])
  }
}

extension NodeCompiler {
  /// A compiler without Jinja takes a hook as it is.
  public func compile(
    _ hook: NodeHook, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    CompiledNode(id: node.id, sql: hook.sql, fingerprint: "") { _ in hook.location }
  }

  /// The same, for a hook of the run.
  public func compile(
    _ hook: ProjectHook, results: [FinishedNode], context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    CompiledNode(id: NodeID("operation.\(hook.package)"), sql: hook.sql, fingerprint: "") { _ in hook.location }
  }
}
