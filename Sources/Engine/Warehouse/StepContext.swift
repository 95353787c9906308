import Glibc
import Project
import SQLiteKit

/// What all parts of one step work with: the request, its connection, the way from Jinja to SQLite.
final class StepContext {
  let project: LoadedProject
  let request: StepRequest
  let reporter: any StepReporter
  let session: StepConnection
  let translator: any QueryTranslator
  var compilation: CompilationContext
  var progress = StepProgress()
  /// How many rows the candidate has: what a share of failing rows refers to.
  var populationForTests: Int64?

  var node: Node { request.node }
  var connection: Connection { session.connection }
  var scope: RelationScope { session.scope }

  init(
    project: LoadedProject, request: StepRequest, reporter: any StepReporter, session: StepConnection,
    translator: any QueryTranslator
  ) {
    self.project = project
    self.request = request
    self.reporter = reporter
    self.session = session
    self.translator = translator
    compilation = request.options.context
  }

  var adapter: WarehouseAdapter {
    WarehouseAdapter(connection: connection, scope: scope) { [translator, project, scope] sql in
      try translator.translate(sql, for: project, in: scope)
    }
  }

  /// Compiles a node and translates it: everything before SQLite sees it.
  func prepare(_ node: Node) throws -> AuthoredStatement { try translate(compile(node), of: node) }

  func compile(_ node: Node) throws -> CompiledNode {
    do {
      return try project.compiler.compile(node, context: compilation, adapter: adapter)
    } catch {
      throw StepFailure(error, node: node)
    }
  }

  func translate(_ compiled: CompiledNode, of node: Node) throws -> AuthoredStatement {
    do {
      let translated = try translator.translate(compiled.sql, for: project, in: scope)
      if let failure = scope.failure { throw failure }
      return AuthoredStatement(node: node, compiled: compiled, translated: translated)
    } catch let refusal as TranslationRefusal {
      throw StepFailure(
        .failed, refusal.description, at: compiled.locate(refusal.offset) ?? node.location, sql: compiled.sql)
    }
  }

  /// All rows of a small result; a fault points into the statement's source.
  func query(_ sql: String, from statement: AuthoredStatement) throws -> [Row] {
    try stopIfCancelled()
    do { return try connection.query(sql) } catch { throw StepFailure(error, running: statement) }
  }

  /// Runs a statement made around an authored query.
  @discardableResult
  func run(_ sql: String, from statement: AuthoredStatement) throws -> Int {
    try stopIfCancelled()
    do { return try connection.run(sql) } catch { throw StepFailure(error, running: statement) }
  }

  /// Rows as text, for people to look at.
  func failingRows(_ sql: String, from statement: AuthoredStatement) throws -> FailingRows {
    do {
      let prepared = try connection.prepare(sql)
      var rows: [[String?]] = []
      while try prepared.step() { rows.append((0..<prepared.columnCount).map { prepared.string($0) }) }
      return FailingRows(columns: prepared.columnNames, rows: rows, total: Int64(rows.count))
    } catch {
      throw StepFailure(error, running: statement)
    }
  }

  /// - Throws: the step's end, when the run is being cancelled.
  func stopIfCancelled() throws {
    if reporter.isCancelled { throw StepFailure(.cancelled, "cancelled") }
  }

  func report() { reporter.progress(progress) }
}

/// The wall clock, as the stores keep it.
func currentInstant() -> Instant {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
}

/// Sleeps.
func pause(milliseconds: Int) {
  var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
  nanosleep(&time, nil)
}
