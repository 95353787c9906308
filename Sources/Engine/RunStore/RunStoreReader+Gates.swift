package import Project
import SQLiteKit

extension RunStoreReader {
  /// The gates of a run, by node and gate.
  package func gates(of run: RunID, node: NodeID? = nil) throws(RunStoreError) -> [GateRecord] {
    try reading { connection in
      try connection.query(
        "SELECT * FROM gates WHERE run=?1 AND (?2 IS NULL OR node=?2) ORDER BY node",
        [.integer(run.rawValue), .text(orNull: node?.rawValue)]
      ).map(GateRecord.init).sorted { ($0.node, $0.gate) < ($1.node, $1.gate) }
    }
  }

  /// The gates of some nodes of a run.
  package func gates(of run: RunID, nodes: some Collection<NodeID>) throws(RunStoreError) -> [GateRecord] {
    try reading { connection in
      try connection.query(
        "SELECT * FROM gates WHERE run=? AND node IN (\(Self.marks(nodes.count)))",
        [.integer(run.rawValue)] + nodes.map { .text($0.rawValue) }
      ).map(GateRecord.init)
    }
  }

  /// For every node, its gates in the newest run in which it had any; of a node that was reused last, in the newest that
  /// published what stands: a run that failed in between left gates, but they are not those of the version reused.
  package func latestGates() throws(RunStoreError) -> [GateRecord] {
    try reading { connection in
      try connection.query(
        """
        \(Self.distinctNodes(of: "gates"))
        SELECT g.* FROM distinct_nodes JOIN gates g
          ON g.node=name AND g.run=coalesce(
            CASE WHEN (SELECT state FROM steps WHERE node=name ORDER BY run DESC LIMIT 1)='reused' THEN
              (SELECT s.run FROM gates p JOIN steps s ON s.run=p.run AND s.node=p.node
               WHERE p.node=name AND s.state IN ('success', 'warned', 'reused') ORDER BY p.run DESC LIMIT 1)
            END, (SELECT max(run) FROM gates WHERE node=name))
        """
      ).map(GateRecord.init).sorted { ($0.node, $0.gate) < ($1.node, $1.gate) }
    }
  }

  /// A gate of a node over the last runs, newest first: the sparkline.
  package func gateHistory(_ node: NodeID, _ gate: GateKind, limit: Int = 20) throws(RunStoreError) -> [GateRecord] {
    try reading { connection in
      try connection.query(
        "SELECT * FROM gates WHERE node=? AND gate=? ORDER BY run DESC LIMIT ?",
        [.text(node.rawValue), .text(gate.rawValue), .integer(limit)]
      ).map(GateRecord.init)
    }
  }

  /// The checks of a run in the order they ended, of one node or one gate when asked.
  package func checks(
    of run: RunID, node: NodeID? = nil, gate: GateKind? = nil
  ) throws(RunStoreError) -> [CheckRecord] {
    try reading { connection in
      try connection.query(
        """
        SELECT * FROM checks WHERE run=?1 AND (?2 IS NULL OR node=?2) AND (?3 IS NULL OR gate=?3) ORDER BY id
        """,
        [.integer(run.rawValue), .text(orNull: node?.rawValue), .text(orNull: gate?.rawValue)]
      ).map(CheckRecord.init)
    }
  }

  package func check(_ id: Int64) throws(RunStoreError) -> CheckRecord? {
    try reading { connection in
      try connection.query("SELECT * FROM checks WHERE id=?", [.integer(id)]).first.map(CheckRecord.init)
    }
  }

  /// A check of a node over the last runs, newest first: its trend, and what a changed threshold would have said.
  package func checkHistory(_ node: NodeID, name: String, limit: Int = 50) throws(RunStoreError) -> [CheckRecord] {
    try reading { connection in
      try connection.query(
        "SELECT * FROM checks WHERE node=? AND name=? ORDER BY run DESC, id DESC LIMIT ?",
        [.text(node.rawValue), .text(name), .integer(limit)]
      ).map(CheckRecord.init)
    }
  }

  /// A page of the rows kept for a check; nil when none are.
  package func failingRows(check: Int64, offset: Int = 0, limit: Int = 200) throws(RunStoreError) -> FailingRows? {
    let found: FailingRows?? = try readingFailures { connection in
      guard
        let head = try connection.query("SELECT columns,total FROM failures WHERE check_id=?", [.integer(check)]).first
      else { return nil }
      let rows = try connection.query(
        "SELECT cells FROM failing_rows WHERE check_id=? AND position>=? ORDER BY position LIMIT ?",
        [.integer(check), .integer(offset), .integer(limit)])
      return FailingRows(
        columns: Self.cells(head[0].text).map { $0 ?? "" }, rows: rows.map { Self.cells($0[0].text) },
        total: head[1].integer ?? 0)
    }
    return found ?? nil
  }

  private static func cells(_ text: String?) -> [String?] {
    guard let text, let value = try? JSONValue(parsing: text), let elements = value.arrayValue else { return [] }
    return elements.map(\.stringValue)
  }
}
