import Project
import SQLiteKit

/// Makes the rows of a snapshot: all of them the first time, afterwards those that end and those that begin.
struct SnapshotRows {
  let intake: SnapshotIntake
  let settings: SnapshotSettings
  private let expressions: SnapshotExpressions
  let context: StepContext

  private var connection: Connection { context.connection }
  private var layout: SnapshotLayout { intake.layout }
  private var names: SnapshotColumns { settings.names }

  init(
    _ intake: SnapshotIntake, _ settings: SnapshotSettings, _ expressions: SnapshotExpressions, _ context: StepContext
  ) {
    self.intake = intake
    self.settings = settings
    self.expressions = expressions
    self.context = context
  }

  // MARK: The first time

  func first() throws -> Candidate {
    try makeResult()
    let updated = layout.updated.map { "s.\(quoteIdentifier($0.name))" } ?? quoteLiteral(expressions.now)
    let rows = Int64(
      try connection.run(
        """
        INSERT INTO scratch.result SELECT \(newCells(id: "i.sluice_id", from: updated, updated: updated))
        FROM (\(try expressions.ids())) AS i CROSS JOIN scratch.incoming AS s ON s._rowid_ = i.sluice_row
        """))
    var candidate = Candidate(
      content: .table(scratchName: "result"), columns: layout.result, readName: "scratch.\"result\"", rows: rows)
    candidate.processChecks =
      intake.findings + [ChangePreview(new: rows).finding(name: "snapshot.changes", keys: rows)]
    candidate.indexedKey = indexedKey
    candidate.invariants = HistoryInvariants(snapshot: settings, layout, table: candidate.readName)
    context.progress.rowsWritten = rows
    return candidate
  }

  /// Open versions are looked for by key.
  private var indexedKey: [String] { layout.hasPlainKey ? layout.key.map(\.name) + [names.validTo] : [] }

  // MARK: Afterwards

  func changes(_ matching: SnapshotMatching) throws -> Candidate {
    let published = matching.published
    try matching.match()
    let (gone, open) = try matching.findGone(of: intake.count)
    let judgement = SnapshotJudgement(matching, connection, context)
    var findings = try intake.findings + judgement.findings(gone: gone, open: open)
    let preview = try judgement.preview(gone: gone)
    findings.append(preview.finding(name: "snapshot.changes", keys: preview.touched))
    guard !findings.contains(where: { $0.state == .fail }) else {
      return SnapshotMaterializer.held(findings, layout)
    }
    try makeResult()
    let removed = try end(matching)
    try begin(matching)
    let added = try connection.queryValue("SELECT count(*) FROM scratch.result")?.integer ?? 0
    context.progress.rowsWritten = added
    let set = ChangeSet(
      addedName: "result", removedName: removed > 0 ? "removed" : nil, added: added, removed: removed,
      newColumns: layout.newColumns)
    guard !set.isEmpty else {
      var candidate = Candidate.unchanged(published, rows: try context.publishedRows(), note: "nothing changed")
      candidate.processChecks = findings
      return candidate
    }
    try context.makeCandidateView(of: published, changes: set, columns: layout.result)
    var candidate = Candidate(
      content: .changes(set), columns: layout.result, readName: "temp.\"candidate\"",
      rows: try context.publishedRows() + added - removed)
    candidate.processChecks = findings
    candidate.notes = [preview.words]
    candidate.indexedKey = indexedKey
    candidate.invariants = HistoryInvariants(snapshot: settings, layout, table: try touched(candidate.readName))
    candidate.afterwards = causeStatements
    return candidate
  }

  /// The versions of the keys this run touched.
  private func touched(_ table: String) throws -> String {
    layout.hasPlainKey ? try context.touchedVersions(of: table, layout.key.nameList, in: "result") : table
  }

  private func makeResult() throws {
    for name in ["result", "removed", "causes"] { try connection.execute("DROP TABLE IF EXISTS scratch.\(name)") }
    try connection.execute("CREATE TABLE scratch.result (\(layout.result.columnDefinitions))")
    try connection.execute("CREATE TABLE scratch.removed (\"row\" INTEGER PRIMARY KEY)")
    try connection.execute("CREATE TABLE scratch.causes (id TEXT, opens INTEGER)")
  }

  /// Puts the versions that end into the result with their end, and notes which rows they stand for.
  private func end(_ matching: SnapshotMatching) throws -> Int64 {
    let table = matching.published.sqlName
    let now = quoteLiteral(expressions.now)
    let from = matching.own(names.validFrom)
    let ended = "(SELECT p, at FROM scratch.matched WHERE p IS NOT NULL AND kind <> 'silent')"
    let source = "\(ended) AS m CROSS JOIN \(table) AS p ON p._rowid_ = m.p"
    try connection.run("INSERT INTO scratch.result SELECT \(oldCells(end: "m.at")) FROM \(source)")
    try connection.run("INSERT INTO scratch.removed SELECT m.p FROM \(ended) AS m")
    let goneRows = "scratch.gone AS g CROSS JOIN \(table) AS p ON p._rowid_ = g.p"
    try connection.run(
      "INSERT INTO scratch.result SELECT \(oldCells(end: now)) FROM \(goneRows) WHERE \(from) < \(now)")
    try connection.run("INSERT INTO scratch.removed SELECT g.p FROM \(goneRows) WHERE \(from) < \(now)")
    try takeBackFuture(matching, goneRows, now)
    try connection.run(
      "INSERT INTO scratch.causes SELECT \(quoteIdentifier(names.scdID)), 0 FROM scratch.result")
    return try connection.queryValue("SELECT count(*) FROM scratch.removed")?.integer ?? 0
  }

  /// A key that is deleted before its version of the future began never had it: what begins later goes, what spans this
  /// moment ends at it.
  private func takeBackFuture(_ matching: SnapshotMatching, _ gone: String, _ now: String) throws {
    let from = matching.own(names.validFrom)
    let isFuture = "SELECT 1 FROM \(gone) WHERE \(from) >= \(now)"
    guard layout.hasPlainKey, try connection.hasRow("\(isFuture) LIMIT 1") else { return }
    let keys = layout.key.map { "p.\(quoteIdentifier($0.name))" }.joined(separator: ", ")
    let theirs = layout.key.map { "q.\(quoteIdentifier($0.name))" }.joined(separator: ", ")
    let others =
      "\(matching.published.sqlName) AS q WHERE (\(theirs)) IN (SELECT \(keys) FROM \(gone) WHERE \(from) >= \(now))"
    let spans = "\(matching.own(names.validFrom, "q")) < \(now) AND \(matching.own(names.validTo, "q")) > \(now)"
    try connection.run("INSERT INTO scratch.result SELECT \(oldCells("q", end: now)) FROM \(others) AND \(spans)")
    try connection.run(
      """
      INSERT OR IGNORE INTO scratch.removed SELECT q._rowid_ FROM \(others)
      AND (\(spans) OR \(matching.own(names.validFrom, "q")) >= \(now))
      """)
  }

  /// Puts the versions that begin into the result.
  private func begin(_ matching: SnapshotMatching) throws {
    let last = try connection.queryValue("SELECT coalesce(max(_rowid_), 0) FROM scratch.result")?.integer ?? 0
    // dbt's id is made of the key and `updated_at`; where a version begins at another moment, of that.
    let id =
      "CASE WHEN m.at IS m.updated THEN i.sluice_id ELSE md5(i.sluice_key || '|' || \(quoteLiteral(expressions.nowText))) END"
    let wanted = "_rowid_ IN (SELECT s FROM scratch.matched WHERE kind <> 'silent')"
    try connection.run(
      """
      INSERT INTO scratch.result SELECT \(newCells(id: id, from: "m.at", updated: "m.updated"))
      FROM (\(try expressions.ids(where: wanted))) AS i CROSS JOIN scratch.matched AS m ON m.s = i.sluice_row
      CROSS JOIN scratch.incoming AS s ON s._rowid_ = i.sluice_row
      """)
    if settings.hardDeletes == .newRecord {
      try connection.run(
        """
        INSERT INTO scratch.result SELECT \(deletionCells(matching))
        FROM scratch.gone AS g CROSS JOIN \(matching.published.sqlName) AS p ON p._rowid_ = g.p
        """)
    }
    try connection.run(
      "INSERT INTO scratch.causes SELECT \(quoteIdentifier(names.scdID)), 1 FROM scratch.result WHERE _rowid_ > \(last)"
    )
  }

  // MARK: Cells

  private func isNamed(_ column: AdapterColumn, _ name: String) -> Bool {
    column.name.lowercased() == name.lowercased()
  }

  private func newCells(id: String, from: String, updated: String) -> String {
    layout.result.map { column -> String in
      if isNamed(column, names.scdID) { return id }
      if isNamed(column, names.updatedAt) { return updated }
      if isNamed(column, names.validFrom) { return from }
      if isNamed(column, names.validTo) { return quoteLiteral(expressions.openEnd) }
      if isNamed(column, names.isDeleted), settings.hardDeletes == .newRecord { return "'False'" }
      return layout.isSource(column) ? "s.\(quoteIdentifier(column.name))" : "NULL"
    }.joined(separator: ", ")
  }

  /// A version as it was, but for its end.
  private func oldCells(_ alias: String = "p", end: String) -> String {
    layout.result.map { column -> String in
      if isNamed(column, names.validTo) { return end }
      return layout.newColumns.contains(column) ? "NULL" : "\(alias).\(quoteIdentifier(column.name))"
    }.joined(separator: ", ")
  }

  /// The record of a deletion: what the key was, since now no more.
  private func deletionCells(_ matching: SnapshotMatching) -> String {
    let now = quoteLiteral(expressions.now)
    return layout.result.map { column -> String in
      if isNamed(column, names.scdID) {
        return "md5(coalesce(\(matching.own(names.scdID)), '') || '|' || \(quoteLiteral(expressions.nowText)))"
      }
      if isNamed(column, names.updatedAt) || isNamed(column, names.validFrom) { return now }
      if isNamed(column, names.validTo) { return quoteLiteral(expressions.openEnd) }
      if isNamed(column, names.isDeleted) { return "'True'" }
      let isKept = layout.isSource(column) && !layout.newColumns.contains(column)
      return isKept ? "p.\(quoteIdentifier(column.name))" : "NULL"
    }.joined(separator: ", ")
  }

  /// Which version opens and which closes each row, kept in the publishing transaction.
  private var causeStatements: [String] {
    guard let relation = context.node.relation else { return [] }
    let table = quoteIdentifier("main", StoredName.causes(relation))
    let version = VersionLog.nextVersionSQL(relation)
    return [
      "CREATE TABLE IF NOT EXISTS \(table) (id TEXT PRIMARY KEY, opened INTEGER, closed INTEGER) WITHOUT ROWID",
      "INSERT OR REPLACE INTO \(table) SELECT id, \(version), NULL FROM scratch.causes WHERE opens AND id IS NOT NULL",
      """
      INSERT INTO \(table) SELECT id, NULL, \(version) FROM scratch.causes WHERE NOT opens AND id IS NOT NULL
      ON CONFLICT (id) DO UPDATE SET closed = excluded.closed
      """,
    ]
  }
}
