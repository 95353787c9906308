import CSQLite

/// Owns the `sqlite3*`: shared by a connection and its statements, so that neither outlives it.
final class DatabaseHandle {
  private(set) var pointer: OpaquePointer?
  let interruptHandle = InterruptHandle()
  /// Swift closures SQLite calls without owning them.
  var progressHandler: ProgressHandler?
  var busyHandler: BusyHandler?
  var authorizer: Authorizer?

  init(path: String, flags: Int32) throws(SQLiteError) {
    _ = SQLiteLibrary.configured
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened else {
      // SQLite hands out a connection even when it fails, to read the error from.
      let error = SQLiteError(database: opened, code: code)
      sqlite3_close_v2(opened)
      throw SQLiteError(code: error.code, message: "cannot open the database '\(path)': \(error.message)")
    }
    pointer = opened
    interruptHandle.attach(opened)
  }

  deinit {
    close()
  }

  /// Closes; statements still alive keep working until they finalise themselves (`sqlite3_close_v2`).
  func close() {
    guard let pointer else { return }
    interruptHandle.detach()
    // The closures die with this object: SQLite must not call them for statements that outlive it.
    sqlite3_progress_handler(pointer, 0, nil, nil)
    sqlite3_busy_handler(pointer, nil, nil)
    sqlite3_set_authorizer(pointer, nil, nil)
    sqlite3_close_v2(pointer)
    self.pointer = nil
  }

  func open() throws(SQLiteError) -> OpaquePointer {
    guard let pointer else { throw .closed }
    return pointer
  }

  func check(_ code: Int32, sql: String? = nil) throws(SQLiteError) {
    guard code != SQLITE_OK else { return }
    throw SQLiteError(database: pointer, code: code, sql: sql)
  }
}
