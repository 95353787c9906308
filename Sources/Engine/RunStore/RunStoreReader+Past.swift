package import Project
import SQLiteKit

/// How one node fared in one past run, for durations and expected rows.
package struct PastStep: Sendable {
  package var run: RunID
  package var state: StepState
  /// From the start of its work to its end, all attempts included.
  package var seconds: Double
  package var rows: Int64
  package var finishedAt: Instant

  package init(run: RunID, state: StepState, seconds: Double, rows: Int64, finishedAt: Instant) {
    self.run = run
    self.state = state
    self.seconds = seconds
    self.rows = rows
    self.finishedAt = finishedAt
  }
}

extension RunStoreReader {
  /// For each node, its last steps that did the work and published it, newest first.
  package func pastSteps(limit: Int = 8) throws(RunStoreError) -> [NodeID: [PastStep]] {
    try reading { connection in
      var past: [NodeID: [PastStep]] = [:]
      // Node by node, so that it costs what it gives and not what all runs left; a bound on the runs looked at keeps it
      // quick where a node was reused ten thousand times.
      let rows = try connection.query(
        """
        \(Self.distinctNodes(of: "steps"))
        SELECT s.node, s.run, s.state, s.started_at, s.finished_at, s.rows_written FROM distinct_nodes CROSS JOIN steps s
        WHERE s.node=name AND s.run IN (
          SELECT run FROM steps WHERE node=name AND run > (SELECT coalesce(max(id), 0) - 200 FROM runs)
            AND state IN ('success','warned') AND started_at IS NOT NULL
          ORDER BY run DESC LIMIT ?)
        ORDER BY s.run DESC
        """, [.integer(limit)])
      for row in rows {
        guard let name = row[0].text, let state = row[2].text.flatMap(StepState.init(rawValue:)),
          let started = row[3].integer, let finished = row[4].integer
        else { continue }
        let node = NodeID(name)
        guard past[node, default: []].count < limit else { continue }
        past[node, default: []].append(
          PastStep(
            run: RunID(row[1].integer ?? 0), state: state, seconds: max(0, Double(finished - started) / 1_000_000),
            rows: row[5].integer ?? 0, finishedAt: Instant(microseconds: finished)))
      }
      return past
    }
  }

  /// The last steps of one node, newest first, however they ended.
  package func history(of node: NodeID, limit: Int = 20) throws(RunStoreError) -> [StepRecord] {
    try reading { connection in
      try connection.query(
        "SELECT \(StepRecord.columns(of: "steps")) FROM steps WHERE node=? ORDER BY run DESC LIMIT ?",
        [.text(node.rawValue), .integer(limit)]
      ).map(StepRecord.init)
    }
  }
}
