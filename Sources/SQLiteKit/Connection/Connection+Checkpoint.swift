import CSQLite

extension Connection {
  /// How hard a checkpoint tries to move the write-ahead log into the database file.
  public enum CheckpointMode: Sendable {
    /// What can be moved without waiting.
    case passive
    /// Waits for writers and readers, then moves all.
    case full
    /// As full, and the next writer starts the log anew.
    case restart
    /// As restart, and the log file is cut to nothing.
    case truncate
  }

  /// Moves the write-ahead log into the database file.
  ///
  /// - Returns: The log's frames, and how many of them are in the database file now; -1 when not in WAL mode.
  @discardableResult
  public func checkpoint(
    _ mode: CheckpointMode = .passive, schema: String? = nil
  ) throws(SQLiteError) -> (log: Int, moved: Int) {
    let database = try handle.open()
    var log: Int32 = -1
    var moved: Int32 = -1
    let code =
      switch mode {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .full: SQLITE_CHECKPOINT_FULL
      case .restart: SQLITE_CHECKPOINT_RESTART
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    try handle.check(sqlite3_wal_checkpoint_v2(database, schema, code, &log, &moved))
    return (Int(log), Int(moved))
  }
}
