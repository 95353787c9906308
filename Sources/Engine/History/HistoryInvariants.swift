import Project
import SQLiteKit

/// What must hold of every history, whatever its data: each query gives the rows that break it.
struct HistoryInvariants {
  /// Name and query of each.
  let queries: [(name: String, sql: String)]

  /// - Parameters:
  ///   - tracked: columns whose change makes a version.
  ///   - table: SQL for the versions to look at, as a table.
  ///   - deletions: SQL for the keys and instants of deletions, as a table with the key columns and `~at`; nil: gaps are not
  ///     judged.
  init(key: [String], settings: HistorySettings, tracked: [String], table: String, deletions: String?) {
    let from = "\"~from\""
    let to = "\"~to\""
    let keys = key.map { quoteIdentifier($0) }.joined(separator: ", ")
    let open = quoteLiteral(settings.openEnd)
    let current = quoteIdentifier(settings.currentName)
    let unchanged =
      tracked.isEmpty
      ? "1"
      : tracked.indices.map { "\"~next\($0)\" IS \(quoteIdentifier(tracked[$0]))" }
        .joined(separator: " AND ")
    let nexts = tracked.indices.map { ", lead(\(quoteIdentifier(tracked[$0]))) OVER w AS \"~next\($0)\"" }.joined()
    let versions = """
      (SELECT *, \(quoteIdentifier(settings.fromName)) AS \(from), \(quoteIdentifier(settings.toName)) AS \(to), \
      lead(\(quoteIdentifier(settings.fromName))) OVER w AS "~nf"\(nexts) FROM \(table) \
      WINDOW w AS (PARTITION BY \(keys) ORDER BY \(quoteIdentifier(settings.fromName)), \(quoteIdentifier(settings.toName))))
      """
    func rows(_ condition: String) -> String { "SELECT * FROM \(versions) AS v WHERE \(condition)" }
    var all: [(String, String)] = [
      (
        "history.one_open",
        "SELECT \(keys), count(*) AS open_rows FROM \(table) WHERE \(quoteIdentifier(settings.toName)) = \(open) GROUP BY \(keys) HAVING count(*) > 1"
      ),
      ("history.current_flag", rows("\(current) IS NULL OR (\(current) <> 0) <> (\(to) = \(open))")),
      ("history.interval", rows("\(from) IS NULL OR \(to) IS NULL OR \(from) >= \(to)")),
      ("history.overlap", rows("\"~nf\" < \(to)")),
      ("history.empty_version", rows("\"~nf\" = \(to) AND \(unchanged)")),
      (
        "history.same_start",
        "SELECT \(keys), \(quoteIdentifier(settings.fromName)), count(*) AS versions FROM \(table) GROUP BY \(keys), \(quoteIdentifier(settings.fromName)) HAVING count(*) > 1"
      ),
      ("history.key_present", rows(key.map { "\(quoteIdentifier($0)) IS NULL" }.joined(separator: " OR "))),
      (
        "history.instants",
        rows(
          "typeof(\(from)) = 'text' AND length(\(from)) NOT IN (10, 26) OR \(to) <> \(open) AND typeof(\(to)) = 'text' AND length(\(to)) <> length(\(from))"
        )
      ),
    ]
    if let deletions {
      let match = key.map { "d.\(quoteIdentifier($0)) = v.\(quoteIdentifier($0))" }.joined(separator: " AND ")
      all.append(
        (
          "history.gap",
          rows(
            "\"~nf\" > \(to) AND NOT EXISTS (SELECT 1 FROM \(deletions) AS d WHERE \(match) AND d.\"~at\" = v.\(to))")
        ))
    }
    queries = all
  }

  /// Runs them as checks of the output gate.
  func check(_ connection: Connection, into journal: GateJournal) {
    for (name, sql) in queries {
      let started = monotonicSeconds()
      var record = journal.record(name, .pass, threshold: "= 0", message: "holds")
      record.sql = sql
      var kept: FailingRows?
      do {
        let count = try connection.queryValue("SELECT count(*) FROM (\(sql))")?.integer ?? 0
        record.measured = Double(count)
        record.rowsFailing = count
        if count > 0 {
          record.state = .fail
          record.message = "\(count) rows break it"
          let rows = try FailingRows(connection, "SELECT * FROM (\(sql)) LIMIT \(DataTestCheck.rowsKept)", total: count)
          record.rowsKept = Int64(rows.rows.count)
          kept = rows
        }
      } catch {
        record.state = .notEvaluated
        record.message = "not evaluated: \(StepFailure(any: error).reason)"
      }
      record.seconds = monotonicSeconds() - started
      journal.add(record, rows: kept)
    }
  }
}

extension StepContext {
  /// Copies the versions of the keys of a scratch table out of a candidate, so that what is asked of them does not go through
  /// the whole table: SQLite finds them by the key's index here, but not where they are grouped.
  func touchedVersions(of candidate: String, _ keys: String, in name: String) throws -> String {
    try connection.execute("DROP TABLE IF EXISTS scratch.touched")
    try connection.execute(
      """
      CREATE TABLE scratch.touched AS SELECT * FROM \(candidate)
      WHERE (\(keys)) IN (SELECT \(keys) FROM scratch.\(quoteIdentifier(name)))
      """)
    return "scratch.touched"
  }
}
