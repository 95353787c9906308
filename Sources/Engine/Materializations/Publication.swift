import Project
import SQLiteKit

/// Puts a candidate in place: rows, version record and file ledger in one transaction of the catalog's file.
struct Publication {
  let context: StepContext
  let relation: RelationName
  let fingerprint: StepFingerprint
  let gate: GateState
  let cause: String

  var connection: Connection { context.connection }
  var log: VersionLog { VersionLog(connection, database: relation.database) }

  /// Publishes the candidate as the table's next version.
  func publish(_ candidate: Candidate) throws -> VersionRecord {
    try inTransaction {
      let newest = try log.newest(of: relation)
      let (number, previous) = (newest.next, newest.current)
      let table = quoteIdentifier(relation.tableName)
      var stored: StoredRows?
      switch candidate.content {
      case .unchanged:
        guard let current = previous else { break }
        guard newest.latest?.record.id == current.record.id else {
          // What was held since would hold all that read the table: a version says that it is past.
          stored = try supersedeInPlace(previous)
          break
        }
        for statement in candidate.afterwards { try connection.execute(statement) }
        return try keep(current, candidate)
      case .table(let scratchName):
        if let previous, try supersedeByCopy(previous, candidate) {
          try fill(table, with: scratchName, rows: candidate.rows)
        } else {
          try supersede(previous)
          try copy(scratchName, to: table, candidate.columns, rows: candidate.rows)
        }
        try index(candidate.indexedKey, version: number)
        if context.compilation.fullRefresh { try FileLedger(connection).clear(relation.tableName) }
      case .view(let sql):
        try supersede(previous)
        try connection.execute("CREATE VIEW main.\(table) (\(candidate.columns.nameList)) AS \(sql)")
      case .changes(let changes):
        guard previous?.record.id == context.baseVersion else {
          throw StepFailure(
            .failed, "another run published \(relation) meanwhile: these changes were made against the version before",
            at: context.node.location, isTransient: true)
        }
        stored = try apply(changes, version: number, previous: previous, columns: candidate.columns)
      }
      for statement in candidate.afterwards { try connection.execute(statement) }
      var record = entry(candidate, number: number, disposition: .current, storage: relation.tableName)
      record.details = (stored ?? StoredRows(wholeOf: candidate))?.text ?? ""
      try log.insert(record)
      try addFiles(of: candidate, to: relation.tableName, record.record)
      return record.record
    }
  }

  /// Keeps what the output gate held as a version of its own that no other node reads.
  func quarantine(_ candidate: Candidate) throws -> VersionRecord {
    try inTransaction {
      let number = try log.newest(of: relation).next
      var storage: String?
      if case .table(let scratchName) = candidate.content {
        let name = StoredName.hidden(relation, version: number)
        try copy(scratchName, to: quoteIdentifier(name), candidate.columns, rows: candidate.rows)
        storage = name
      } else if case .changes(let changes) = candidate.content {
        let name = StoredName.hidden(relation, version: number)
        try copy(changes.addedName, to: quoteIdentifier(name), candidate.columns, rows: changes.added)
        storage = name
      }
      for older in try log.all(of: relation) where older.record.disposition == .quarantined {
        if let name = older.record.storage {
          try connection.execute("DROP TABLE IF EXISTS main.\(quoteIdentifier(name))")
          try FileLedger(connection).clear(name)
        }
        try log.setDisposition(
          .vacuumed, storage: nil, of: relation, version: older.record.id, details: LoggedVersion.heldDetails)
      }
      let record = entry(candidate, number: number, disposition: .quarantined, storage: storage)
      try log.insert(record)
      // Should it be released, its files have been loaded with it.
      if let storage { try addFiles(of: candidate, to: storage, record.record) }
      return record.record
    }
  }

  /// Notes the files a version was made of.
  func addFiles(of candidate: Candidate, to table: String, _ version: VersionRecord) throws {
    for file in candidate.files {
      try FileLedger(connection, root: context.project.root).add(
        file, to: table, version: version.id, run: context.request.run.rawValue, at: Instant.now.microseconds)
    }
  }

  /// The statement that made the published table, as the catalog's file keeps it.
  func definition(_ columns: [AdapterColumn]) -> String {
    "CREATE TABLE \(quoteIdentifier(relation.tableName)) (\(columns.columnDefinitions))"
  }

  /// Makes a table of the catalog with all rows of one of the scratch file.
  private func copy(_ scratchName: String, to table: String, _ columns: [AdapterColumn], rows: Int64) throws {
    try connection.execute("CREATE TABLE main.\(table) (\(columns.columnDefinitions))")
    try fill(table, with: scratchName, rows: rows)
  }

  /// - Parameter rows: How many; negative when nobody counted them.
  private func fill(_ table: String, with scratchName: String, rows: Int64) throws {
    // What is read and written from front to back needs no cache.
    if !(0...Self.fewRows).contains(rows) {
      try connection.execute("PRAGMA scratch.cache_size = -2048; PRAGMA main.cache_size = -16384")
    }
    // SQLite moves whole rows between tables of equal layout without decoding them.
    try connection.run("INSERT INTO main.\(table) SELECT * FROM \(quoteIdentifier("scratch", scratchName))")
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
    var storage: String?
    switch try connection.kind(of: name) {
    case .view: try connection.execute("DROP VIEW main.\(quoteIdentifier(name))")
    case .table:
      guard let previous else {
        throw StepFailure(
          .failed,
          "\(relation) is a table this program did not make: move it away, or give the model another alias or schema",
          at: context.node.location)
      }
      let hidden = StoredName.hidden(relation, version: previous.record.id)
      try connection.renameTable(name, to: hidden)
      try log.moveStorage(of: relation, from: name, to: hidden)
      storage = hidden
    case nil: break
    }
    if let previous {
      try log.setDisposition(.superseded, storage: storage, of: relation, version: previous.record.id)
    }
  }

  /// Rows up to which a version is set aside by copying it: a table that is renamed makes every connection read the whole
  /// schema anew, this one too.
  private static let fewRows: Int64 = 1_000

  /// Copies the rows of a small table into a hidden one, and empties it for those that come.
  ///
  /// - Returns: False, with nothing done, when the table is not small or not quite like the one that is to come.
  private func supersedeByCopy(_ previous: LoggedVersion, _ candidate: Candidate) throws -> Bool {
    let name = relation.tableName
    guard (0...Self.fewRows).contains(previous.record.rows), candidate.indexedKey.isEmpty,
      previous.record.storage == name, previous.record.columns == candidate.columns,
      candidate.columns.count < StepContext.mostColumns
    else { return false }
    // Indexes and triggers would be rows of their own.
    let rows = try connection.query("SELECT type, sql FROM main.sqlite_schema WHERE tbl_name = ?", [.text(name)])
    guard rows.count == 1, rows[0][0].text == "table", rows[0][1].text == definition(candidate.columns) else {
      return false
    }
    let hidden = StoredName.hidden(relation, version: previous.record.id)
    let (old, new) = (quoteIdentifier("main", name), quoteIdentifier("main", hidden))
    let columns = candidate.columns.nameList
    try connection.execute("CREATE TABLE \(new) (\(candidate.columns.columnDefinitions))")
    // Their numbers tell rows of versions apart that were changed in place.
    try connection.run("INSERT INTO \(new) (_rowid_, \(columns)) SELECT _rowid_, \(columns) FROM \(old)")
    try connection.run("DELETE FROM \(old)")
    try log.moveStorage(of: relation, from: name, to: hidden)
    try log.setDisposition(.superseded, storage: hidden, of: relation, version: previous.record.id)
    return true
  }

  private func index(_ key: [String], version: Int64) throws {
    guard !key.isEmpty else { return }
    let name = quoteIdentifier("main", StoredName.keyIndex(relation, version: version))
    let columns = key.map { quoteIdentifier($0) }.joined(separator: ", ")
    try connection.execute("CREATE INDEX \(name) ON \(quoteIdentifier(relation.tableName)) (\(columns))")
  }

  /// Makes the published version one of several in its table.
  ///
  /// - Returns: where the rows of the table end.
  private func supersedeInPlace(_ previous: LoggedVersion?) throws -> StoredRows {
    let last = try connection.queryValue("SELECT max(_rowid_) FROM main.\(quoteIdentifier(relation.tableName))")?
      .integer
    let through = max(last ?? 0, previous.flatMap { StoredRows($0.details)?.through } ?? 0)
    if let previous {
      try log.setDisposition(
        .superseded, storage: relation.tableName, of: relation, version: previous.record.id,
        details: StoredRows(through: through, isWhole: StoredRows(previous.details)?.isWhole ?? true).text)
    }
    return StoredRows(through: through)
  }

  /// Takes rows out of the table and puts others in, keeping what went so that the versions before can still be read.
  ///
  /// Rows put in always get rowids above all there ever were: a version is the rows up to its highest rowid, with those
  /// put back that later versions took out.
  private func apply(
    _ changes: ChangeSet, version: Int64, previous: LoggedVersion?, columns: [AdapterColumn]
  ) throws -> StoredRows {
    let table = "main.\(quoteIdentifier(relation.tableName))"
    let before = try supersedeInPlace(previous).through
    for column in changes.newColumns {
      try connection.execute("ALTER TABLE \(table) ADD COLUMN \([column].columnDefinitions)")
    }
    if let removed = changes.removedName {
      let undo = quoteIdentifier(StoredName.undo(relation, version: version))
      let rows = "_rowid_ IN (SELECT \"row\" FROM \(quoteIdentifier("scratch", removed)))"
      try connection.execute(
        "CREATE TABLE main.\(undo) (\"~row\" INTEGER PRIMARY KEY, \(columns.columnDefinitions))")
      try connection.run(
        "INSERT INTO main.\(undo) SELECT _rowid_, \(columns.nameList) FROM \(table) WHERE \(rows)")
      try connection.run("DELETE FROM \(table) WHERE \(rows)")
    }
    try connection.run(
      """
      INSERT INTO \(table) (_rowid_, \(columns.nameList))
      SELECT _rowid_ + ?, \(columns.nameList) FROM \(quoteIdentifier("scratch", changes.addedName))
      """, [.integer(before)])
    return StoredRows(through: before + max(changes.added, 0))
  }

  func inTransaction<Result>(_ body: () throws -> Result) throws -> Result { try context.inWritingTransaction(body) }
}

extension StepContext {
  /// One writer a file: waits for others, but not past the end of the run. The store says what the step does before anybody
  /// can see that it did it, and nothing is done by a run that has lost its right to.
  func inWritingTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    let reporter = reporter
    try connection.setBusyHandler { tries in
      if reporter.isCancelled { return false }
      pause(milliseconds: min(50, 1 + tries / 4))
      return true
    }
    return try connection.transaction(.immediate) {
      let result = try body()
      try reporter.settle()
      try session.noteSchema()
      return result
    }
  }
}
