import Project
import SQLiteKit

/// Turns writes into statements, on the writer's thread: the only place that changes a running run's rows.
final class StoreApplier {
  private let path: String
  private let connection: Connection
  private let failures: FailureStore
  private let insertEvent: Statement

  static func open(_ directory: StateDirectory) throws(RunStoreError) -> (applier: StoreApplier, movedAside: String?) {
    do {
      return (try StoreApplier(directory), nil)
    } catch {
      guard error.kind == .corrupt else { throw error }
      // Failing rows are a loss; the runs they belong to need not be lost with them.
      let isFailures = error.path == directory.failuresFile
      let aside =
        try isFailures
        ? StoreFile.moveAside(directory.failuresFile, at: .now) : StoreRecovery.moveAside(directory)
      return (try StoreApplier(directory), aside)
    }
  }

  private init(_ directory: StateDirectory) throws(RunStoreError) {
    path = directory.stateFile
    connection = try StoreFile.openForWriting(path, .state)
    failures = try FailureStore(directory)
    do {
      insertEvent = try connection.prepare(
        "INSERT INTO events(run,at,level,kind,node,message,details) VALUES(?,?,?,?,?,?,?)", persistent: true)
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  func close() {
    try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    failures.close()
  }

  /// Applies a batch in one transaction. What a rule of the store refuses is told as an event; what the disk refuses is
  /// returned and nothing of the batch is kept.
  func apply(_ batch: [StoreWrite]) -> RunStoreError? {
    if batch.isEmpty { return nil }
    do {
      try connection.transaction {
        for write in Self.withoutOvertaken(batch) { try apply(write) }
      }
      return nil
    } catch {
      return RunStoreError(error, path: path)
    }
  }

  /// A batch without what a later write of it overwrites: a gate's counts after each of its checks, progress.
  private static func withoutOvertaken(_ batch: [StoreWrite]) -> [StoreWrite] {
    struct Subject: Hashable {
      var run: RunID
      var node: NodeID
      var gate: GateKind?
    }
    var kept: [StoreWrite?] = []
    kept.reserveCapacity(batch.count)
    var last: [Subject: Int] = [:]
    for write in batch {
      var write = write
      switch write {
      case .gate(var gate):
        if let before = last.updateValue(kept.count, forKey: Subject(run: gate.run, node: gate.node, gate: gate.gate)) {
          // A gate keeps its first start.
          if case .gate(let earlier)? = kept[before], let start = earlier.startedAt {
            gate.startedAt = start
            write = .gate(gate)
          }
          kept[before] = nil
        }
      case .progress(let run, let node, _):
        if let before = last.updateValue(kept.count, forKey: Subject(run: run, node: node)) { kept[before] = nil }
      // What is forgotten takes what was said before with it.
      case .forgetAttempt: last.removeAll()
      default: break
      }
      kept.append(write)
    }
    return kept.compactMap { $0 }
  }

  private func apply(_ write: StoreWrite) throws {
    switch write {
    case .event(let event): try insert(event)
    case .plan(let run, let steps): try insert(steps, of: run)
    case .run(let change): try apply(change)
    case .step(let change): try apply(change)
    case .progress(let run, let node, let progress): try update(progress, run, node)
    case .gate(let gate): try upsert(gate)
    case .check(let check, let rows, let at): try insert(check, rows, at: at)
    case .forgetAttempt(let run, let node): try forget(run, node)
    case .published(let event): try insert(event)
    case .heartbeat(let run, let at):
      try connection.run(
        "UPDATE runs SET heartbeat_at=? WHERE id=?", [.integer(at.microseconds), .integer(run.rawValue)])
    }
  }

  private func insert(_ event: EventRecord) throws {
    let statement = insertEvent
    if let run = event.run { try statement.bind(run.rawValue, at: 1) } else { try statement.bindNull(at: 1) }
    try statement.bind(event.at.microseconds, at: 2)
    try statement.bind(Int64(event.level.number), at: 3)
    try statement.bind(event.kind, at: 4)
    if let node = event.node { try statement.bind(node.rawValue, at: 5) } else { try statement.bindNull(at: 5) }
    try statement.bind(event.message, at: 6)
    try statement.bind(event.details, at: 7)
    defer { statement.reset() }
    _ = try statement.step()
  }

  private func insert(_ steps: [StepRecord], of run: RunID) throws {
    for (position, step) in steps.enumerated() {
      try connection.run(
        """
        INSERT INTO steps(run,node,position,state,attempt,queued_at,finished_at,expected_rows,version,reason,product,
          stands)
        VALUES(?,?,?,?,?,?,?,?,?,?,?,?)
        """,
        [
          .integer(run.rawValue), .text(step.node.rawValue), .integer(position), .text(step.state.rawValue),
          .integer(step.attempt), .integer(orNull: step.queuedAt?.microseconds),
          .integer(orNull: step.finishedAt?.microseconds), .integer(orNull: step.progress.expectedRows),
          .integer(orNull: step.version), .text(orNull: step.reason), .text(step.product.rawValue),
          .bool(step.stands),
        ])
    }
    try connection.run(
      "UPDATE runs SET step_count=(SELECT count(*) FROM steps WHERE run=?1) WHERE id=?1", [.integer(run.rawValue)])
  }

  private func apply(_ change: RunChange) throws {
    let at = Value.integer(change.at.microseconds)
    let changed = try connection.run(
      """
      UPDATE runs SET state=?2, message=coalesce(?4, message),
        started_at=CASE WHEN ?2='running' THEN coalesce(started_at, ?3) ELSE started_at END,
        heartbeat_at=?3, finished_at=CASE WHEN ?5 THEN ?3 ELSE finished_at END,
        pid=coalesce(?6, pid), process_start=coalesce(?7, process_start), boot_id=coalesce(?8, boot_id),
        warehouse=coalesce(?9, warehouse)
      WHERE id=?1 AND finished_at IS NULL
      """,
      [
        .integer(change.run.rawValue), .text(change.state.rawValue), at, .text(orNull: change.message),
        .bool(change.state.isTerminal), .integer(orNull: change.process.map { Int64($0.processID) }),
        .integer(orNull: change.process?.startTicks), .text(orNull: change.process?.bootID),
        .text(orNull: change.warehouse),
      ])
    if changed == 0 { try refuse("run \(change.run) is over and stays as it is", change.run, nil, change.at) }
  }

  private func apply(_ change: StepChange) throws {
    let at = Value.integer(change.at.microseconds)
    let progress = change.progress
    let changed = try connection.run(
      """
      UPDATE steps SET state=?3, attempt=?4, reason=?6,
        queued_at=CASE WHEN ?3 IN ('queued','waiting') THEN coalesce(queued_at, ?5) ELSE queued_at END,
        started_at=CASE WHEN ?7 THEN coalesce(started_at, ?5) ELSE started_at END,
        finished_at=CASE WHEN ?8 THEN ?5 ELSE NULL END,
        version=coalesce(?9, version), sql=coalesce(?10, sql),
        file=coalesce(?11, file), line=coalesce(?12, line), column=coalesce(?13, column),
        rows_read=coalesce(?14, rows_read), rows_written=coalesce(?15, rows_written),
        rows_quarantined=coalesce(?16, rows_quarantined), bytes_read=coalesce(?17, bytes_read),
        bytes_total=coalesce(?18, bytes_total), expected_rows=coalesce(?19, expected_rows),
        stands=coalesce(?20, stands)
      WHERE run=?1 AND node=?2 AND finished_at IS NULL
      """,
      [
        .integer(change.run.rawValue), .text(change.node.rawValue), .text(change.state.rawValue),
        .integer(change.attempt), at, .text(orNull: change.reason), .bool(change.state.isRunning),
        .bool(change.state.isTerminal), .integer(orNull: change.version), .text(orNull: change.sql),
        .text(orNull: change.location?.file), .integer(orNull: change.location?.line),
        .integer(orNull: change.location?.column), .integer(orNull: progress?.rowsRead),
        .integer(orNull: progress?.rowsWritten), .integer(orNull: progress?.rowsQuarantined),
        .integer(orNull: progress?.bytesRead), .integer(orNull: progress?.bytesTotal),
        .integer(orNull: progress?.expectedRows), change.stands.map { .bool($0) } ?? .null,
      ])
    if changed == 0 { try refuse("the step is over and stays as it is", change.run, change.node, change.at) }
  }

  private func update(_ progress: StepProgress, _ run: RunID, _ node: NodeID) throws {
    try connection.run(
      """
      UPDATE steps SET rows_read=?3, rows_written=?4, rows_quarantined=?5, bytes_read=?6, bytes_total=?7,
        expected_rows=coalesce(?8, expected_rows)
      WHERE run=?1 AND node=?2 AND finished_at IS NULL
      """,
      [
        .integer(run.rawValue), .text(node.rawValue), .integer(progress.rowsRead), .integer(progress.rowsWritten),
        .integer(progress.rowsQuarantined), .integer(progress.bytesRead), .integer(progress.bytesTotal),
        .integer(orNull: progress.expectedRows),
      ])
  }

  private func upsert(_ gate: GateRecord) throws {
    try connection.run(
      """
      INSERT INTO gates(run,node,gate,state,passed,warned,failed,not_evaluated,waived,started_at,finished_at)
      VALUES(?,?,?,?,?,?,?,?,?,?,?)
      ON CONFLICT(run,node,gate) DO UPDATE SET state=excluded.state, passed=excluded.passed, warned=excluded.warned,
        failed=excluded.failed, not_evaluated=excluded.not_evaluated, waived=excluded.waived,
        started_at=coalesce(started_at, excluded.started_at), finished_at=excluded.finished_at
      """,
      [
        .integer(gate.run.rawValue), .text(gate.node.rawValue), .text(gate.gate.rawValue), .text(gate.state.rawValue),
        .integer(gate.passed), .integer(gate.warned), .integer(gate.failed), .integer(gate.notEvaluated),
        .integer(gate.waived), .integer(orNull: gate.startedAt?.microseconds),
        .integer(orNull: gate.finishedAt?.microseconds),
      ])
  }

  private func insert(_ check: CheckRecord, _ rows: FailingRows?, at: Instant) throws {
    let kept = rows.map { min($0.rows.count, FailureStore.rowLimit) } ?? 0
    try connection.run(
      """
      INSERT INTO checks(run,node,gate,name,test,state,severity,measured,population,threshold,message,sql,file,line,
        column,seconds,rows_kept,rows_failing,at)
      VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """,
      [
        .integer(check.run.rawValue), .text(check.node.rawValue), .text(check.gate.rawValue), .text(check.name),
        .text(orNull: check.test?.rawValue), .text(check.state.rawValue), .text(check.severity.rawValue),
        .real(orNull: check.measured), .integer(orNull: check.population), .text(check.threshold),
        .text(check.message), .text(orNull: check.sql), .text(orNull: check.location?.file),
        .integer(orNull: check.location?.line), .integer(orNull: check.location?.column), .real(check.seconds),
        .integer(kept), .integer(orNull: check.rowsFailing ?? rows?.total), .integer(at.microseconds),
      ])
    if let rows { try failures.keep(rows, check: connection.lastInsertRowID, run: check.run) }
  }

  private func forget(_ run: RunID, _ node: NodeID) throws {
    let key: [Value] = [.integer(run.rawValue), .text(node.rawValue)]
    try connection.run("DELETE FROM checks WHERE run=? AND node=?", key)
    try connection.run("DELETE FROM gates WHERE run=? AND node=?", key)
  }

  private func insert(_ event: DatasetEvent) throws {
    try connection.run(
      "INSERT INTO dataset_events(at,run,node,relation,version) VALUES(?,?,?,?,?)",
      [
        .integer(event.at.microseconds), .integer(event.run.rawValue), .text(event.node.rawValue),
        .text(event.relation), .integer(event.version),
      ])
  }

  private func refuse(_ message: String, _ run: RunID, _ node: NodeID?, _ at: Instant) throws {
    try insert(EventRecord(run: run, at: at, level: .error, kind: "store.refused", node: node, message: message))
  }
}
