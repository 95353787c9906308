internal import Engine
internal import Project

/// What one event of the log says of the pipeline.
enum ReplayedEvent {
  static func apply(
    _ event: EventRecord, to status: inout PipelineStatus, of run: RunRecord, _ standing: PipelineStatus
  ) {
    guard let details = try? JSONValue(parsing: event.details.isEmpty ? "{}" : event.details) else { return }
    switch event.kind {
    case EventKind.runState:
      guard let state = details["state"]?.stringValue.flatMap(RunState.init(rawValue:)) else { return }
      status.run?.state = state
      if state.isTerminal { status.run?.finishedAt = event.at }
    case EventKind.stepState:
      guard let node = event.node, let state = details["state"]?.stringValue.flatMap(StepState.init(rawValue:)) else {
        return
      }
      enter(state, node, event, details, &status, run)
      if state == .reused {
        status.nodes[node]?.gates = standing[node].gates
        status.nodes[node]?.rows = standing[node].rows
      }
    case EventKind.stepProgress:
      guard let node = event.node else { return }
      status.nodes[node]?.step?.progress = progress(details)
    case EventKind.gateState:
      guard let node = event.node, let gate = gate(event, details, node, run) else { return }
      status.nodes[node, default: NodeStatus()].gates[gate.gate] = gate
    default: break
    }
  }

  private static func enter(
    _ state: StepState, _ node: NodeID, _ event: EventRecord, _ details: JSONValue, _ status: inout PipelineStatus,
    _ run: RunRecord
  ) {
    var step = status.nodes[node]?.step ?? StepRecord(run: run.id, node: node, state: .queued)
    step.state = state
    step.reason = details["reason"]?.stringValue
    if let attempt = details["attempt"]?.intValue { step.attempt = Int(attempt) }
    if state.isRunning, step.startedAt == nil { step.startedAt = event.at }
    if state.isTerminal { step.finishedAt = event.at }
    if let rows = details["rows_written"]?.intValue { step.progress.rowsWritten = rows }
    status.nodes[node, default: NodeStatus()].step = step
    if state.isSuccess { status.nodes[node]?.rows = step.writtenRows }
  }

  private static func progress(_ details: JSONValue) -> StepProgress {
    func number(_ key: String) -> Int64 { details[key]?.intValue ?? 0 }
    return StepProgress(
      rowsRead: number("rows_read"), rowsWritten: number("rows_written"),
      rowsQuarantined: number("rows_quarantined"), bytesRead: number("bytes_read"),
      bytesTotal: number("bytes_total"), expectedRows: details["expected_rows"]?.intValue)
  }

  private static func gate(
    _ event: EventRecord, _ details: JSONValue, _ node: NodeID, _ run: RunRecord
  ) -> GateRecord? {
    guard let kind = details["gate"]?.stringValue.flatMap(GateKind.init(rawValue:)),
      let state = details["state"]?.stringValue.flatMap(GateState.init(rawValue:))
    else { return nil }
    func number(_ key: String) -> Int { Int(details[key]?.intValue ?? 0) }
    return GateRecord(
      run: run.id, node: node, gate: kind, state: state, passed: number("passed"), warned: number("warned"),
      failed: number("failed"), notEvaluated: number("not_evaluated"), waived: number("waived"))
  }
}
