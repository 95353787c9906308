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
  let startedAt = Instant.now
  let files = FileInputs()
  var progress = StepProgress()
  /// The version that was published when the step began: changes are made against it, and only it can take them.
  var baseVersion: Int64?
  /// Why the published version does not stand, when that was looked at.
  var whyBuilt: String?
  /// The step's own statement, once it was compiled.
  private var own: AuthoredStatement?
  private var ownCompiled: CompiledNode?
  /// How many rows the candidate has: what a share of failing rows refers to.
  var populationForTests: Int64?

  var node: Node { request.node }
  var connection: Connection { session.connection }
  let trace: RunTrace?
  var scope: RelationScope { session.scope }

  init(
    project: LoadedProject, request: StepRequest, reporter: any StepReporter, session: StepConnection,
    translator: any QueryTranslator, trace: RunTrace? = nil
  ) {
    self.project = project
    self.trace = trace
    self.request = request
    self.reporter = reporter
    self.session = session
    self.translator = translator
    compilation = request.options.context
    session.scope.qualifiesMain = request.node.materialization != .view
    session.scope.currentTimestamp = request.node.materialization == .view ? nil : startedAt.timestampText
  }

  /// Readies the context: files are found when they are named, and whether the node adds to what is there is known.
  func begin() throws {
    scope.provide = { [unowned self] in try provideFiles($0) }
    if node.materialization == .incremental, let relation = node.relation {
      let isThere = try scope.published(relation)?.isStored ?? false
      compilation.isIncremental = isThere && !fullRefreshes
    }
    if let relation = node.relation, relation.database == scope.mainDatabase {
      baseVersion = try scope.newest(of: relation).current?.record.id
    }
    reporter.onCancel { [files] in files.cancel() }
    var reportedAt = monotonicSeconds()
    // The interrupt stops what runs now; asking now and then stops what starts just after it.
    try connection.setProgressHandler(every: 50_000) { [unowned self] in
      let now = monotonicSeconds()
      if now - reportedAt > 0.1 {
        reportedAt = now
        reportReading()
      }
      return !reporter.isCancelled
    }
  }

  /// `--full-refresh`, unless the node's own configuration says otherwise.
  var fullRefreshes: Bool { node.config.bool("full_refresh") ?? compilation.fullRefresh }

  /// How far the reading of files is, from any thread.
  private func reportReading() {
    let reading = files.opened.map(\.progress)
    guard !reading.isEmpty else { return }
    var now = progress
    now.rowsRead = reading.reduce(0) { $0 + Int64($1.rows) }
    now.bytesRead = reading.reduce(0) { $0 + Int64($1.bytes) }
    now.bytesTotal = reading.reduce(0) { $0 + Int64($1.totalBytes) }
    now.rowsQuarantined = reading.reduce(0) { $0 + Int64($1.badRows) }
    reporter.progress(now)
  }

  var adapter: WarehouseAdapter {
    WarehouseAdapter(connection: connection, scope: scope) { [translator, project, scope] sql in
      try translator.translate(sql, for: project, in: scope)
    }
  }

  /// Compiles a node and translates it: everything before SQLite sees it. The step's own node once, until something is
  /// made that it may look at.
  func prepare(_ node: Node) throws -> AuthoredStatement {
    if node.id == request.node.id, let own { return own }
    var statement = try translate(node.id == request.node.id ? compileOwn() : compile(node), of: node)
    statement.putInContractOrder()
    if node.id == request.node.id { own = statement }
    return statement
  }

  /// Forgets what was compiled and which relations there were: a hook may have made others.
  func lookAgain() {
    own = nil
    ownCompiled = nil
    scope.forget()
  }

  /// The step's own node, compiled once.
  func compileOwn() throws -> CompiledNode {
    if let ownCompiled { return ownCompiled }
    let compiled = try compile(node)
    ownCompiled = compiled
    return compiled
  }

  func compile(_ node: Node) throws -> CompiledNode {
    do {
      return try project.compiler.compile(node, context: compilation, adapter: adapter)
    } catch {
      throw StepFailure(error, node: node)
    }
  }

  func translate(_ compiled: CompiledNode, of node: Node) throws -> AuthoredStatement {
    // Known before names are resolved, so that their sizes are known when the query is cut into stages.
    for id in node.dependsOn { if let relation = project.graph[id]?.relation { _ = try scope.find(relation) } }
    do {
      let translated = try translator.translate(compiled.sql, for: project, in: scope)
      if let failure = scope.failure { throw failure }
      return AuthoredStatement(node: node, compiled: compiled, translated: translated)
    } catch let refusal as TranslationRefusal {
      if let failure = scope.failure { throw failure }
      if let missing = refusal.missing {
        throw MissingRelation(relation: missing, location: compiled.locate(refusal.offset) ?? node.location)
      }
      throw StepFailure(
        .failed, refusal.description, at: compiled.locate(refusal.offset) ?? node.location, sql: compiled.sql)
    }
  }

  /// All rows of a small result; a fault points into the statement's source.
  func query(_ sql: String, from statement: AuthoredStatement) throws -> [Row] {
    try stopIfCancelled()
    do { return try connection.query(sql) } catch { throw failure(error, running: statement) }
  }

  /// Runs a statement made around an authored query.
  @discardableResult
  func run(_ sql: String, from statement: AuthoredStatement) throws -> Int {
    try stopIfCancelled()
    do { return try connection.run(sql) } catch { throw failure(error, running: statement) }
  }

  /// Why a statement failed, and where in the author's file: what turned up in the data is looked for by running it again.
  private func failure(_ error: SQLiteError, running statement: AuthoredStatement) -> StepFailure {
    var failure = StepFailure(error, running: statement)
    if failure.state == .failed, let place = FaultPlace.find(error, in: statement, self) { failure.location = place }
    return failure
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

/// Sleeps.
func pause(milliseconds: Int) {
  var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
  nanosleep(&time, nil)
}

extension Instant {
  /// `YYYY-MM-DD HH:MM:SS.ffffff` in UTC: a timestamp as the warehouse keeps it.
  var timestampText: String { String(iso8601.replacing("T", with: " ").dropLast()) }
}
