import CSQLite

/// A compiled statement: bind, step, read; it finalises itself.
///
/// It belongs to its connection's owner, like the connection itself.
public final class Statement {
  let handle: DatabaseHandle
  let pointer: OpaquePointer
  /// The text it was compiled from.
  public let sql: String
  /// How many columns a row has; 0 for a statement that gives none.
  ///
  /// Read anew, since a schema change recompiles the statement.
  public var columnCount: Int { Int(sqlite3_column_count(pointer)) }

  init(handle: DatabaseHandle, sql: String, persistent: Bool) throws(SQLiteError) {
    let database = try handle.open()
    self.handle = handle
    self.sql = sql
    pointer = try Self.compile(sql, on: database, flags: persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0)
  }

  deinit {
    sqlite3_finalize(pointer)
  }

  /// Runs to the next row.
  ///
  /// - Returns: Whether there is a row to read; false when the statement has run to its end.
  @inline(__always)
  public func step() throws(SQLiteError) -> Bool {
    var code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    if code & 0xFF == SQLITE_SCHEMA {
      // Only ever told of before the first row.
      code = againstSchemaRaces({ sqlite3_step(pointer) }, betweenTries: { sqlite3_reset(pointer) })
      if code == SQLITE_ROW { return true }
    }
    if code == SQLITE_DONE { return false }
    throw failure(code)
  }

  /// Ends the run and makes the statement ready to run again. Bindings stay.
  public func reset() {
    // Its result repeats the error of the last step, which was thrown there.
    _ = sqlite3_reset(pointer)
  }

  /// Runs to the end with these bindings, rows ignored, and resets: an insert in a loop.
  public func run(_ bindings: [Value] = []) throws(SQLiteError) {
    defer { reset() }
    if !bindings.isEmpty { try bind(bindings) }
    while try step() {}
  }

  /// Whether it writes nothing to any database file.
  public var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

  /// Whether it is in the midst of its rows.
  public var isRunning: Bool { sqlite3_stmt_busy(pointer) != 0 }

  func failure(_ code: Int32) -> SQLiteError {
    SQLiteError(database: sqlite3_db_handle(pointer), code: code, sql: sql)
  }

  private static func compile(
    _ sql: String, on database: OpaquePointer, flags: UInt32
  ) throws(SQLiteError) -> OpaquePointer {
    var text = sql
    let result: Result<OpaquePointer, SQLiteError> = text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return .failure(.noStatement(sql)) }
      let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
      var compiled: OpaquePointer?
      var tail: UnsafePointer<CChar>?
      let code = againstSchemaRaces {
        sqlite3_prepare_v3(database, start, Int32(clamping: bytes.count), flags, &compiled, &tail)
      }
      guard code == SQLITE_OK else { return .failure(SQLiteError(database: database, code: code, sql: sql)) }
      guard let compiled else { return .failure(.noStatement(sql)) }
      let end = tail.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
      guard end < bytes.count else { return .success(compiled) }
      // What follows may be white space or a comment; a second statement would be lost in silence.
      var second: OpaquePointer?
      let next = sqlite3_prepare_v3(database, start + end, Int32(clamping: bytes.count - end), 0, &second, nil)
      defer { sqlite3_finalize(second) }
      guard next == SQLITE_OK, second == nil else {
        sqlite3_finalize(compiled)
        return .failure(
          SQLiteError(code: .misuse, message: "more than one statement where one is expected", sql: sql, offset: end))
      }
      return .success(compiled)
    }
    return try result.get()
  }
}

extension SQLiteError {
  fileprivate static func noStatement(_ sql: String) -> SQLiteError {
    SQLiteError(code: .misuse, message: "no statement: the text is empty or a comment", sql: sql)
  }
}
