import Project
import SQLiteKit

/// Puts a candidate in place: rows, version record and file ledger in one transaction of the catalog's file.
struct Publication {
  let context: StepContext
  let relation: RelationName
  let fingerprint: StepFingerprint
  let gate: GateState
  let cause: String

  private var connection: Connection { context.connection }
  private var log: VersionLog { VersionLog(connection, database: relation.database) }

  /// Publishes the candidate as the table's next version.
  func publish(_ candidate: Candidate) throws -> VersionRecord {
    try inTransaction {
      let number = try log.nextVersion(of: relation)
      let previous = try log.current(relation)
      let table = quoteIdentifier(relation.tableName)
      switch candidate.content {
      case .unchanged: break
      case .table(let scratchName):
        try supersede(previous)
        try connection.execute("CREATE TABLE main.\(table) (\(candidate.columns.columnDefinitions))")
        // SQLite moves whole rows between tables of equal layout without decoding them.
        try connection.run("INSERT INTO main.\(table) SELECT * FROM \(quoteIdentifier("scratch", scratchName))")
      case .view(let sql):
        try supersede(previous)
        try connection.execute("CREATE VIEW main.\(table) (\(candidate.columns.nameList)) AS \(sql)")
      case .changes(let changes):
        try apply(changes, to: table, version: number, previous: previous, columns: candidate.columns)
      }
      for statement in candidate.afterwards { try connection.execute(statement) }
      let record = entry(candidate, number: number, disposition: .current, storage: relation.tableName)
      try log.insert(record)
      for file in candidate.files {
        try FileLedger(connection).add(
          file, to: relation.tableName, version: number, run: context.request.run.rawValue,
          at: record.record.publishedAt.microseconds)
      }
      return record.record
    }
  }

  /// Keeps what the output gate held as a version of its own that no other node reads.
  func quarantine(_ candidate: Candidate) throws -> VersionRecord {
    try inTransaction {
      let number = try log.nextVersion(of: relation)
      var storage: String?
      if case .table(let scratchName) = candidate.content {
        let name = StoredName.hidden(relation, version: number)
        let table = quoteIdentifier(name)
        try connection.execute("CREATE TABLE main.\(table) (\(candidate.columns.columnDefinitions))")
        try connection.run("INSERT INTO main.\(table) SELECT * FROM \(quoteIdentifier("scratch", scratchName))")
        storage = name
      } else if case .changes(let changes) = candidate.content {
        let name = StoredName.hidden(relation, version: number)
        let table = quoteIdentifier(name)
        try connection.execute("CREATE TABLE main.\(table) (\(candidate.columns.columnDefinitions))")
        try connection.run("INSERT INTO main.\(table) SELECT * FROM \(quoteIdentifier("scratch", changes.addedName))")
        storage = name
      }
      for older in try log.all(of: relation) where older.record.disposition == .quarantined {
        if let name = older.record.storage {
          try connection.execute("DROP TABLE IF EXISTS main.\(quoteIdentifier(name))")
        }
        try log.setDisposition(.vacuumed, storage: nil, of: relation, version: older.record.id)
      }
      let record = entry(candidate, number: number, disposition: .quarantined, storage: storage)
      try log.insert(record)
      return record.record
    }
  }

  private func entry(
    _ candidate: Candidate, number: Int64, disposition: VersionRecord.Disposition, storage: String?
  ) -> LoggedVersion {
    let record = VersionRecord(
      id: number, relation: relation, node: context.node.id, run: context.request.run, publishedAt: Instant.now,
      rows: candidate.rows, columns: candidate.columns, disposition: disposition, fingerprint: fingerprint.digest,
      cause: cause, storage: storage)
    return LoggedVersion(
      record: record, kind: candidate.kind, gate: gate, code: fingerprint.code, inputs: fingerprint.inputs)
  }

  /// Moves the published table aside under its version's hidden name; a view leaves nothing but its record.
  private func supersede(_ previous: LoggedVersion?) throws {
    let name = relation.tableName
    let kind = try connection.queryValue("SELECT type FROM main.sqlite_schema WHERE name = ?", [.text(name)])?.text
    var storage: String?
    switch kind {
    case "view": try connection.execute("DROP VIEW main.\(quoteIdentifier(name))")
    case "table":
      guard let previous else {
        throw StepFailure(
          .failed,
          "\(relation) is a table this program did not make: move it away, or give the model another alias or schema",
          at: context.node.location)
      }
      let hidden = StoredName.hidden(relation, version: previous.record.id)
      try connection.execute("ALTER TABLE main.\(quoteIdentifier(name)) RENAME TO \(quoteIdentifier(hidden))")
      storage = hidden
    default: break
    }
    if let previous {
      try log.setDisposition(.superseded, storage: storage, of: relation, version: previous.record.id)
    }
  }

  private func apply(
    _ changes: ChangeSet, to table: String, version: Int64, previous: LoggedVersion?, columns: [AdapterColumn]
  ) throws {
    throw StepFailure(.failed, "change sets are not published yet")
  }

  /// One writer a file: waits for others, but not past the end of the run.
  private func inTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    let reporter = context.reporter
    try connection.setBusyHandler { tries in
      if reporter.isCancelled { return false }
      pause(milliseconds: min(50, 1 + tries / 4))
      return true
    }
    return try connection.transaction(.immediate, body)
  }
}

/// Names of the tables that hold what readers do not see.
enum StoredName {
  /// `~silver.user_dim@v3`
  static func hidden(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@v\(version)" }
}
