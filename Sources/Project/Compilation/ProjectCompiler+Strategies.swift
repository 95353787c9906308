import Jinja

extension ProjectCompiler {
  func compile(
    _ strategy: IncrementalStrategyCall, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode? {
    let name = strategy.macroName
    guard
      let entry = state.macros.visible(name, from: node.package)
        ?? state.macros.dispatch(name, namespace: nil, from: node.package)
    else { return nil }
    let rendering = makeContext(node, package: node.package, context: context, adapter: adapter)
    let policy = state.policy(for: node)
    func texts(_ list: [String]) -> Value { .list(list.map { .string($0) }) }
    let keys = node.config.uniqueKey
    let arguments: Value = .dict([
      ("target_relation", .object(RelationObject(strategy.target, kind: "table", policy: policy))),
      ("temp_relation", .object(RelationObject(strategy.newRows, kind: "table", policy: policy))),
      ("unique_key", keys.isEmpty ? .none : keys.count == 1 ? .string(keys[0]) : texts(keys)),
      (
        "dest_columns",
        .list(strategy.columns.map { .object(ColumnObject($0, quoting: state.quoting, adapter: state.target.type)) })
      ),
      ("incremental_predicates", node.config.strings("incremental_predicates").map(texts) ?? .none),
    ])
    let sql: String
    do throws(JinjaError) {
      sql = try state.rendering.call(entry, [arguments], in: rendering).str()
    } catch {
      throw CompilationFailure([ProjectMessage(error, node: node.id)])
    }
    var compiled = CompiledNode(id: node.id, sql: sql, fingerprint: "") { _ in entry.location }
    compiled.lines = rendering.record.lines.map { CompiledNode.Line(text: $0.text, isShown: $0.info) }
    return compiled
  }
}
