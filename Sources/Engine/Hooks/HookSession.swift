import Project
import SQLKit
import SQLiteKit

/// Runs the statements of hooks on a step's connection.
///
/// What the embedded engine has no use for (grants, comments, settings, `analyze`, `vacuum`, indexes) is passed over and
/// told; what it cannot run is an error that names the hook's place.
struct HookSession {
  let project: LoadedProject
  let session: StepConnection
  let translator: any QueryTranslator
  var compilation: CompilationContext
  let log: @Sendable (EventRecord.Level, String) -> Void
  let isCancelled: @Sendable () -> Bool

  /// Hooks look at what is there, and may change it: statements asked for by macros run as well.
  func adapter(_ name: String) -> WarehouseAdapter {
    var adapter = WarehouseAdapter(connection: session.connection, scope: session.scope) { sql in
      try translator.translate(sql, for: project, in: session.scope)
    }
    adapter.changesTables = true
    adapter.change = { sql in
      guard !Self.isQuery(sql) else { return nil }
      return try run(sql, name, locate: { _ in nil }, at: nil)
    }
    return adapter
  }

  func run(_ hook: NodeHook, _ moment: HookMoment, of node: Node) throws {
    let name = "\(moment.rawValue) \(hook.number) of \(node.name)"
    try carry(name, at: hook.location) {
      try project.compiler.compile(hook, of: node, context: compilation, adapter: adapter(name))
    }
  }

  /// - Returns: What the hook compiled to.
  func run(_ hook: ProjectHook, _ kind: String, results: [FinishedNode]) throws -> String {
    let name = "\(kind) hook \(hook.index + 1) of \(hook.package)"
    return try carry(name, at: hook.location) {
      try project.compiler.compile(hook, results: results, context: compilation, adapter: adapter(name))
    }
  }

  @discardableResult
  private func carry(_ name: String, at place: SourceLocation, _ compile: () throws -> CompiledNode) throws -> String {
    let started = monotonicSeconds()
    do {
      let compiled = try compile()
      for line in compiled.lines where line.isShown { log(.info, line.text) }
      let table = try run(compiled.sql, name, locate: compiled.locate, at: place)
      let milliseconds = Int(((monotonicSeconds() - started) * 1000).rounded())
      if table != nil { log(.info, "\(name): done in \(milliseconds) ms") }
      return compiled.sql
    } catch {
      var failure = Self.failure(error, at: place)
      if failure.state == .failed { failure.reason = "\(name): \(failure.reason)" }
      throw failure
    }
  }

  private static func failure(_ error: any Error, at place: SourceLocation) -> StepFailure {
    if let failure = error as? CompilationFailure {
      let first = failure.messages.first { $0.severity == .error } ?? failure.messages.first
      return StepFailure(.failed, first?.message ?? "it does not compile", at: first?.location ?? place)
    }
    var failure = StepFailure(any: error)
    if failure.location == nil { failure.location = place }
    return failure
  }

  /// Runs a script.
  ///
  /// - Returns: The rows of its last query, or an empty table; nil when there was nothing to run.
  private func run(
    _ sql: String, _ name: String, locate: @escaping (Int) -> SourceLocation?, at place: SourceLocation?
  ) throws -> AdapterTable? {
    let statements: [TranslatedStatement]
    do {
      statements = try translateScript(
        sql, from: Dialect(adapterType: project.target.type) ?? .sqlite,
        resolver: ScopeResolver(scope: session.scope), options: options)
    } catch {
      throw StepFailure(
        .failed, error.words,
        at: locate(error.offset) ?? place, sql: sql)
    }
    var answer: AdapterTable?
    for statement in statements {
      if isCancelled() { throw StepFailure(.cancelled, "cancelled") }
      guard !statement.statements.isEmpty else {
        log(.info, "\(name): nothing to do on the embedded engine for: \(Self.short(statement.text))")
        continue
      }
      do {
        answer = try run(statement)
      } catch let error as SQLiteError {
        var failure = StepFailure(error)
        failure.location = locate(statement.range.lowerBound) ?? place
        failure.sql = statement.text
        throw failure
      }
    }
    return answer
  }

  private func run(_ statement: TranslatedStatement) throws -> AdapterTable {
    let target = statement.target.flatMap { session.scope.name(parts: $0.parts) }
    guard let target, target.database.lowercased() != session.scope.mainDatabase.lowercased() else {
      return try run(statement, target, on: session)
    }
    // Another catalog is another file, attached for reading only: it is written over a connection of its own.
    let other = try StepConnection(
      project: project, database: target.database, scratchName: session.scratchName + "-hook")
    defer { other.close() }
    let again = try translateScript(
      statement.text, from: Dialect(adapterType: project.target.type) ?? .sqlite,
      resolver: ScopeResolver(scope: other.scope), options: options)
    var answer = AdapterTable(columnNames: [], rows: [])
    for statement in again { answer = try run(statement, target, on: other) }
    return answer
  }

  private func run(
    _ statement: TranslatedStatement, _ target: RelationName?, on session: StepConnection
  ) throws -> AdapterTable {
    let connection = session.connection
    var answer = AdapterTable(columnNames: [], rows: [])
    try connection.transaction {
      let older = try target.flatMap { try OlderRows(of: $0, connection) }
      try older?.keep()
      for sql in statement.statements {
        let prepared = try connection.prepare(sql)
        answer = AdapterTable(columnNames: prepared.columnNames, rows: [])
        while try prepared.step() { answer.rows.append(prepared.values().map(ConfigValue.init)) }
      }
      try older?.end()
      if let target { try noteChange(of: target, connection) }
    }
    session.scope.forget()
    return answer
  }

  /// A published table that a hook changed has another number of rows; its version stays the one it is.
  private func noteChange(of relation: RelationName, _ connection: Connection) throws {
    let log = VersionLog(connection, database: relation.database)
    guard let current = try log.current(relation), current.kind == .table,
      try connection.kind(of: relation.tableName) == .table
    else { return }
    let table = quoteIdentifier("main", relation.tableName)
    let rows = try connection.queryValue("SELECT count(*) FROM \(table)")?.integer ?? 0
    try log.setRows(rows, of: relation, version: current.record.id)
  }

  private var options: TranslationOptions {
    var options = TranslationOptions()
    options.currentTimestamp = session.scope.currentTimestamp
    return options
  }

  private static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 80 ? line.prefix(80) + "…" : line
  }

  /// Whether a text begins as a query does.
  static func isQuery(_ sql: String) -> Bool {
    var rest = sql[...]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "(" || $0 == ";" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        guard let end = rest.firstRange(of: "*/") else { return true }
        rest = rest[end.upperBound...]
      } else {
        break
      }
    }
    let word = rest.prefix { $0.isLetter }.lowercased()
    return ["", "select", "with", "values", "from"].contains(word)
  }
}
