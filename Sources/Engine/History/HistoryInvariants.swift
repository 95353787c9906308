import Project
import SQLiteKit

/// What must hold of every history, whatever its data: each query gives the rows that break it.
struct HistoryInvariants {
  /// One of them.
  struct Invariant {
    var name: String
    /// The query for the rows that break it.
    var sql: String
    /// What is true of such a row of the versions, where it is one of those that are asked for in one pass.
    var condition: String?
  }

  let all: [Invariant]
  /// The versions with what the conditions look at and nothing else, each with what follows it: sorting them is what
  /// takes the time, so all conditions are counted in one pass.
  let versions: String

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
        .joinedFlat(" AND ")
    let nexts = tracked.indices.map { ", lead(\(quoteIdentifier(tracked[$0]))) OVER w AS \"~next\($0)\"" }.joined()
    let needed = (key + tracked + [settings.currentName]).reduce(into: [String]()) { names, name in
      if !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
    }.map { quoteIdentifier($0) }.joined(separator: ", ")
    func versions(_ columns: String) -> String {
      """
      (SELECT \(columns), \(quoteIdentifier(settings.fromName)) AS \(from), \(quoteIdentifier(settings.toName)) AS \(to), \
      lead(\(quoteIdentifier(settings.fromName))) OVER w AS "~nf"\(nexts) FROM \(table) \
      WINDOW w AS (PARTITION BY \(keys) ORDER BY \(quoteIdentifier(settings.fromName)), \(quoteIdentifier(settings.toName))))
      """
    }
    func passed(_ name: String, _ condition: String) -> Invariant {
      Invariant(
        name: name, sql: "SELECT * FROM \(versions("*")) AS v WHERE \(condition)", condition: condition)
    }
    var all: [Invariant] = [
      Invariant(
        name: "history.one_open",
        sql:
          "SELECT \(keys), count(*) AS open_rows FROM \(table) WHERE \(quoteIdentifier(settings.toName)) = \(open) GROUP BY \(keys) HAVING count(*) > 1"
      ),
      passed("history.current_flag", "\(current) IS NULL OR (\(current) <> 0) <> (\(to) = \(open))"),
      passed("history.interval", "\(from) IS NULL OR \(to) IS NULL OR \(from) >= \(to)"),
      passed("history.overlap", "\"~nf\" < \(to)"),
      passed("history.empty_version", "\"~nf\" = \(to) AND \(unchanged)"),
      Invariant(
        name: "history.same_start",
        sql:
          "SELECT \(keys), \(quoteIdentifier(settings.fromName)), count(*) AS versions FROM \(table) GROUP BY \(keys), \(quoteIdentifier(settings.fromName)) HAVING count(*) > 1"
      ),
      passed("history.key_present", key.map { "\(quoteIdentifier($0)) IS NULL" }.joined(separator: " OR ")),
      passed(
        "history.instants",
        "typeof(\(from)) = 'text' AND length(\(from)) NOT IN (10, 26) OR \(to) <> \(open) AND typeof(\(to)) = 'text' AND length(\(to)) <> length(\(from))"
      ),
    ]
    if let deletions {
      let match = key.map { "d.\(quoteIdentifier($0)) = v.\(quoteIdentifier($0))" }.joined(separator: " AND ")
      all.append(
        passed(
          "history.gap",
          "\"~nf\" > \(to) AND NOT EXISTS (SELECT 1 FROM \(deletions) AS d WHERE \(match) AND d.\"~at\" = v.\(to))"))
    }
    self.init(all: all, versions: versions(needed))
  }

  /// - Parameter versions: SQL for the versions that the conditions are asked of.
  init(all: [Invariant], versions: String) {
    self.all = all
    self.versions = versions
  }

  /// Runs them as checks of the output gate.
  func check(_ connection: Connection, into journal: GateJournal) {
    let counted = counts(connection)
    for (index, invariant) in all.enumerated() {
      let started = monotonicSeconds()
      let sql = invariant.sql
      var record = journal.record(invariant.name, .pass, threshold: "= 0", message: "holds")
      record.sql = sql
      var kept: FailingRows?
      do {
        let count =
          try counted?.counts[index] ?? connection.queryValue("SELECT count(*) FROM (\(sql))")?.integer ?? 0
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
      record.seconds = monotonicSeconds() - started + (counted?.counts[index] == nil ? 0 : counted?.secondsEach ?? 0)
      journal.add(record, rows: kept)
    }
  }

  /// How many versions break each of those that have a condition, by its place; nil when one of them cannot be evaluated:
  /// each is asked by itself then, to tell which.
  private func counts(_ connection: Connection) -> (counts: [Int: Int64], secondsEach: Double)? {
    let conditions = all.enumerated().compactMap { index, invariant in invariant.condition.map { (index, $0) } }
    guard !conditions.isEmpty else { return nil }
    let started = monotonicSeconds()
    let sums = conditions.map { "count(*) FILTER (WHERE \($0.1))" }.joined(separator: ", ")
    guard let row = try? connection.query("SELECT \(sums) FROM \(versions) AS v").first else { return nil }
    let counts = conditions.enumerated().map { place, condition in (condition.0, row[place].integer ?? 0) }
    return (
      Dictionary(uniqueKeysWithValues: counts), (monotonicSeconds() - started) / Double(conditions.count)
    )
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
