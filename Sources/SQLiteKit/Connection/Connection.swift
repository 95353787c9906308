import CSQLite

/// One SQLite connection with one owner: an actor, a thread or a test. It is not `Sendable`.
///
/// It is opened without SQLite's own locks (`SQLITE_OPEN_NOMUTEX`): two threads must never use it at once.
/// Only ``interruptHandle`` may be used from elsewhere.
public final class Connection {
  /// How a database file is opened.
  public enum Mode: Sendable {
    /// The file must exist; nothing is written.
    case readOnly
    /// The file must exist.
    case readWrite
    /// The file is made if it is missing.
    case create
  }

  /// What is set on a connection as it opens.
  public struct Options: Sendable {
    /// How long a statement waits for another connection's lock, in milliseconds.
    public var busyTimeout: Int
    /// Whether foreign keys are enforced; SQLite's own default is no.
    public var foreignKeys: Bool
    /// Whether `"text"` that names no column is read as a string. Off: a misspelt name is an error.
    public var doubleQuotedStrings: Bool
    /// Whether the path is a URI (`file:x.db?immutable=1`).
    public var uri: Bool
    /// How many prepared statements ``Connection/prepareCached(_:)`` keeps.
    public var statementCacheLimit: Int

    /// Options with the defaults named in each property.
    public init(
      busyTimeout: Int = 5_000,
      foreignKeys: Bool = false,
      doubleQuotedStrings: Bool = false,
      uri: Bool = false,
      statementCacheLimit: Int = 64
    ) {
      self.busyTimeout = busyTimeout
      self.foreignKeys = foreignKeys
      self.doubleQuotedStrings = doubleQuotedStrings
      self.uri = uri
      self.statementCacheLimit = statementCacheLimit
    }
  }

  let handle: DatabaseHandle
  var cache: StatementCache
  /// How deep nested transactions are; the outermost is a transaction, the inner ones savepoints.
  var transactionDepth = 0

  /// The path it was opened with; `:memory:` for a database in memory.
  public let path: String

  /// Opens a database file.
  public init(path: String, mode: Mode = .create, options: Options = Options()) throws(SQLiteError) {
    var flags =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    if options.uri { flags |= SQLITE_OPEN_URI }
    self.path = path
    handle = try DatabaseHandle(path: path, flags: flags)
    cache = StatementCache(limit: options.statementCacheLimit)
    let database = try handle.open()
    try handle.check(sqlite3_busy_timeout(database, Int32(clamping: options.busyTimeout)))
    let quoted: Int32 = options.doubleQuotedStrings ? 1 : 0
    try handle.check(sluice_sqlite_db_config_int(database, SQLITE_DBCONFIG_DQS_DML, quoted))
    try handle.check(sluice_sqlite_db_config_int(database, SQLITE_DBCONFIG_DQS_DDL, quoted))
    try handle.check(
      sluice_sqlite_db_config_int(database, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreignKeys ? 1 : 0))
  }

  /// A database in memory, gone when the connection is.
  public static func inMemory(options: Options = Options()) throws(SQLiteError) -> Connection {
    try Connection(path: ":memory:", mode: .create, options: options)
  }

  /// Closes the connection. Statements still alive keep what they read; anything new fails as misuse.
  public func close() {
    cache.removeAll()
    handle.close()
  }

  /// Whether ``close()`` was called.
  public var isClosed: Bool { handle.pointer == nil }

  /// Stops what this connection runs, from any thread, at any time.
  public var interruptHandle: InterruptHandle { handle.interruptHandle }

  /// The rowid of the last insert of this connection.
  public var lastInsertRowID: Int64 { handle.pointer.map(sqlite3_last_insert_rowid) ?? 0 }

  /// How many rows the last insert, update or delete changed.
  public var changes: Int { handle.pointer.map { Int(sqlite3_changes64($0)) } ?? 0 }

  /// How many rows were changed since the connection was opened, triggers included.
  public var totalChanges: Int { handle.pointer.map { Int(sqlite3_total_changes64($0)) } ?? 0 }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { handle.pointer.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  /// Whether an attached database cannot be written.
  public func isReadOnly(_ schema: String = "main") -> Bool {
    handle.pointer.map { sqlite3_db_readonly($0, schema) == 1 } ?? true
  }
}
