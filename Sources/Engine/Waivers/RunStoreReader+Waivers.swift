package import Project
import SQLiteKit

extension RunStoreReader {
  /// Waivers, the newest first.
  ///
  /// - Parameter instant: Only those that work at this moment; nil: all there ever were.
  package func waivers(activeAt instant: Instant? = nil) throws(RunStoreError) -> [Waiver] {
    try reading { connection in
      try connection.query("SELECT * FROM waivers ORDER BY id DESC").map(Waiver.init)
        .filter { waiver in instant.map(waiver.isActive(at:)) ?? true }
    }
  }

  /// The waiver that works for a check now; nil when there is none.
  package func waiver(
    for check: String, of node: NodeID, at instant: Instant = .now
  ) throws(RunStoreError) -> Waiver? {
    try waivers(activeAt: instant).active(for: check, of: node, at: instant)
  }
}

extension RunStoreReader {
  /// The nodes that ever had a check of this name, by id.
  package func nodes(withCheck name: String) throws(RunStoreError) -> [NodeID] {
    try reading { connection in
      try connection.query("SELECT DISTINCT node FROM checks WHERE name=? ORDER BY node", [.text(name)])
        .compactMap { $0[0].text.map(NodeID.init) }
    }
  }
}

extension RunStoreReader {
  /// Whether a check of this name is a data test, whose name no other check has.
  package func isTest(_ name: String) throws(RunStoreError) -> Bool {
    try reading { connection in
      try connection.queryValue("SELECT 1 FROM checks WHERE name=? AND test IS NOT NULL LIMIT 1", [.text(name)]) != nil
    }
  }
}

extension Waiver {
  init(_ row: Row) {
    self.init(
      id: row["id"].integer ?? 0, check: row["check_name"].text ?? "", node: row["node"].text.map(NodeID.init),
      until: Instant(microseconds: row["until"].integer ?? 0), reason: row["reason"].text ?? "",
      by: row["by"].text ?? "", createdAt: Instant(microseconds: row["created_at"].integer ?? 0),
      endedAt: row.instant("ended_at"))
  }
}
