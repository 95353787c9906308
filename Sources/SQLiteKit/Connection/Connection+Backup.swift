import CSQLite

extension Connection {
  /// Copies a database of this connection over one of another while both stay usable.
  ///
  /// - Parameter pages: Pages copied between two calls of `progress`; others may use the source in between.
  /// - Parameter progress: Told the pages still to copy and all pages; false gives up, and the copy is undone.
  /// - Returns: Whether the copy is complete.
  @discardableResult
  public func backUp(
    _ schema: String = "main",
    to target: Connection,
    as targetSchema: String = "main",
    pages: Int = 1_000,
    progress: (_ remaining: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws(SQLiteError) -> Bool {
    let source = try handle.open()
    let destination = try target.handle.open()
    guard let backup = sqlite3_backup_init(destination, targetSchema, source, schema) else {
      throw SQLiteError(database: destination, code: sqlite3_errcode(destination))
    }
    var code = sqlite3_backup_step(backup, Int32(clamping: pages))
    while code == SQLITE_OK {
      guard progress(Int(sqlite3_backup_remaining(backup)), Int(sqlite3_backup_pagecount(backup))) else { break }
      code = sqlite3_backup_step(backup, Int32(clamping: pages))
    }
    let finish = sqlite3_backup_finish(backup)
    if code != SQLITE_OK, code != SQLITE_DONE {
      throw SQLiteError(database: destination, code: finish == SQLITE_OK ? code : finish)
    }
    return code == SQLITE_DONE
  }
}
