import Project
import SQLiteKit

// How the rows of `state.db` become records. A raw value this program has no word for (a newer one wrote it) reads as
// the state that promises least.

extension RunRecord {
  init(_ row: Row, stepStates: [StepState: Int]) {
    self.init(
      id: RunID(row["id"].integer ?? 0), invocationID: row["invocation_id"].text ?? "",
      command: row["command"].text ?? "", commandLine: row["command_line"].text ?? "",
      state: row["state"].text.flatMap(RunState.init(rawValue:)) ?? .crashed,
      createdAt: Instant(microseconds: row["created_at"].integer ?? 0), startedAt: row.instant("started_at"),
      finishedAt: row.instant("finished_at"), trigger: row["trigger_cause"].text ?? "", user: row["user"].text ?? "",
      target: row["target"].text ?? "", retryOf: row["retry_of"].integer.map(RunID.init),
      processID: row["pid"].integer.map(Int32.init(truncatingIfNeeded:)), heartbeatAt: row.instant("heartbeat_at"),
      cancelRequested: row["cancel_requested"].bool ?? false, stepCount: row["step_count"].int ?? 0,
      stepStates: stepStates, message: row["message"].text)
  }
}

extension StepRecord {
  /// What ``init(_:)`` reads, in order: a run of a thousand steps is read again and again by whoever watches it, and
  /// looking for columns by their names would take longer than all else.
  static func columns(of table: String) -> String {
    [
      "run", "node", "state", "attempt", "queued_at", "started_at", "finished_at", "rows_read", "rows_written",
      "rows_quarantined", "bytes_read", "bytes_total", "expected_rows", "version", "reason", "sql", "file", "line",
      "column", "product", "stands",
    ].map { "\(table).\"\($0)\"" }.joined(separator: ", ")
  }

  /// - Precondition: The row is of a query of ``columns(of:)``.
  init(_ row: Row) {
    func instant(_ place: Int) -> Instant? { row[place].integer.map(Instant.init(microseconds:)) }
    let node = NodeID(row[1].text ?? "")
    self.init(
      run: RunID(row[0].integer ?? 0), node: node,
      state: row[2].text.flatMap(StepState.init(rawValue:)) ?? .none, attempt: row[3].int ?? 1,
      queuedAt: instant(4), startedAt: instant(5), finishedAt: instant(6),
      progress: StepProgress(
        rowsRead: row[7].integer ?? 0, rowsWritten: row[8].integer ?? 0, rowsQuarantined: row[9].integer ?? 0,
        bytesRead: row[10].integer ?? 0, bytesTotal: row[11].integer ?? 0, expectedRows: row[12].integer),
      version: row[13].integer, reason: row[14].text,
      location: row[16].text.map { SourceLocation(file: $0, line: row[17].int ?? 1, column: row[18].int ?? 1) },
      sql: row[15].text, product: row[19].text.flatMap(StepProduct.init(rawValue:)) ?? StepProduct(unsaid: node),
      stands: row[20].bool ?? false)
  }
}

extension GateRecord {
  init(_ row: Row) {
    self.init(
      run: RunID(row["run"].integer ?? 0), node: NodeID(row["node"].text ?? ""),
      gate: row["gate"].text.flatMap(GateKind.init(rawValue:)) ?? .process,
      state: row["state"].text.flatMap(GateState.init(rawValue:)) ?? .notEvaluated, passed: row["passed"].int ?? 0,
      warned: row["warned"].int ?? 0, failed: row["failed"].int ?? 0, notEvaluated: row["not_evaluated"].int ?? 0,
      waived: row["waived"].int ?? 0, startedAt: row.instant("started_at"), finishedAt: row.instant("finished_at"))
  }
}

extension CheckRecord {
  init(_ row: Row) {
    self.init(
      id: row["id"].integer ?? 0, run: RunID(row["run"].integer ?? 0), node: NodeID(row["node"].text ?? ""),
      gate: row["gate"].text.flatMap(GateKind.init(rawValue:)) ?? .output, name: row["name"].text ?? "",
      test: row["test"].text.map(NodeID.init),
      state: row["state"].text.flatMap(GateState.init(rawValue:)) ?? .notEvaluated,
      severity: row["severity"].text.flatMap(TestDefinition.Severity.init(rawValue:)) ?? .error,
      measured: row["measured"].double, population: row["population"].integer,
      threshold: row["threshold"].text ?? "", message: row["message"].text ?? "", sql: row["sql"].text,
      location: row.location, seconds: row["seconds"].double ?? 0, rowsKept: row["rows_kept"].integer ?? 0,
      rowsFailing: row["rows_failing"].integer)
  }
}

extension EventRecord {
  init(_ row: Row) {
    self.init(
      id: row["id"].integer ?? 0, run: row["run"].integer.map(RunID.init),
      at: Instant(microseconds: row["at"].integer ?? 0), level: Level(number: row["level"].integer ?? 1),
      kind: row["kind"].text ?? "", node: row["node"].text.map(NodeID.init), message: row["message"].text ?? "",
      details: row["details"].text ?? "")
  }
}

extension DatasetEvent {
  init(_ row: Row) {
    self.init(
      id: row["id"].integer ?? 0, at: Instant(microseconds: row["at"].integer ?? 0),
      run: RunID(row["run"].integer ?? 0), node: NodeID(row["node"].text ?? ""),
      relation: row["relation"].text ?? "", version: row["version"].integer ?? 0)
  }
}

extension Row {
  func instant(_ name: String) -> Instant? { self[name].integer.map(Instant.init(microseconds:)) }

  fileprivate var location: SourceLocation? {
    guard let file = self["file"].text else { return nil }
    return SourceLocation(file: file, line: self["line"].int ?? 1, column: self["column"].int ?? 1)
  }
}
