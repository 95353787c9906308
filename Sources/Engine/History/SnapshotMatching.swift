import Project
import SQLiteKit

/// Sets the rows of a query against the open versions of a snapshot: `scratch.matched` gets what is new or changed,
/// `scratch.gone` the open versions whose key the query no longer gives.
struct SnapshotMatching {
  let context: StepContext
  let layout: SnapshotLayout
  let settings: SnapshotSettings
  let published: RelationScope.Found
  let expressions: SnapshotExpressions
  private let there: Set<String>
  /// Set when the rows that are not as their version says were found by ``SnapshotPairing``.
  private(set) var isPaired = false

  private var connection: Connection { context.connection }
  private var table: String { published.sqlName }

  init(
    _ intake: SnapshotIntake, _ settings: SnapshotSettings, _ published: RelationScope.Found,
    _ expressions: SnapshotExpressions
  ) {
    context = intake.context
    layout = intake.layout
    self.settings = settings
    self.published = published
    self.expressions = expressions
    there = Set(published.columns.map { $0.name.lowercased() })
  }

  // MARK: Conditions

  /// A column of the snapshot's own, of the version `p`.
  func own(_ name: String, _ alias: String = "p") -> String { "\(alias).\(quoteIdentifier(name))" }

  func isOpen(_ alias: String = "p") -> String {
    let end = own(settings.names.validTo, alias)
    if expressions.openEnd.isNull { return "\(end) IS NULL" }
    return "(\(end) = \(quoteLiteral(expressions.openEnd)) OR \(end) IS NULL)"
  }

  /// The version is a record of a deletion.
  var isDeletion: String {
    guard settings.hardDeletes == .newRecord, there.contains(settings.names.isDeleted.lowercased()) else { return "0" }
    return "coalesce(\(own(settings.names.isDeleted)) = 'True', 0)"
  }

  func sameKey(_ left: String, _ right: String) -> String {
    layout.key.map { "\(left).\(quoteIdentifier($0.name)) = \(right).\(quoteIdentifier($0.name))" }
      .joined(separator: " AND ")
  }

  /// Columns that both the query and the table have.
  var shared: [AdapterColumn] { layout.source.filter { there.contains($0.name.lowercased()) } }

  private func differ(_ columns: [AdapterColumn]) -> String {
    columns.isEmpty
      ? "0"
      : "("
        + columns.map { "p.\(quoteIdentifier($0.name)) IS NOT s.\(quoteIdentifier($0.name))" }.joinedFlat(" OR ")
        + ")"
  }

  /// The columns whose change makes a version; nil: a column of them is new, so that every row counts as changed.
  private func compared() throws -> [AdapterColumn]? {
    guard case .check(let names, _) = settings.strategy else { return [] }
    let columns = try names.map { names in
      try names.map { name in
        guard let column = layout.source.first(where: { $0.name.lowercased() == name.lowercased() }) else {
          throw StepFailure(
            .failed,
            "check_cols names '\(name)', which the query does not give: it gives "
              + layout.source.map(\.name).joined(separator: ", "), at: context.node.location)
        }
        return column
      }
    }
    let wanted = columns ?? layout.source
    return wanted.allSatisfy { there.contains($0.name.lowercased()) } ? wanted : nil
  }

  /// When a row of the query changed.
  private var updated: String {
    layout.updated.map { "s.\(quoteIdentifier($0.name))" } ?? quoteLiteral(expressions.now)
  }

  /// Whether the row of the query `s` makes another version of the open one, `p`; and whether only its `updated_at` says
  /// that it does not.
  func differences() throws -> (changed: String, silent: String) {
    guard case .timestamp = settings.strategy else { return (try compared().map { differ($0) } ?? "1", "0") }
    let key = Set(layout.key.map { $0.name.lowercased() })
    return (
      "\(own(settings.names.validFrom)) < \(updated)", differ(shared.filter { !key.contains($0.name.lowercased()) })
    )
  }

  // MARK: Matching

  /// Looks for the rows that are not as their version says by several connections, where that is worth it.
  ///
  /// - Returns: whether the rows are known to have a key each, and one of their own, and a time.
  mutating func pair(_ rows: Int64) throws -> Bool {
    isPaired = try SnapshotPairing(self, rows: rows)?.pair() ?? false
    return isPaired
  }

  /// Fills `scratch.matched`: the row of the query, the open version or NULL, what it is (`new`, `returned`, `revived`,
  /// `changed`, or `silent` where only `updated_at` did not move on), and from when on it is so.
  func match() throws {
    try findKeys()
    try connection.execute("DROP TABLE IF EXISTS scratch.matched")
    try connection.execute(
      "CREATE TABLE scratch.matched (s INTEGER PRIMARY KEY, p INTEGER, kind TEXT, at, updated, since)")
    let from = own(settings.names.validFrom)
    let (changed, silent) = try differences()
    let now = quoteLiteral(expressions.now)
    try connection.run(
      """
      INSERT OR IGNORE INTO scratch.matched SELECT s, p,
        CASE WHEN p IS NULL THEN CASE WHEN prior IS NULL THEN 'new' ELSE 'returned' END
          WHEN was_deleted THEN 'revived' WHEN is_changed THEN 'changed' ELSE 'silent' END,
        CASE WHEN p IS NULL THEN CASE WHEN prior > updated THEN \(now) ELSE updated END
          WHEN updated > since THEN updated ELSE \(now) END, updated, since
      FROM (SELECT s._rowid_ AS s, p._rowid_ AS p, \(updated) AS updated, \(from) AS since, \(isDeletion) AS was_deleted,
          \(changed) AS is_changed, CASE WHEN p._rowid_ IS NULL THEN (\(prior)) END AS prior
        FROM \(isPaired ? "scratch.unlike AS u CROSS JOIN " : "")\(pairs)
        WHERE \(isPaired ? "s._rowid_ = u.s AND " : "")(p._rowid_ IS NULL OR \(isDeletion) OR \(changed) OR \(silent)))
      """)
  }

  /// Each row of the query with its open version.
  var pairs: String {
    layout.hasPlainKey
      ? "scratch.incoming AS s LEFT JOIN \(table) AS p ON \(sameKey("p", "s")) AND \(isOpen())"
      : "scratch.incoming AS s LEFT JOIN scratch.keys AS k ON \(sameKey("k", "s")) AND k.is_open "
        + "LEFT JOIN \(table) AS p ON p._rowid_ = k.\"row\""
  }

  /// When the last version of a key that has no open one ended.
  private var prior: String {
    let end = own(settings.names.validTo, "q")
    return layout.hasPlainKey
      ? "SELECT max(\(end)) FROM \(table) AS q WHERE \(sameKey("q", "s"))"
      : "SELECT max(\(end)) FROM scratch.keys AS k JOIN \(table) AS q ON q._rowid_ = k.\"row\" WHERE \(sameKey("k", "s"))"
  }

  /// A key that is an expression is computed of the published rows too.
  private func findKeys() throws {
    guard !layout.hasPlainKey else { return }
    try connection.execute("DROP TABLE IF EXISTS scratch.keys")
    try connection.execute(
      "CREATE TABLE scratch.keys (\"row\" INTEGER PRIMARY KEY, is_open INTEGER, \(layout.key.columnDefinitions))")
    let source = RelationName(database: "sluice", schema: "sluice", identifier: "published")
    let columns = published.columns.map { "p.\(quoteIdentifier($0.name))" }.joined(separator: ", ")
    context.scope.replace(
      source,
      with: RelationScope.Found(
        relation: source,
        sqlName: "(SELECT p._rowid_ AS sluice_row, \(isOpen()) AS sluice_open, \(columns) FROM \(table) AS p)",
        columns: [
          AdapterColumn(name: "sluice_row", dataType: "BIGINT"), AdapterColumn(name: "sluice_open", dataType: "BIGINT"),
        ]
          + published.columns, isStored: false))
    defer { context.scope.restore() }
    let keys = zip(layout.key, settings.uniqueKey).map { column, word in
      column.name.hasPrefix(SnapshotLayout.keyPrefix) ? "(\(word)) as \(column.name)" : word
    }
    let sql = "select sluice_row, sluice_open, \(keys.joined(separator: ", ")) from sluice.sluice.published"
    let translated = try context.translator.translate(sql, for: context.project, in: context.scope)
    try connection.run("INSERT INTO scratch.keys \(translated.sql)")
    try connection.execute("CREATE INDEX scratch.keys_key ON keys (\(layout.key.nameList))")
  }

  /// Fills `scratch.gone` with the open versions whose key is no longer there.
  ///
  /// - Returns: how many there are, and how many versions were open.
  func findGone(of rows: Int64) throws -> (gone: Int64, open: Int64) {
    try connection.execute("DROP TABLE IF EXISTS scratch.gone")
    try connection.execute("CREATE TABLE scratch.gone (p INTEGER PRIMARY KEY)")
    guard settings.hardDeletes != .ignore else { return (0, 0) }
    let open = try connection.queryValue("SELECT count(*) FROM \(table) AS p WHERE \(isOpen())")?.integer ?? 0
    let new = try connection.queryValue("SELECT count(*) FROM scratch.matched WHERE p IS NULL")?.integer ?? 0
    // As many matched as are open: none can be gone, and the table need not be gone through.
    guard open != rows - new else { return (0, open) }
    let isThere =
      isPaired
      ? "SELECT 1 WHERE sluice_is_paired(p._rowid_)"
      : layout.hasPlainKey
        ? "SELECT 1 FROM scratch.incoming AS s WHERE \(sameKey("s", "p"))"
        : "SELECT 1 FROM scratch.keys AS k JOIN scratch.incoming AS s ON \(sameKey("s", "k")) WHERE k.\"row\" = p._rowid_"
    let gone = try connection.run(
      """
      INSERT INTO scratch.gone SELECT p._rowid_ FROM \(table) AS p
      WHERE \(isOpen()) AND NOT \(isDeletion) AND NOT EXISTS (\(isThere))
      """)
    return (Int64(gone), open)
  }
}
