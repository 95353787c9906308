/// A kind of table Swift provides rows for. Read-only: SQLite refuses to write to it.
public protocol VirtualTableModule: AnyObject {
  /// Makes the table.
  ///
  /// - Parameter arguments: What stands in `CREATE VIRTUAL TABLE t USING module(…)`, comma-separated parts as written;
  ///   empty when the module's name is used as a table itself.
  func connect(_ arguments: [String]) throws -> any VirtualTable
}

/// A table of a module, as one connection sees it.
public protocol VirtualTable: AnyObject {
  /// A `CREATE TABLE` statement: the columns with their declared types; the table's name in it does not matter.
  /// Columns declared `HIDDEN` are left out of `*`.
  var declaration: String { get }

  /// Chooses how to answer a query: which constraints are used, what it costs, and what the cursor is told.
  func plan(_ query: borrowing TableQuery) throws

  /// Opens a cursor: one scan, or several one after another.
  func open() throws -> any VirtualTableCursor
}

/// A scan over a virtual table.
public protocol VirtualTableCursor: AnyObject {
  /// Starts a scan as planned, on its first row; called again when SQLite scans anew.
  func start(_ scan: borrowing TableScan) throws
  /// Goes to the next row.
  func next() throws
  /// Whether there is no current row.
  var isAtEnd: Bool { get }
  /// Puts a column of the current row into `result`, with the numbering of the declaration.
  func column(_ index: Int, into result: borrowing ResultContext) throws
  /// The number of the current row.
  var rowID: Int64 { get }
}
