import Glibc
package import SQLiteKit

/// A table whose rows are the records of files, read as SQLite asks for them.
///
/// It serves one statement at a time, as the connection does.
package final class FileTable: VirtualTableModule, VirtualTable {
  let source: FileSource
  let sink: any BadRecordSink
  let progress: IngestionProgress
  let threadCount: Int
  /// Set when the reading is shared with other connections.
  var share: DealtFile.Share?
  /// The columns the last scan came across: complete when it ran to its end.
  package internal(set) var seen = SeenColumns(declared: [], extra: [])

  init(source: FileSource, sink: any BadRecordSink, progress: IngestionProgress, threadCount: Int) {
    self.source = source
    self.sink = sink
    self.progress = progress
    self.threadCount = threadCount
  }

  /// The hidden columns, in their order behind the source's own.
  enum Hidden: String, CaseIterable {
    case file = "_file"
    case line = "_line"
    case row = "_row"
  }

  /// Declared columns no record of the last scan had: the schema is not the files'.
  package var missingColumns: [String] {
    source.columns.indices.filter { !seen.declared.contains($0) }.map { source.columns[$0].name }
  }

  /// Columns of the last scan that are not declared.
  package var extraColumns: [String] { seen.extra.sorted() }

  /// It has no arguments.
  package func connect(_ arguments: [String]) throws -> any VirtualTable { self }

  /// The columns with types whose affinity changes no value.
  package var declaration: String {
    var columns = source.columns.map { "\(quoteIdentifier($0.name)) \($0.kind.sqliteType)" }
    let names = Set(source.columns.map { $0.name.lowercased() })
    for hidden in Hidden.allCases {
      // The numbering stays: a column that takes the name makes the hidden one unreachable, not another.
      let name = names.contains(hidden.rawValue) ? "\(hidden.rawValue) of the file" : hidden.rawValue
      columns.append("\(quoteIdentifier(name)) \(hidden == .file ? "TEXT" : "INTEGER") HIDDEN")
    }
    return "CREATE TABLE files(\(columns.joined(separator: ", ")))"
  }

  /// Tells the cursor which columns are used. There is one way to read a file, and reading it twice costs twice: the
  /// estimate makes it the outermost loop of a join.
  package func plan(_ query: borrowing TableQuery) throws {
    query.choose(0, String(query.columnsUsed, radix: 16))
    query.estimate(cost: 1e12, rows: max(1, source.totalBytes / 128))
  }

  /// A scan.
  package func open() throws -> any VirtualTableCursor { FileTableCursor(self) }
}

extension FileSource {
  /// Makes the files a table of a connection, under a name, to be read by one statement at a time.
  ///
  /// Its rows are read from the files as SQLite asks for them; nothing is stored. Besides its columns it has the hidden
  /// ones `_file`, `_line` and `_row` (a record's number within its file), where no column has that name.
  ///
  /// - Parameter sink: Told of bad records as they are passed.
  /// - Parameter threads: How many threads parse; nil for all processors but one.
  /// - Returns: The table, which knows after a scan which columns were there.
  @discardableResult
  package func register(
    on connection: Connection,
    as tableName: String,
    sink: any BadRecordSink,
    progress: IngestionProgress = IngestionProgress(),
    threads: Int? = nil
  ) throws(SQLiteError) -> FileTable {
    let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let table = FileTable(
      source: self, sink: sink, progress: progress, threadCount: threads ?? max(1, min(processors - 1, 4)))
    try connection.registerModule(tableName, table)
    return table
  }
}
