import Console
import Engine
import Project

/// Runs made up for tests. Instants are seconds after noon of 2024-05-14, UTC.
enum FixtureRun {
  static func at(_ seconds: Double) -> Instant { Instant(microseconds: 1_715_688_000_000_000 + Int64(seconds * 1e6)) }

  static func record(_ state: RunState, id: Int64 = 42, seconds: Double = 4.2, steps: Int = 8) -> RunRecord {
    RunRecord(
      id: RunID(id), invocationID: "7f0c", command: "build", commandLine: "sluice build", state: state,
      createdAt: at(0), startedAt: at(0), finishedAt: state.isTerminal ? at(seconds) : nil, user: "ada",
      stepCount: steps)
  }

  static func gates(_ node: NodeID, _ states: [GateState]) -> [GateKind: GateRecord] {
    var gates: [GateKind: GateRecord] = [:]
    for (kind, state) in zip(GateKind.allCases, states) {
      let failed = state == .fail ? 2 : 0
      gates[kind] = GateRecord(
        run: RunID(42), node: node, gate: kind, state: state, passed: state == .neverRun ? 0 : 4 - failed,
        failed: failed)
    }
    return gates
  }

  static func done(_ name: String, _ rows: Int64, _ start: Double, _ seconds: Double) -> (NodeID, NodeStatus) {
    let id = FixtureProject.id(name)
    let step = StepRecord(
      run: RunID(42), node: id, state: .success, startedAt: at(start), finishedAt: at(start + seconds),
      progress: StepProgress(rowsRead: rows, rowsWritten: rows), version: 3)
    return (
      id,
      NodeStatus(
        step: step, gates: gates(id, [.pass, .pass, .pass]), rows: rows, pastSeconds: [seconds, seconds * 1.1, seconds])
    )
  }

  /// In the middle of a run: six done, one at 71 %, one waiting.
  static func halfway() -> PipelineStatus {
    let user = FixtureProject.id("user_dim")
    let gold = FixtureProject.id("feature_conversion_impact")
    let running = StepRecord(
      run: RunID(42), node: user, state: .runningProcess, startedAt: at(2.1),
      progress: StepProgress(rowsRead: 3550, rowsWritten: 3550, expectedRows: 5000))
    let waiting = StepRecord(run: RunID(42), node: gold, state: .waiting)
    var nodes = Dictionary(
      uniqueKeysWithValues: [
        done("feature_releases", 8, 0, 0.012), done("user_signups", 5000, 0, 0.031),
        done("feature_usage_events", 41_280, 0, 0.412), done("conversions", 1210, 0.1, 0.009),
        done("feature_states", 8, 0.2, 0.009), done("feature_usage_facts", 18_042, 0.5, 0.231),
      ])
    nodes[user] = NodeStatus(step: running, gates: gates(user, [.pass, .running, .neverRun]), pastSeconds: [3, 3])
    nodes[gold] = NodeStatus(step: waiting, gates: gates(gold, [.neverRun, .neverRun, .neverRun]), pastSeconds: [1])
    return PipelineStatus(run: record(.running), nodes: nodes)
  }

  /// Ended: one node held at its output gate, one skipped for it.
  static func failed() -> PipelineStatus {
    var status = halfway()
    status.run = record(.failed)
    let user = FixtureProject.id("user_dim")
    let gold = FixtureProject.id("feature_conversion_impact")
    status.nodes[user] = NodeStatus(
      step: StepRecord(
        run: RunID(42), node: user, state: .heldAtOutput, startedAt: at(2.1), finishedAt: at(4.1),
        progress: StepProgress(rowsRead: 5000, rowsWritten: 5000), reason: "not_null_user_dim_user_id: 3 rows",
        location: SourceLocation(file: "models/silver/user_dim.sql", line: 7)),
      gates: gates(user, [.pass, .pass, .fail]), rows: 4990, pastSeconds: [2, 2])
    status.nodes[gold] = NodeStatus(
      step: StepRecord(run: RunID(42), node: gold, state: .skipped, reason: "held by user_dim"),
      gates: gates(gold, [.neverRun, .neverRun, .neverRun]), rows: 12)
    return status
  }
}
