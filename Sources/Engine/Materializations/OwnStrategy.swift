import Project
import SQLKit
import SQLiteKit

/// An incremental strategy of the project's own: its macro's statements run on a copy of the published table, which is the
/// candidate then. Nothing published is touched before the gates have seen it.
struct OwnStrategy {
  let name: String
  let settings: IncrementalSettings
  let plan: SchemaPlan
  let published: RelationScope.Found
  let context: StepContext

  func candidate(_ statement: AuthoredStatement) throws -> Candidate {
    let target = published.relation
    var call = IncrementalStrategyCall(name: name, target: target, newRows: target, columns: plan.columns)
    call.newRows.identifier += "__dbt_tmp"
    _ = try context.fill("incoming", columns: plan.incoming, from: statement)
    try IncrementalMaterializer().cast(plan, context)
    let script = try script(call)
    try copyPublished()
    try run(script, call)
    let rows = try context.connection.queryValue("SELECT count(*) FROM scratch.result")?.integer ?? 0
    return Candidate(
      content: .table(scratchName: "result"), columns: plan.columns, readName: "scratch.\"result\"", rows: rows)
  }

  private func script(_ call: IncrementalStrategyCall) throws -> CompiledNode {
    do throws(CompilationFailure) {
      if let script = try context.project.compiler.compile(
        call, of: context.node, context: context.compilation, adapter: context.adapter)
      {
        return script
      }
    } catch {
      throw StepFailure(error, node: context.node)
    }
    throw StepFailure(
      .failed,
      "incremental_strategy '\(name)' is not known; use append, delete+insert, merge, insert_overwrite or microbatch, or "
        + "write a macro '\(call.macroName)' that gives its statements",
      at: context.node.location)
  }

  private func copyPublished() throws {
    let old = Set(published.columns.map { $0.name.lowercased() })
    let kept = plan.columns.map { old.contains($0.name.lowercased()) ? quoteIdentifier($0.name) : "NULL" }
    try context.connection.execute("CREATE TABLE scratch.result (\(plan.columns.columnDefinitions))")
    try context.connection.run(
      "INSERT INTO scratch.result SELECT \(kept.joined(separator: ", ")) FROM \(published.sqlName)")
  }

  private func run(_ script: CompiledNode, _ call: IncrementalStrategyCall) throws {
    func found(_ relation: RelationName, _ table: String, _ columns: [AdapterColumn]) -> RelationScope.Found {
      RelationScope.Found(relation: relation, sqlName: "scratch.\(table)", columns: columns, isStored: true)
    }
    let scope = context.scope
    scope.replace(call.target, with: found(call.target, "\"result\"", plan.columns))
    scope.replace(call.newRows, with: found(call.newRows, "\"incoming\"", plan.incoming))
    defer {
      scope.endReplacing(call.target)
      scope.endReplacing(call.newRows)
    }
    var options = TranslationOptions()
    options.currentTimestamp = scope.currentTimestamp
    let statements: [TranslatedStatement]
    do throws(SQLError) {
      statements = try translateScript(
        script.sql, from: Dialect(adapterType: context.project.target.type) ?? .sqlite,
        resolver: ScopeResolver(scope: scope), options: options)
    } catch {
      throw failure(error.words, script, call)
    }
    for statement in statements {
      try context.stopIfCancelled()
      if let changed = statement.target.flatMap({ scope.name(parts: $0.parts) }), changed != call.target {
        throw failure("it changes \(changed), and only \(call.target) is made here", script, call)
      }
      do throws(SQLiteError) {
        for sql in statement.statements { try context.connection.execute(sql) }
      } catch {
        throw failure(StepFailure(error).reason, script, call)
      }
    }
  }

  private func failure(_ reason: String, _ script: CompiledNode, _ call: IncrementalStrategyCall) -> StepFailure {
    StepFailure(.failed, "\(call.macroName): \(reason)", at: script.locate(0) ?? context.node.location, sql: script.sql)
  }
}
