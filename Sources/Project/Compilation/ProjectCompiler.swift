import Jinja

/// Compiles the nodes of a loaded project.
struct ProjectCompiler: NodeCompiler {
  let state: ProjectState
  let project: GraphState

  func compile(_ node: Node, context: CompilationContext, adapter: any CompilationAdapter) throws(CompilationFailure)
    -> CompiledNode
  {
    let statement = try statement(of: node, context: context, adapter: adapter)
    let hooks = fingerprint(ofHooksOf: node, into: statement.record)
    var compiled = CompiledNode(
      id: node.id, sql: statement.sql.text,
      fingerprint: try fingerprint(node, statement, hooks: hooks, context: context, adapter: adapter),
      locate: statement.sql.locate)
    compiled.lines = statement.record.lines.map { CompiledNode.Line(text: $0.text, isShown: $0.info) }
    compiled.warnings = statement.record.warnings.map { ProjectMessage(.warning, $0, at: node.location, node: node.id) }
    return compiled
  }

  func compile(inline text: String, context: CompilationContext, adapter: any CompilationAdapter)
    throws(CompilationFailure) -> CompiledNode
  {
    let rendering = makeContext(nil, package: state.root.name, context: context, adapter: adapter)
    let rendered: Rendered
    do throws(JinjaError) {
      rendered = try state.rendering.render(text, name: "inline", in: rendering)
    } catch {
      throw CompilationFailure([ProjectMessage(error)])
    }
    var sql = CompiledText(rendered, shift: nil)
    sql = try injecting(rendering.record.ephemerals, into: sql, context: context, adapter: adapter)
    var compiled = CompiledNode(
      id: NodeID("sql_operation.\(state.root.name).inline"), sql: sql.text, fingerprint: SHA256.hex(sql.text),
      locate: sql.locate)
    compiled.lines = rendering.record.lines.map { CompiledNode.Line(text: $0.text, isShown: $0.info) }
    return compiled
  }

  func makeContext(_ node: Node?, package: String, context: CompilationContext, adapter: any CompilationAdapter)
    -> NodeContext
  {
    NodeContext(
      state: state, node: node, package: package,
      phase: .executing(.init(project: project, context: context, adapter: adapter)))
  }

  /// A node's statement, before hooks.
  struct Statement {
    var sql: CompiledText
    var record: RenderRecord
  }

  func statement(of node: Node, context: CompilationContext, adapter: any CompilationAdapter)
    throws(CompilationFailure) -> Statement
  {
    let rendering = makeContext(node, package: node.package, context: context, adapter: adapter)
    rendering.holdsToDependencies = true
    var sql: CompiledText
    do throws(JinjaError) {
      if node.test?.genericName != nil {
        sql = CompiledText(verbatim: try GenericTestSQL.text(of: node, in: rendering), at: node.location)
      } else {
        let template = try Template(
          parsing: node.rawCode, name: node.location.file, syntax: MacroFiles.syntax)
        sql = CompiledText(
          try state.rendering.render(template, in: rendering), shift: node.location.line > 1 ? node.location : nil)
      }
    } catch {
      throw CompilationFailure([ProjectMessage(error, node: node.id)])
    }
    sql = try injecting(rendering.record.ephemerals, into: sql, context: context, adapter: adapter)
    return Statement(sql: sql, record: rendering.record)
  }

  /// The statement with the ephemeral models it reads as CTEs before it, theirs before them.
  private func injecting(
    _ ids: [NodeID], into sql: CompiledText, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledText {
    guard !ids.isEmpty else { return sql }
    var injection = EphemeralInjection()
    for id in ids { try add(id, to: &injection, context: context, adapter: adapter) }
    return injection.inject(into: sql)
  }

  private func add(
    _ id: NodeID, to injection: inout EphemeralInjection, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) {
    guard !injection.contains(id), let node = project.graph[id] else { return }
    let rendering = makeContext(node, package: node.package, context: context, adapter: adapter)
    let text: CompiledText
    do throws(JinjaError) {
      text = CompiledText(
        try state.rendering.render(node.rawCode, name: node.location.file, in: rendering), shift: nil)
    } catch {
      throw CompilationFailure([ProjectMessage(error, node: id)])
    }
    for inner in rendering.record.ephemerals { try add(inner, to: &injection, context: context, adapter: adapter) }
    injection.add(id, name: node.details.alias.isEmpty ? node.name : node.details.alias, text)
  }

  /// A digest of all that the result depends on besides input data.
  private func fingerprint(
    _ node: Node, _ statement: Statement, hooks: [String], context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> String {
    var text = statement.sql.text
    if node.materialization == .incremental || statement.record.readsRunIdentity {
      // What differs from run to run by nature does not make a new node: compile as the first run ever would.
      var fixed = context
      fixed.isIncremental = false
      fixed.fullRefresh = false
      fixed.invocationID = ""
      fixed.runStartedAt = 0
      text = try self.statement(of: node, context: fixed, adapter: adapter).sql.text
    }
    var parts = [text] + hooks
    if node.materialization == .incremental {
      // The SQL of later runs is not seen here: what it is made of stands for it.
      parts.append(node.rawCode)
      parts += statement.record.macros.sorted().compactMap { state.macros.entry(id: $0)?.text }
    }
    parts += statement.record.inputs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    parts.append(
      JSONText.compact(.map(node.config.values.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, $0.value) })))
    parts.append(node.relation?.description ?? "")
    return SHA256.hex(parts.joined(separator: "\u{0}"))
  }
}
