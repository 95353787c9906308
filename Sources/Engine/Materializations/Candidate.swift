import Project
import SQLiteKit

/// What a step made, before it is published: where its rows are, and what publishing must do.
struct Candidate {
  enum Content {
    /// A whole table in the scratch file.
    case table(scratchName: String)
    /// A view: the text to keep in the catalog's file.
    case view(sql: String)
    /// Rows to take out of and to put into the published table.
    case changes(ChangeSet)
    /// The published version stands as it is.
    case unchanged
  }

  var content: Content
  var columns: [AdapterColumn]
  /// What the output gate reads as the table: SQL for a table or view of the step's connection.
  var readName: String
  /// How many rows the published table will have.
  var rows: Int64
  /// Files read to make it: they go into the ledger with it.
  var files: [FileLedger.Entry] = []
  /// What it was made from.
  var inputs: [VersionInput] = []
  /// Words on how it was made that the operator should see, such as why a view became a table.
  var notes: [String] = []
  /// Statements to run in the publishing transaction after the rows are in place.
  var afterwards: [String] = []
  /// What making it showed, for the process gate.
  var processChecks: [ProcessFinding] = []
  /// Where the publishing of changes touched: the key columns of `scratch.fresh`; nil: anywhere.
  var touchedKeys: [AdapterColumn]?
  /// What a history must satisfy.
  var invariants: HistoryInvariants?
  /// The columns as the query gives them, before declared types were put in their place.
  var computedColumns: [AdapterColumn] = []
  /// Columns to index in a new table, so that later changes find their rows.
  var indexedKey: [String] = []

  /// Nothing to publish: what is published is what would be.
  static func unchanged(_ published: RelationScope.Found, rows: Int64, note: String) -> Candidate {
    Candidate(
      content: .unchanged, columns: published.columns, readName: published.sqlName, rows: rows, notes: [note])
  }

  var isUnchanged: Bool {
    if case .unchanged = content { return true }
    return false
  }

  var kind: LoggedVersion.Kind {
    if case .view = content { return .view }
    return .table
  }
}

extension StoredRows {
  /// The rows of a table that is published whole; nil of a view.
  init?(wholeOf candidate: Candidate) {
    guard case .table = candidate.content, candidate.rows >= 0 else { return nil }
    self.init(through: candidate.rows, isWhole: true)
  }
}

/// Rows to take out of and to put into a published table, in one transaction.
struct ChangeSet {
  /// A table of the scratch file with the table's columns: the rows to put in.
  var addedName: String
  /// A table of the scratch file whose `row` holds rowids of the published table to take out; nil for none.
  var removedName: String?
  var added: Int64
  var removed: Int64
  /// Columns the published table lacks yet.
  var newColumns: [AdapterColumn] = []

  var isEmpty: Bool { added == 0 && removed == 0 && newColumns.isEmpty }
}

extension StepContext {
  /// How many rows the published table has.
  func publishedRows() throws -> Int64 {
    guard let relation = node.relation else { return 0 }
    if let current = try VersionLog(connection, database: relation.database).current(relation), current.kind == .table {
      return current.record.rows
    }
    guard let found = try scope.published(relation) else { return 0 }
    return try connection.queryValue("SELECT count(*) FROM \(found.sqlName)")?.integer ?? 0
  }

  /// Makes `temp.candidate` read as the published table will after the changes.
  func makeCandidateView(of published: RelationScope.Found, changes: ChangeSet, columns: [AdapterColumn]) throws {
    let old = Set(published.columns.map { $0.name.lowercased() })
    let kept = columns.map {
      old.contains($0.name.lowercased()) ? quoteIdentifier($0.name) : "NULL AS \(quoteIdentifier($0.name))"
    }.joined(separator: ", ")
    let filter = changes.removedName.map {
      " WHERE _rowid_ NOT IN (SELECT \"row\" FROM \(quoteIdentifier("scratch", $0)))"
    }
    try connection.execute("DROP VIEW IF EXISTS temp.\"candidate\"")
    try connection.execute(
      """
      CREATE TEMP VIEW "candidate" AS SELECT \(kept) FROM \(published.sqlName)\(filter ?? "")
      UNION ALL SELECT \(columns.nameList) FROM \(quoteIdentifier("scratch", changes.addedName))
      """)
  }
}

/// Something found while a candidate was made, told as a check of the process gate.
struct ProcessFinding {
  var name: String
  var state: GateState
  var message: String
  var threshold = ""
  var measured: Double?
  var population: Int64?
  var rows: FailingRows?

  func record(_ journal: GateJournal) -> CheckRecord {
    var record = journal.record(name, state, threshold: threshold, message: message)
    record.measured = measured
    record.population = population
    record.rowsKept = Int64(rows?.rows.count ?? 0)
    record.rowsFailing = rows?.total
    return record
  }
}
