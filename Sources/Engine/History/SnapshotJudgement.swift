import Project
import SQLiteKit

/// Judges what a snapshot is about to do, before its rows are made.
struct SnapshotJudgement {
  let matching: SnapshotMatching
  let connection: Connection
  let context: StepContext

  init(_ matching: SnapshotMatching, _ connection: Connection, _ context: StepContext) {
    self.matching = matching
    self.connection = connection
    self.context = context
  }

  private var settings: SnapshotSettings { matching.settings }

  func findings(gone: Int64, open: Int64) throws -> [ProcessFinding] {
    var findings: [ProcessFinding] = []
    if gone > 0, let updated = matching.layout.updated,
      ![.text, .any].contains(ColumnStorage(declared: updated.dataType))
    {
      throw StepFailure(
        .failed,
        "hard_deletes needs \(updated.name) to be a date or timestamp: it is \(updated.dataType), and the end of a deleted "
          + "row is the moment of the snapshot", at: context.node.location)
    }
    if let finding = MassClose(closed: gone, open: open, maxShare: settings.maxCloseShare, context: context).finding {
      findings.append(finding)
    }
    let word = settings.updatedAt ?? ""
    try add(&findings, "snapshot.same_updated_at", .warn, "kind = 'silent'") {
      "\($0) rows differ from their open version, but their \(word) did not move on: they are not recorded"
    }
    let stoodStill = "kind = 'changed' AND at IS NOT updated AND at > since"
    try add(&findings, "snapshot.updated_at_stood_still", .warn, stoodStill) {
      "\($0) rows changed though their \(word) did not move on: their versions begin now"
    }
    try add(&findings, "snapshot.begins_in_future", .fail, "p IS NOT NULL AND kind <> 'silent' AND at <= since") {
      "\($0) rows changed whose open version has not begun yet: its end would lie before its beginning"
    }
    return findings
  }

  private func add(
    _ findings: inout [ProcessFinding], _ name: String, _ state: GateState, _ condition: String,
    words: (Int64) -> String
  ) throws {
    let count = try connection.queryValue("SELECT count(*) FROM scratch.matched WHERE \(condition)")?.integer ?? 0
    guard count > 0 else { return }
    let columns = matching.layout.source.map { "s.\(quoteIdentifier($0.name))" }.joined(separator: ", ")
    let rows = try FailingRows(
      connection,
      """
      SELECT \(columns), m.since AS open_since FROM scratch.matched AS m
      JOIN scratch.incoming AS s ON s._rowid_ = m.s WHERE \(condition) LIMIT 500
      """, total: count)
    findings.append(
      ProcessFinding(
        name: name, state: state, message: words(count), threshold: "= 0", measured: Double(count), rows: rows))
  }

  /// SQLite takes 2 000 terms in one aggregation: each sum is one, and so are the two columns in it.
  private static let mostSums = 500

  func preview(gone: Int64) throws -> ChangePreview {
    var preview = ChangePreview(closed: gone)
    for row in try connection.query("SELECT kind, count(*) FROM scratch.matched GROUP BY kind") {
      let count = row[1].integer ?? 0
      switch row[0].text {
      case "new": preview.new = count
      case "changed": preview.changed = count
      case "revived", "returned": preview.revived += count
      default: break
      }
    }
    guard preview.changed > 0 else { return preview }
    let columns = matching.shared
    let sums = columns.map { "sum(p.\(quoteIdentifier($0.name)) IS NOT s.\(quoteIdentifier($0.name)))" }
    var counts: [Int64] = []
    for start in stride(from: 0, to: sums.count, by: Self.mostSums) {
      let some = sums[start..<min(start + Self.mostSums, sums.count)]
      let row = try connection.query(
        """
        SELECT \(some.joined(separator: ", ")) FROM scratch.matched AS m
        CROSS JOIN \(matching.published.sqlName) AS p ON p._rowid_ = m.p
        CROSS JOIN scratch.incoming AS s ON s._rowid_ = m.s WHERE m.kind = 'changed'
        """
      ).first
      counts += some.indices.map { row?[$0 - start].integer ?? 0 }
    }
    preview.columns = zip(columns, counts).map { ChangePreview.Column(name: $0.name, keys: $1) }
      .sorted { ($1.keys, $0.name) < ($0.keys, $1.name) }
    return preview
  }
}
