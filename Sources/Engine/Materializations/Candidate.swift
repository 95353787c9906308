import Project

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

  var kind: LoggedVersion.Kind {
    if case .view = content { return .view }
    return .table
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
}
