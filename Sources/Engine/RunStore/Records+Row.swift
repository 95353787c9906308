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
  init(_ row: Row) {
    self.init(
      run: RunID(row["run"].integer ?? 0), node: NodeID(row["node"].text ?? ""),
      state: row["state"].text.flatMap(StepState.init(rawValue:)) ?? .none, attempt: row["attempt"].int ?? 1,
      queuedAt: row.instant("queued_at"), startedAt: row.instant("started_at"), finishedAt: row.instant("finished_at"),
      progress: StepProgress(
        rowsRead: row["rows_read"].integer ?? 0, rowsWritten: row["rows_written"].integer ?? 0,
        rowsQuarantined: row["rows_quarantined"].integer ?? 0, bytesRead: row["bytes_read"].integer ?? 0,
        bytesTotal: row["bytes_total"].integer ?? 0, expectedRows: row["expected_rows"].integer),
      version: row["version"].integer, reason: row["reason"].text, location: row.location, sql: row["sql"].text)
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
