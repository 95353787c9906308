import CSQLite

/// What SQLite refused to do: the code, its message, and the statement it happened in.
///
/// Bound arguments are never part of it, so it may be shown and logged.
public struct SQLiteError: Error, Sendable, Equatable {
  /// The extended result code.
  public let code: ResultCode
  /// SQLite's message, or the one a Swift function or virtual table threw.
  public let message: String
  /// The text of the statement, parameters unexpanded.
  public let sql: String?
  /// Where in `sql` the fault starts, in UTF-8 bytes, when SQLite says so (`sqlite3_error_offset`).
  public let offset: Int?

  /// Describes a refusal.
  public init(code: ResultCode, message: String, sql: String? = nil, offset: Int? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.offset = offset
  }

  /// Reads the last error of a connection. `base` is where the compiled text starts within `sql`.
  init(database: OpaquePointer?, code: Int32, sql: String? = nil, base: Int = 0) {
    let offset = database.map { Int(sqlite3_error_offset($0)) } ?? -1
    self.code = ResultCode(rawValue: database.map { sqlite3_extended_errcode($0) } ?? code)
    self.message = String(cString: database.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    self.sql = sql
    self.offset = offset < 0 ? nil : offset + base
  }

  /// A connection that was used after `close()`.
  static let closed = SQLiteError(code: .misuse, message: "the connection is closed")
}

extension SQLiteError: CustomStringConvertible {
  /// Message, code and the statement (its first 400 characters).
  public var description: String {
    var text = "\(message) [SQLite \(code.rawValue)]"
    if let sql {
      text += offset.map { " at byte \($0) of: " } ?? " in: "
      text += sql.count > 400 ? sql.prefix(400) + "…" : sql
    }
    return text
  }
}

/// An error a Swift SQL function, aggregate or virtual table throws: SQLite reports the message as it is.
public struct FunctionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What SQLite reports as the statement's error.
  public let message: String

  /// Makes an error with the words SQLite is to report.
  public init(_ message: String) {
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

/// The words SQLite is given for a thrown Swift error.
func reportedMessage(of error: any Error) -> String {
  switch error {
  case let error as SQLiteError: error.message
  default: String(describing: error)
  }
}
