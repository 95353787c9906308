import CSQLite

extension Connection {
  /// A counter of the connection (`sqlite3_db_status`).
  public enum Counter: Sendable, CaseIterable {
    /// Bytes of page cache.
    case cacheUsed
    /// Page cache hits.
    case cacheHit
    /// Page cache misses.
    case cacheMiss
    /// Dirty pages written.
    case cacheWrite
    /// Dirty pages written before their transaction ended, because the cache was full.
    case cacheSpill
    /// Bytes of schema.
    case schemaUsed
    /// Bytes of compiled statements.
    case statementsUsed

    var code: Int32 {
      switch self {
      case .cacheUsed: SQLITE_DBSTATUS_CACHE_USED
      case .cacheHit: SQLITE_DBSTATUS_CACHE_HIT
      case .cacheMiss: SQLITE_DBSTATUS_CACHE_MISS
      case .cacheWrite: SQLITE_DBSTATUS_CACHE_WRITE
      case .cacheSpill: SQLITE_DBSTATUS_CACHE_SPILL
      case .schemaUsed: SQLITE_DBSTATUS_SCHEMA_USED
      case .statementsUsed: SQLITE_DBSTATUS_STMT_USED
      }
    }
  }

  /// Reads a counter; 0 on a closed connection. With `reset` the hits, misses, writes and spills start at 0 again.
  public func status(_ counter: Counter, reset: Bool = false) -> Int {
    guard let database = handle.pointer else { return 0 }
    var current: Int32 = 0
    var highest: Int32 = 0
    sqlite3_db_status(database, counter.code, &current, &highest, reset ? 1 : 0)
    return Int(current)
  }
}

extension Statement {
  /// A counter of the statement since it was compiled (`sqlite3_stmt_status`).
  public enum Counter: Sendable, CaseIterable {
    /// Steps of full table scans.
    case fullScanSteps
    /// Sorts.
    case sorts
    /// Rows put into indexes made for the statement.
    case automaticIndexRows
    /// Virtual machine instructions.
    case virtualMachineSteps
    /// Runs.
    case runs
    /// Bytes of memory.
    case memoryUsed

    var code: Int32 {
      switch self {
      case .fullScanSteps: SQLITE_STMTSTATUS_FULLSCAN_STEP
      case .sorts: SQLITE_STMTSTATUS_SORT
      case .automaticIndexRows: SQLITE_STMTSTATUS_AUTOINDEX
      case .virtualMachineSteps: SQLITE_STMTSTATUS_VM_STEP
      case .runs: SQLITE_STMTSTATUS_RUN
      case .memoryUsed: SQLITE_STMTSTATUS_MEMUSED
      }
    }
  }

  /// Reads a counter.
  public func status(_ counter: Counter) -> Int {
    Int(sqlite3_stmt_status(pointer, counter.code, 0))
  }
}
