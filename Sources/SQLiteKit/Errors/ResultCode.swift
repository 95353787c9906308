import CSQLite

/// A SQLite result code, primary or extended; see <https://www.sqlite.org/rescode.html>.
///
/// Patterns match by kind: `case .busy` matches `SQLITE_BUSY` and every extended code made of it,
/// while `case .busySnapshot` matches that one alone.
public struct ResultCode: RawRepresentable, Sendable, Hashable {
  /// The number SQLite gave.
  public let rawValue: Int32

  /// Wraps a number SQLite gave.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The code without its extension: the lowest eight bits.
  public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }

  /// Matches the same code, and any extension of a primary one.
  public static func ~= (pattern: ResultCode, code: ResultCode) -> Bool {
    pattern == code || (pattern.rawValue & ~0xFF == 0 && pattern == code.primary)
  }

  /// Whether trying the same again may succeed: somebody else held a lock.
  public var isTransient: Bool {
    switch self {
    case .busy, .locked, .inputOutput: true
    default: false
    }
  }

  /// SQLite's own words for the code, such as `database is locked`.
  public var meaning: String { String(cString: sqlite3_errstr(rawValue)) }
}

extension ResultCode {
  /// `SQLITE_OK`.
  public static let ok = ResultCode(rawValue: SQLITE_OK)
  /// `SQLITE_ERROR`: the statement is wrong, or a function threw.
  public static let error = ResultCode(rawValue: SQLITE_ERROR)
  /// `SQLITE_INTERNAL`.
  public static let internalError = ResultCode(rawValue: SQLITE_INTERNAL)
  /// `SQLITE_PERM`.
  public static let permission = ResultCode(rawValue: SQLITE_PERM)
  /// `SQLITE_ABORT`: a callback asked for it.
  public static let abort = ResultCode(rawValue: SQLITE_ABORT)
  /// `SQLITE_BUSY`: another connection holds a lock.
  public static let busy = ResultCode(rawValue: SQLITE_BUSY)
  /// `SQLITE_BUSY_SNAPSHOT`: a read transaction cannot become a write one, its snapshot is old.
  public static let busySnapshot = ResultCode(rawValue: SQLITE_BUSY | (2 << 8))
  /// `SQLITE_LOCKED`: a statement of the same connection is in the way.
  public static let locked = ResultCode(rawValue: SQLITE_LOCKED)
  /// `SQLITE_NOMEM`.
  public static let outOfMemory = ResultCode(rawValue: SQLITE_NOMEM)
  /// `SQLITE_READONLY`.
  public static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
  /// `SQLITE_INTERRUPT`: an interrupt handle or a progress handler stopped it.
  public static let interrupted = ResultCode(rawValue: SQLITE_INTERRUPT)
  /// `SQLITE_IOERR`.
  public static let inputOutput = ResultCode(rawValue: SQLITE_IOERR)
  /// `SQLITE_CORRUPT`.
  public static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
  /// `SQLITE_NOTFOUND`.
  public static let notFound = ResultCode(rawValue: SQLITE_NOTFOUND)
  /// `SQLITE_FULL`: the disk is full.
  public static let full = ResultCode(rawValue: SQLITE_FULL)
  /// `SQLITE_CANTOPEN`.
  public static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
  /// `SQLITE_SCHEMA`: the schema changed under a statement.
  public static let schemaChanged = ResultCode(rawValue: SQLITE_SCHEMA)
  /// `SQLITE_TOOBIG`: a text or blob beyond the limit (1 000 000 000 bytes).
  public static let tooBig = ResultCode(rawValue: SQLITE_TOOBIG)
  /// `SQLITE_CONSTRAINT`.
  public static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
  /// `SQLITE_CONSTRAINT_CHECK`.
  public static let constraintCheck = ResultCode(rawValue: SQLITE_CONSTRAINT | (1 << 8))
  /// `SQLITE_CONSTRAINT_FOREIGNKEY`.
  public static let constraintForeignKey = ResultCode(rawValue: SQLITE_CONSTRAINT | (3 << 8))
  /// `SQLITE_CONSTRAINT_NOTNULL`.
  public static let constraintNotNull = ResultCode(rawValue: SQLITE_CONSTRAINT | (5 << 8))
  /// `SQLITE_CONSTRAINT_PRIMARYKEY`.
  public static let constraintPrimaryKey = ResultCode(rawValue: SQLITE_CONSTRAINT | (6 << 8))
  /// `SQLITE_CONSTRAINT_UNIQUE`.
  public static let constraintUnique = ResultCode(rawValue: SQLITE_CONSTRAINT | (8 << 8))
  /// `SQLITE_MISMATCH`: a value of the wrong type.
  public static let mismatch = ResultCode(rawValue: SQLITE_MISMATCH)
  /// `SQLITE_MISUSE`: the interface was used wrongly, for example after `close()`.
  public static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
  /// `SQLITE_AUTH`: the authorizer refused.
  public static let notAuthorized = ResultCode(rawValue: SQLITE_AUTH)
  /// `SQLITE_RANGE`: a parameter or column that is not there.
  public static let range = ResultCode(rawValue: SQLITE_RANGE)
  /// `SQLITE_NOTADB`: the file is not a database.
  public static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
  /// `SQLITE_ROW`.
  public static let row = ResultCode(rawValue: SQLITE_ROW)
  /// `SQLITE_DONE`.
  public static let done = ResultCode(rawValue: SQLITE_DONE)
}

extension ResultCode: CustomStringConvertible {
  /// The number and its meaning, such as `5 (database is locked)`.
  public var description: String { "\(rawValue) (\(meaning))" }
}
