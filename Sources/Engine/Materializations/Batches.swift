import Project
import SQLiteKit

/// The batches of a `microbatch` model: its query run once for each, over the rows of its span.
///
/// All of them make one candidate, which passes the gates and is published as a whole: no table ever shows some batches of
/// a run and not the others.
struct Batches {
  private let context: StepContext
  private let plan: BatchPlan
  let windows: [BatchWindow]

  init(_ context: StepContext) throws {
    self.context = context
    let compilation = context.compilation
    do throws(ProjectMessage) {
      plan = try BatchPlan(context.node)
      windows = try plan.windows(
        from: compilation.eventTimeStart, to: compilation.eventTimeEnd, now: compilation.runStartedAt,
        isIncremental: compilation.isIncremental)
    } catch {
      throw StepFailure(.failed, error.words, at: error.location)
    }
  }

  /// The condition all of them together make: they lie one after another.
  var span: String {
    let all = BatchWindow(start: windows[0].start, end: windows[windows.count - 1].end, id: "")
    return all.condition(on: plan.eventTime)
  }

  /// The table they make when there is none yet: the first batch makes it, and later ones may read it.
  func table() throws -> Candidate {
    let first = try statement(of: windows[0], isIncremental: false)
    let columns = try context.resultColumns(of: first)
    var rows = try context.fill("result", columns: columns, from: first)
    if let relation = context.node.relation {
      context.scope.replace(
        relation,
        with: RelationScope.Found(relation: relation, sqlName: "scratch.result", columns: columns, isStored: true))
    }
    defer { if let relation = context.node.relation { context.scope.endReplacing(relation) } }
    for window in windows.dropFirst() {
      // What an earlier batch has put there by mistake, with a time outside its span, goes as it does in dbt.
      let stale = try query("_rowid_", of: "result", columns, in: window)
      try context.connection.run("DELETE FROM scratch.result WHERE _rowid_ IN (\(stale))")
      rows = try add(window, to: "result", columns, isIncremental: true)
    }
    context.progress.rowsWritten = rows
    context.report()
    return Candidate(
      content: .table(scratchName: "result"), columns: columns, readName: quoteIdentifier("scratch", "result"),
      rows: try count("result"), notes: [note])
  }

  /// Puts the rows of all batches into a new table of the scratch file.
  func fill(_ name: String, columns: [AdapterColumn]) throws {
    let table = quoteIdentifier("scratch", name)
    try context.connection.execute(
      "DROP TABLE IF EXISTS \(table); CREATE TABLE \(table) (\(columns.columnDefinitions))")
    for window in windows { _ = try add(window, to: name, columns, isIncremental: true) }
    context.reporter.log(.info, note)
  }

  private var note: String {
    windows.count == 1
      ? "1 batch, \(windows[0].id)" : "\(windows.count) batches, \(windows[0].id) to \(windows[windows.count - 1].id)"
  }

  /// - Returns: How many rows the table has then.
  private func add(_ window: BatchWindow, to name: String, _ columns: [AdapterColumn], isIncremental: Bool) throws
    -> Int64
  {
    let statement = try statement(of: window, isIncremental: isIncremental)
    try context.connection.execute(
      "DROP TABLE IF EXISTS scratch.batch; CREATE TABLE scratch.batch (\(columns.columnDefinitions))")
    _ = try context.run(
      "INSERT INTO scratch.batch SELECT \(columns.nameList) FROM (\(statement.translated.sql))", from: statement)
    // What the query gives outside the span belongs to other batches: they would have it twice.
    let rows = try query(columns.nameList, of: "batch", columns, in: window)
    try context.connection.run("INSERT INTO \(quoteIdentifier("scratch", name)) \(rows)")
    try context.connection.execute("DROP TABLE scratch.batch")
    return try count(name)
  }

  private func count(_ name: String) throws -> Int64 {
    try context.connection.queryValue("SELECT count(*) FROM \(quoteIdentifier("scratch", name))")?.integer ?? 0
  }

  private func query(_ what: String, of name: String, _ columns: [AdapterColumn], in window: BatchWindow) throws
    -> String
  {
    let table = RelationName(database: "step", schema: "rows", identifier: "batch")
    let found = RelationScope.Found(
      relation: table, sqlName: quoteIdentifier("scratch", name), columns: columns, isStored: true)
    return try context.translated(
      "SELECT \(what) FROM step.rows.batch WHERE \(window.condition(on: plan.eventTime))", reading: [table: found],
      "event_time makes")
  }

  /// The model's query for one batch.
  private func statement(of window: BatchWindow, isIncremental: Bool) throws -> AuthoredStatement {
    try context.stopIfCancelled()
    let whole = context.compilation
    defer { context.compilation = whole }
    context.compilation.batch = window
    context.compilation.isIncremental = isIncremental
    if isIncremental { context.compilation.fullRefresh = false }
    var statement = try context.translate(context.compile(context.node), of: context.node)
    statement.putInContractOrder()
    return statement
  }
}
