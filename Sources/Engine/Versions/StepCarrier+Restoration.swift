import Project
import SQLiteKit

extension StepCarrier {
  /// `restore`: an earlier version's rows instead of the node's own query, through the same output gate, as the next version.
  ///
  /// What the table depends on stays as it was noted of the present version, so that the next build leaves the restored rows
  /// until something changes. What a history knows goes back with it.
  func carryRestoration(of number: Int64, _ relation: RelationName) throws -> StepOutcome {
    reporter.entered(.runningInput, reason: nil)
    let inputJournal = GateJournal(.input, request, reporter)
    let log = VersionLog(context.connection, database: relation.database)
    let version: LoggedVersion
    do {
      version = try log.version(at: .version(number), of: relation)
    } catch let error as WarehouseError {
      inputJournal.add(inputJournal.record("version_kept", .fail, message: error.description))
      inputJournal.close()
      return outcome(.heldAtInput, inputJournal)
    }
    let current = try log.current(relation)
    guard version.kind == .table, current?.kind != .view else {
      throw StepFailure(.failed, "\(relation) is a view: it keeps no rows that could be published again")
    }
    if context.node.materialization == .scd2, version.record.rows > 0,
      try !Restoration.isKnown(number, of: relation, context.connection)
    {
      inputJournal.add(
        inputJournal.record(
          "events_kept", .fail,
          message:
            "what the history knew at version \(number) is not kept, so that nothing could be added to it: it was made "
            + "anew since, with other columns. Its rows can still be read: version as of \(number)"))
      inputJournal.close()
      return outcome(.heldAtInput, inputJournal)
    }
    inputJournal.add(
      inputJournal.record("version_kept", .pass, message: "version \(number) is kept, \(version.record.rows) rows"))
    inputJournal.close()

    reporter.entered(.runningProcess, reason: nil)
    let processJournal = GateJournal(.process, request, reporter)
    var candidate = try candidate(version, log)
    candidate.indexedKey = indexedKey
    candidate.afterwards = try Restoration(context.connection, relation, to: number).statements
    if context.node.materialization == .scd2 {
      candidate.invariants = try HistoryInvariants(restored: candidate, of: context.node)
    }
    processJournal.close()
    let fingerprint = StepFingerprint(code: current?.code ?? version.code, inputs: current?.inputs ?? version.inputs)
    return try audit(
      candidate, relation, fingerprint, "restore of v\(number)", [inputJournal, processJournal])
  }

  private func candidate(_ version: LoggedVersion, _ log: VersionLog) throws -> Candidate {
    let columns = version.record.columns
    let table = quoteIdentifier("scratch", "result")
    try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    let rows = Int64(try context.connection.run("INSERT INTO \(table) \(try log.rowsSQL(of: version) ?? "")"))
    context.progress.rowsRead = rows
    context.progress.rowsWritten = rows
    return Candidate(
      content: .table(scratchName: "result"), columns: columns, readName: table, rows: rows, computedColumns: columns)
  }

  /// The key later changes find their rows by.
  private var indexedKey: [String] {
    switch context.node.materialization {
    case .scd2, .incremental, .snapshot: context.node.config.uniqueKey
    default: []
    }
  }
}

/// Takes what a history knows back to what was known at a version. Nothing is deleted: events learnt since are known no
/// longer, those that stood then are known again, and a later version can be restored in turn.
struct Restoration {
  let statements: [String]

  /// Whether what a history knew at a version is there.
  static func isKnown(_ version: Int64, of relation: RelationName, _ connection: Connection) throws -> Bool {
    let events = StoredName.events(relation)
    guard try connection.kind(of: events) != nil else { return false }
    return try connection.hasRow(
      """
      SELECT 1 FROM \(quoteIdentifier("main", events))
      WHERE "~version" <= \(version) AND ("~until" IS NULL OR "~until" > \(version)) LIMIT 1
      """)
  }

  init(_ connection: Connection, _ relation: RelationName, to version: Int64) throws {
    let events = StoredName.events(relation)
    let names = try connection.query("SELECT name FROM pragma_table_info(?)", [.text(events)])
      .compactMap { $0[0].text }.filter { $0 != "~version" && $0 != "~until" }
    guard !names.isEmpty else {
      statements = []
      return
    }
    let table = quoteIdentifier("main", events)
    let list = names.map { quoteIdentifier($0) }.joined(separator: ", ")
    // Read in the publishing transaction, before the version is entered.
    let next = VersionLog.nextVersionSQL(relation)
    statements = [
      "UPDATE \(table) SET \"~until\" = \(next) WHERE \"~until\" IS NULL AND \"~version\" > \(version)",
      """
      INSERT INTO \(table) (\(list), "~version", "~until") SELECT \(list), \(next), NULL FROM \(table)
      WHERE "~version" <= \(version) AND "~until" > \(version)
      """,
    ]
  }
}

extension HistoryInvariants {
  /// What an earlier version of a history must satisfy to be published again; gaps are not judged anew.
  init(restored candidate: Candidate, of node: Node) throws {
    let settings = try HistorySettings(node)
    let own = Set(
      [settings.fromName, settings.toName, settings.currentName, settings.hashName].map { $0.lowercased() })
    let key = Set(settings.uniqueKey.map { $0.lowercased() })
    let tracked = settings.track.map { Set($0.map { $0.lowercased() }) }
    self.init(
      key: settings.uniqueKey, settings: settings,
      tracked: candidate.columns.map(\.name).filter { name in
        let name = name.lowercased()
        return tracked?.contains(name) ?? (!own.contains(name) && !key.contains(name))
      }, table: candidate.readName, deletions: nil)
  }
}
