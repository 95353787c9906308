import CSQLite

extension ValueType {
  /// From a fundamental datatype code; anything unknown is NULL.
  init(code: Int32) {
    switch code {
    case SQLITE_INTEGER: self = .integer
    case SQLITE_FLOAT: self = .real
    case SQLITE_TEXT: self = .text
    case SQLITE_BLOB: self = .blob
    default: self = .null
    }
  }
}

/// A non-null address for empty text: SQLite reads a null pointer as NULL, not as ''.
let emptyText: StaticString = ""

/// How long bytes handed to SQLite stay where they are.
public enum BytesLifetime: Sendable {
  /// Only until the call returns; SQLite copies them at once.
  case transient
  /// For as long as SQLite may look at them: constants, or memory that outlives the statement's run.
  case `static`

  var destructor: sqlite3_destructor_type? {
    switch self {
    case .transient: sluice_sqlite_transient()
    case .static: sluice_sqlite_static()
    }
  }
}
