import Glibc
package import Project
package import SQLiteKit
import Synchronization
import Threads

/// The connection one step runs on: the catalog it publishes to is `main`, a scratch file of its own is `scratch`, and
/// the other catalogs are attached for reading.
package final class StepConnection {
  package let connection: Connection
  /// What names mean in the step that has the connection now.
  package private(set) var scope: RelationScope
  package let scratchPath: String
  /// Tells this connection's scratch files from those of all others.
  package let scratchName: String
  /// The catalog it publishes to.
  let main: CatalogFile
  private let isForLooking: Bool
  private let target: ProjectTarget
  private let directory: RelationDirectory
  /// SQLite's number of the newest schema this connection is known to have read or made; -1: none.
  private(set) var knownSchema: Int64 = -1
  /// Which file `main` was when it was opened.
  private let identity: UInt64?
  /// The other catalogs' paths by the names they are attached under.
  private var others: [(path: String, alias: String)] = []
  private var attached: [String: String] = [:]

  /// At most ten files can be attached in Debian's build of SQLite; one place is the scratch file's.
  private static let attachLimit = 9

  package convenience init(project: LoadedProject, database: String, scratchName: String) throws {
    try self.init(
      target: project.target, directory: RelationDirectory(project), database: database, scratchName: scratchName)
  }

  /// - Parameter isForLooking: Nothing is made and nothing written: a catalog that is not there is an empty one in memory,
  ///   and the scratch file is there too.
  init(
    target: ProjectTarget, directory: RelationDirectory, database: String, scratchName: String,
    isForLooking: Bool = false
  ) throws {
    main = CatalogFile(database: database, directory: target.warehouseDirectory)
    self.target = target
    self.directory = directory
    self.isForLooking = isForLooking
    let isEmpty = isForLooking && !main.exists
    if !isForLooking {
      try main.prepare()
    } else if main.exists {
      // An older form is brought up to date where that can be.
      try? main.prepare()
    }
    identity = main.inode
    // Attached files are opened as the main one is: the scratch file must be made.
    connection = try Connection(
      path: isEmpty ? ":memory:" : main.path, mode: isForLooking && !isEmpty ? .readWrite : .create,
      options: CatalogFile.options)
    if isEmpty { try CatalogFile.makeTables(in: connection) }
    for pragma in Self.pragmas { try connection.execute(pragma) }
    self.scratchName = scratchName
    scratchPath = isForLooking ? ":memory:" : "\(target.stateDirectory)/scratch/\(scratchName).db"
    if !isForLooking {
      try makeDirectories(above: scratchPath)
      unlink(scratchPath)
    }
    try Self.attachScratch(scratchPath, to: connection)
    scope = RelationScope(
      connection: connection, mainDatabase: database, attached: [:], target: target, directory: directory)
    try StepFunctions.register(on: connection)
    try begin()
  }

  /// Readies the connection for a step: catalogs that were made since are attached, and nothing is known of any table.
  func begin() throws {
    for other in directory.databases
    where other.lowercased() != main.database.lowercased() && attached[other.lowercased()] == nil {
      let file = CatalogFile(database: other, directory: target.warehouseDirectory)
      guard attached.count < Self.attachLimit, file.exists else { continue }
      let alias = CatalogFile.alias(of: other)
      try connection.attach(CatalogFile.uri(file.path, "mode=ro"), as: alias)
      attached[other.lowercased()] = alias
      others.append((file.path, alias))
    }
    scope = RelationScope(
      connection: connection, mainDatabase: main.database, attached: attached, target: target, directory: directory)
  }

  /// Reads the catalog's schema unless it is the one known.
  func readSchema() throws {
    try connection.transaction(.deferred) {
      _ = try connection.queryValue("SELECT 1 FROM main.\"~versions\" LIMIT 1")
      try noteSchema()
    }
  }

  /// Notes which schema the connection knows: in a transaction that used it, since the number is the file's.
  func noteSchema() throws {
    knownSchema = try connection.queryValue("PRAGMA main.schema_version")?.integer ?? -1
  }

  /// Whether the catalog's file is still the one that was opened.
  var isOfTheSameFile: Bool { main.inode == identity }

  /// Pages a scratch file may have to be emptied by dropping what is in it; a longer one is made anew.
  private static let longScratch: Int64 = 256
  /// Bytes of cached pages a connection keeps while no step has it.
  private static let keptCache = 1 << 20

  /// Leaves the connection as it was when it was opened, once a step is done with it.
  ///
  /// - Returns: Whether another step may have it; false: it must be closed.
  func tidy() -> Bool {
    guard !connection.isInTransaction, isOfTheSameFile else { return false }
    do {
      try connection.setProgressHandler(nil)
      try connection.setBusyTimeout(milliseconds: CatalogFile.options.busyTimeout)
      for row in try connection.query("SELECT type, name FROM temp.sqlite_schema WHERE type IN ('table', 'view')") {
        try connection.execute("DROP \(row[0].text ?? "") temp.\(quoteIdentifier(row[1].text ?? ""))")
      }
      if try connection.queryValue("PRAGMA scratch.page_count")?.integer ?? 0 > Self.longScratch {
        try connection.detach("scratch")
        if !isForLooking { unlink(scratchPath) }
        try Self.attachScratch(scratchPath, to: connection)
      } else {
        for row in try connection.query("SELECT name FROM scratch.sqlite_schema WHERE type = 'table'") {
          try connection.execute("DROP TABLE scratch.\(quoteIdentifier(row[0].text ?? ""))")
        }
        try connection.execute("PRAGMA scratch.locking_mode = EXCLUSIVE")
      }
      if connection.status(.cacheUsed) > Self.keptCache { try connection.execute("PRAGMA shrink_memory") }
      return true
    } catch {
      return false
    }
  }

  /// Renames must not rewrite views (they name tables, not versions); the log is moved by a checkpoint of its own.
  private static let pragmas = [
    "PRAGMA main.synchronous = NORMAL", "PRAGMA main.secure_delete = OFF", "PRAGMA main.cache_size = -65536",
    "PRAGMA legacy_alter_table = ON", "PRAGMA wal_autocheckpoint = 0", "PRAGMA temp_store = DEFAULT",
    "PRAGMA recursive_triggers = OFF",
  ]

  private static func attachScratch(_ path: String, to connection: Connection) throws {
    try connection.attach(path, as: "scratch")
    try connection.execute("PRAGMA scratch.page_size = 16384")
    // Nobody else has to do with it, and each statement by itself would lock and unlock it.
    try connection.execute("PRAGMA scratch.locking_mode = EXCLUSIVE")
    try connection.apply(.scratch, to: "scratch")
  }

  /// Whether the step has put nothing into its scratch file yet.
  var isScratchEmpty: Bool {
    get throws { try connection.queryValue("SELECT count(*) FROM scratch.sqlite_schema")?.integer == 0 }
  }

  /// Lets other connections of the step read the scratch file, until it is emptied.
  func shareScratch() throws {
    try connection.execute("PRAGMA scratch.locking_mode = NORMAL")
    // The lock is let go with the next statement that reads the file.
    _ = try isScratchEmpty
  }

  /// Puts a finished file in the place of the empty scratch file.
  func replaceScratch(with path: String) throws {
    try connection.detach("scratch")
    if rename(path, scratchPath) != 0 {
      throw WarehouseError("cannot move \(path): \(String(cString: strerror(errno)))")
    }
    try Self.attachScratch(scratchPath, to: connection)
  }

  /// What opens one more connection, for reading what this one reads, from any thread.
  var reading: @Sendable () throws -> Connection {
    let (mainPath, others) = (main.path, others)
    return {
      let connection = try Connection(path: mainPath, mode: .readOnly, options: CatalogFile.options)
      try connection.execute("PRAGMA cache_size = -16384")
      for (path, alias) in others { try connection.attach(CatalogFile.uri(path, "mode=ro"), as: alias) }
      try StepFunctions.register(on: connection)
      return connection
    }
  }

  /// How long the write-ahead log may get before it is moved into the file.
  private static let longLog = 64 << 20

  /// The files whose log is being moved.
  private static let checkpoints = ConditionLock<Set<String>>([])

  /// Moves the log into the file when it is long, as far as readers let it; commits do not do so themselves. It has a thread
  /// and a connection of its own, so that the steps that wait for this one do not wait for the disk too.
  func checkpointIfLong() {
    var status = stat()
    let path = main.path
    guard stat(path + "-wal", &status) == 0, status.st_size > Self.longLog,
      Self.checkpoints.withLock({ $0.insert(path).inserted })
    else { return }
    WorkerThread.start {
      defer {
        _ = Self.checkpoints.withLock { $0.remove(path) }
        Self.checkpoints.signalDone()
      }
      guard let connection = try? Connection(path: path, mode: .readWrite, options: CatalogFile.options) else { return }
      // What cannot be moved now is moved after the next publish.
      _ = try? connection.execute("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0")
      _ = try? connection.checkpoint(.passive, schema: "main")
      connection.close()
    }
  }

  package func close() {
    connection.close()
    if !isForLooking { unlink(scratchPath) }
  }

  /// Waits until no log of these files is being moved: a process that ends before leaves it to the next, which has to read
  /// all of it first.
  static func settleCheckpoints(below folder: String) {
    checkpoints.waitDone { moved in moved.contains { $0.hasPrefix(folder) } ? nil : () }
  }
}
