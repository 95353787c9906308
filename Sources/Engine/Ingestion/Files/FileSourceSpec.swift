package import Compression

/// Which files a table is read from, and how.
package struct FileSourceSpec: Sendable, Equatable {
  /// Paths of files, directories (every file in them, not below) or patterns (`*`, `?`, `[…]`).
  package var paths: [String]
  /// How the records are written; nil to go by the name, then by the first bytes.
  package var format: FileFormat?
  /// How the files are packed; nil to go by their first bytes.
  package var compression: CompressionFormat?
  /// The columns expected; nil to find them in the first megabyte.
  package var columns: [DeclaredColumn]?
  /// Whether it is right that a pattern or directory has no files: then the table has no rows.
  package var allowsNoFiles: Bool
  /// The longest record read, in bytes; a longer one is a bad record.
  package var recordLimit: Int

  /// A source of these paths; see the properties for the defaults.
  package init(
    paths: [String],
    format: FileFormat? = nil,
    compression: CompressionFormat? = nil,
    columns: [DeclaredColumn]? = nil,
    allowsNoFiles: Bool = false,
    recordLimit: Int = 16 << 20
  ) {
    self.paths = paths
    self.format = format
    self.compression = compression
    self.columns = columns
    self.allowsNoFiles = allowsNoFiles
    self.recordLimit = recordLimit
  }
}

/// A source that cannot be opened.
package enum FileSourceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file is missing, not readable or damaged.
  case unreadable(FileReadError)
  /// A pattern or directory has no files.
  case noFiles(String)
  /// A CSV header names a column twice.
  case duplicateColumn(String, file: String)
  /// Two names that differ in case only; columns do not.
  case columnsAlike(String, String, in: String)
  /// No columns are declared, and the files show none.
  case noColumns(String)

  /// In words, with what to do.
  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .noFiles(let path): "\(path): no file matches; check the location"
    case .duplicateColumn(let name, let file):
      "\(file):1: the header names the column '\(name)' twice; name it once, or declare the file to have no header"
    case .columnsAlike(let one, let other, let path):
      "\(path): the columns '\(one)' and '\(other)' differ in case only: declare the source's columns, one of them"
    case .noColumns(let path): "\(path): no records to find columns in; declare the source's columns"
    }
  }
}
