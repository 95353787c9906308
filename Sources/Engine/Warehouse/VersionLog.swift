package import Project
package import SQLiteKit

/// The log of versions of a catalog's tables: a table of the engine's own in the catalog's file, so that a version and
/// its record are published in one transaction and the file alone tells what it holds.
package struct VersionLog {
  package static let schema = """
    CREATE TABLE IF NOT EXISTS "~versions" (
      relation TEXT NOT NULL, version INTEGER NOT NULL, node TEXT NOT NULL, run INTEGER NOT NULL,
      published_at INTEGER NOT NULL, rows INTEGER NOT NULL, columns TEXT NOT NULL, disposition TEXT NOT NULL,
      fingerprint TEXT NOT NULL, cause TEXT NOT NULL, storage TEXT,
      kind TEXT NOT NULL, gate TEXT NOT NULL, code TEXT NOT NULL, inputs TEXT NOT NULL, details TEXT NOT NULL,
      PRIMARY KEY (relation, version)) WITHOUT ROWID;
    """

  let connection: Connection
  /// The attached schema the file is known as.
  let alias: String
  /// dbt's `database` of the file.
  let database: String

  package init(_ connection: Connection, alias: String = "main", database: String) {
    self.connection = connection
    self.alias = alias
    self.database = database
  }

  private var table: String { quoteIdentifier(alias, "~versions") }

  private static let columnList =
    "relation, version, node, run, published_at, rows, columns, disposition, fingerprint, cause, storage, kind, gate, "
    + "code, inputs, details"

  /// The newest versions of a relation.
  package struct Newest {
    /// The version readers see, or nil when none was published.
    package var current: LoggedVersion?
    /// The newest version whatever became of it: the one whose output gate speaks for the table now.
    package var latest: LoggedVersion?
    /// The number the next version gets.
    package var next: Int64 = 1
  }

  /// What the log says of a relation now, in one look.
  package func newest(of relation: RelationName) throws -> Newest {
    var newest = Newest()
    var isFirst = true
    try walk(relation) { entry in
      if isFirst { newest.next = entry.record.id + 1 }
      isFirst = false
      if newest.latest == nil, entry.record.disposition != .vacuumed { newest.latest = entry }
      if entry.record.disposition == .current { newest.current = entry }
      return newest.current == nil
    }
    return newest
  }

  /// The version readers see, or nil when none was published.
  package func current(_ relation: RelationName) throws -> LoggedVersion? { try newest(of: relation).current }

  /// The newest version whatever became of it: the one whose output gate speaks for the table now.
  package func latest(_ relation: RelationName) throws -> LoggedVersion? { try newest(of: relation).latest }

  package func version(_ number: Int64, of relation: RelationName) throws -> LoggedVersion? {
    try entries("relation = ? AND version = ?", [.text(relation.tableName), .integer(number)]).first
  }

  /// All versions of a table, the newest first.
  package func all(of relation: RelationName) throws -> [LoggedVersion] {
    var all: [LoggedVersion] = []
    try walk(relation) { entry in
      all.append(entry)
      return true
    }
    return all
  }

  /// When the oldest of the versions whose rows are still kept, the current one aside, was published.
  func oldestKept(of relation: RelationName) throws -> Instant? {
    try connection.queryValue(
      """
      SELECT min(published_at) FROM \(table)
      WHERE relation = ? AND storage IS NOT NULL AND disposition NOT IN ('current', 'vacuumed')
      """, [.text(relation.tableName)])?.integer.map { Instant(microseconds: $0) }
  }

  /// How many rows the newest published tables of a relation had, the newest first.
  func pastRows(of relation: RelationName, limit: Int) throws -> [Int64] {
    var rows: [Int64] = []
    try walk(relation) { entry in
      if entry.record.disposition != .quarantined, entry.kind == .table { rows.append(entry.record.rows) }
      return rows.count < limit
    }
    return rows
  }

  /// The current version of every table of the file.
  package func allCurrent() throws -> [LoggedVersion] {
    try entries("disposition = 'current' ORDER BY relation", [])
  }

  /// What a run published: the truth after its process died.
  package func published(by run: RunID) throws -> [VersionRecord] {
    try entries("run = ? AND disposition <> 'quarantined'", [.integer(run.rawValue)]).map(\.record)
  }

  /// An expression for the number the next version gets, for a statement of the publishing transaction.
  static func nextVersionSQL(_ relation: RelationName) -> String {
    "(SELECT coalesce(max(version), 0) + 1 FROM main.\"~versions\" WHERE relation = \(quoteLiteral(.text(relation.tableName))))"
  }

  package func insert(_ entry: LoggedVersion) throws {
    let record = entry.record
    try connection.run(
      "INSERT INTO \(table) (\(Self.columnList)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      [
        .text(record.relation.tableName), .integer(record.id), .text(record.node.rawValue),
        .integer(record.run.rawValue), .integer(record.publishedAt.microseconds), .integer(record.rows),
        .text(ColumnListText.encode(record.columns)), .text(record.disposition.rawValue), .text(record.fingerprint),
        .text(record.cause), .text(orNull: record.storage), .text(entry.kind.rawValue), .text(entry.gate.rawValue),
        .text(entry.code), .text(VersionInputs.encode(entry.inputs)), .text(entry.details),
      ])
  }

  package func setDisposition(
    _ disposition: VersionRecord.Disposition, storage: String?, of relation: RelationName, version: Int64
  ) throws {
    try connection.run(
      "UPDATE \(table) SET disposition = ?, storage = ? WHERE relation = ? AND version = ?",
      [.text(disposition.rawValue), .text(orNull: storage), .text(relation.tableName), .integer(version)])
  }

  /// The same, for a version whose table is changed in place by the next.
  func setDisposition(
    _ disposition: VersionRecord.Disposition, storage: String?, of relation: RelationName, version: Int64,
    details: String
  ) throws {
    try setDisposition(disposition, storage: storage, of: relation, version: version)
    try connection.run(
      "UPDATE \(table) SET details = ? WHERE relation = ? AND version = ?",
      [.text(details), .text(relation.tableName), .integer(version)])
  }

  /// A table was renamed: all versions whose rows are in it follow.
  func moveStorage(of relation: RelationName, from old: String, to new: String) throws {
    try connection.run(
      "UPDATE \(table) SET storage = ? WHERE relation = ? AND storage = ?",
      [.text(new), .text(relation.tableName), .text(old)])
  }

  /// The version would be made the same of these inputs.
  func setFingerprint(_ fingerprint: StepFingerprint, of version: LoggedVersion) throws {
    try setFingerprint(fingerprint, of: version.record)
  }

  /// The same, by the version's record.
  func setFingerprint(_ fingerprint: StepFingerprint, of version: VersionRecord) throws {
    try connection.run(
      "UPDATE \(table) SET fingerprint = ?, code = ?, inputs = ? WHERE relation = ? AND version = ?",
      [
        .text(fingerprint.digest), .text(fingerprint.code), .text(VersionInputs.encode(fingerprint.inputs)),
        .text(version.relation.tableName), .integer(version.id),
      ])
  }

  /// Why a version is the one readers see, when that was decided later.
  func setCause(_ cause: String, of relation: RelationName, version: Int64) throws {
    try connection.run(
      "UPDATE \(table) SET cause = ? WHERE relation = ? AND version = ?",
      [.text(cause), .text(relation.tableName), .integer(version)])
  }

  /// How many rows a version has, after a hook changed them.
  func setRows(_ rows: Int64, of relation: RelationName, version: Int64) throws {
    try connection.run(
      "UPDATE \(table) SET rows = ? WHERE relation = ? AND version = ?",
      [.integer(rows), .text(relation.tableName), .integer(version)])
  }

  /// What a later look by the output gate said of a version.
  package func setGate(_ gate: GateState, of relation: RelationName, version: Int64) throws {
    try connection.run(
      "UPDATE \(table) SET gate = ? WHERE relation = ? AND version = ?",
      [.text(gate.rawValue), .text(relation.tableName), .integer(version)])
  }

  /// Visits a relation's versions, the newest first, for as long as `visit` wants more.
  ///
  /// One statement for all that is asked of a relation: whatever is published changes the schema, and each statement is
  /// compiled anew then.
  private func walk(_ relation: RelationName, _ visit: (LoggedVersion) -> Bool) throws {
    let statement = try connection.prepareCached(
      "SELECT \(Self.columnList) FROM \(table) WHERE relation = ? ORDER BY version DESC")
    defer { statement.reset() }
    try statement.bind([.text(relation.tableName)])
    while try statement.step() {
      if let entry = entry(statement.values()), !visit(entry) { return }
    }
  }

  private func entries(_ condition: String, _ bindings: [Value]) throws -> [LoggedVersion] {
    try connection.query("SELECT \(Self.columnList) FROM \(table) WHERE \(condition)", bindings).compactMap {
      entry($0.values)
    }
  }

  private func entry(_ row: [Value]) -> LoggedVersion? {
    guard let name = row[0].text, let dot = name.firstIndex(of: "."), let version = row[1].integer,
      let node = row[2].text, let disposition = row[7].text.flatMap(VersionRecord.Disposition.init(rawValue:))
    else { return nil }
    let relation = RelationName(
      database: database, schema: String(name[..<dot]), identifier: String(name[name.index(after: dot)...]))
    let record = VersionRecord(
      id: version, relation: relation, node: NodeID(node), run: RunID(row[3].integer ?? 0),
      publishedAt: Instant(microseconds: row[4].integer ?? 0), rows: row[5].integer ?? 0,
      columns: ColumnListText.decode(row[6].text ?? ""), disposition: disposition, fingerprint: row[8].text ?? "",
      cause: row[9].text ?? "", storage: row[10].text)
    return LoggedVersion(
      record: record, kind: row[11].text.flatMap(LoggedVersion.Kind.init(rawValue:)) ?? .table,
      gate: row[12].text.flatMap(GateState.init(rawValue:)) ?? .neverRun, code: row[13].text ?? "",
      inputs: VersionInputs.decode(row[14].text ?? ""), details: row[15].text ?? "")
  }
}
