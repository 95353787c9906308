import Glibc
import SQLiteKit

/// Opens one of the run store's database files: makes it, brings it to the newest schema, and moves a damaged one aside.
enum StoreFile {
  /// Which file, with the schema it must have.
  struct Format: Sendable {
    var name: String
    var migrations: [String]
    var applicationID: Int32
    /// What a reader adds to files of older forms.
    var bridges: [Int64: String] = [:]

    static let state = Format(
      name: "run store", migrations: RunStoreSchema.migrations, applicationID: RunStoreSchema.applicationID,
      bridges: RunStoreSchema.bridges)
    static let failures = Format(
      name: "failures store", migrations: FailureStoreSchema.migrations,
      applicationID: FailureStoreSchema.applicationID)
  }

  /// Opens for writing, making the file if there is none.
  ///
  /// In WAL mode with `synchronous=NORMAL` a commit survives the death of the process; power loss may take the last few
  /// commits but never leaves half of one. What was published is recorded in the warehouse with the table itself.
  static func openForWriting(_ path: String, _ format: Format) throws(RunStoreError) -> Connection {
    do {
      let connection = try Connection(path: path, mode: .create, options: Connection.Options(busyTimeout: 10_000))
      try connection.execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; "
          + "PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=OFF")
      try migrate(connection, path, format)
      return connection
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  /// Opens for reading what another process may be writing.
  static func openForReading(_ path: String, _ format: Format) throws(RunStoreError) -> Connection {
    guard access(path, F_OK) == 0 else {
      throw RunStoreError(.missing, path: path, "there is no \(format.name) yet", advice: "Start with: sluice build")
    }
    do {
      return try checkedReader(Connection(path: path, mode: .readOnly), path, format)
    } catch let error as RunStoreError {
      throw error
    } catch {
      // A WAL file in a folder we may not write to cannot be shared; unshared it can still be read.
      guard access(path, W_OK) != 0 || access(parent(of: path), W_OK) != 0 else {
        throw RunStoreError(error, path: path)
      }
      do {
        let uri = "file:" + escaped(path) + "?immutable=1"
        let options = Connection.Options(uri: true)
        return try checkedReader(Connection(path: uri, mode: .readOnly, options: options), path, format)
      } catch {
        throw RunStoreError(error, path: path)
      }
    }
  }

  /// Renames a file and its WAL so that a new one can take its place.
  ///
  /// - Returns: The name the damaged file has now.
  static func moveAside(_ path: String, at instant: Instant) throws(RunStoreError) -> String {
    var aside = "\(path).damaged-\(instant.microseconds / 1_000_000)"
    var copy = 1
    while access(aside, F_OK) == 0 {
      copy += 1
      aside = "\(path).damaged-\(instant.microseconds / 1_000_000)-\(copy)"
    }
    guard rename(path, aside) == 0 else {
      throw RunStoreError(
        .unwritable, path: path, "the damaged file cannot be moved aside: \(String(cString: strerror(errno)))")
    }
    for suffix in ["-wal", "-shm"] where access(path + suffix, F_OK) == 0 { rename(path + suffix, aside + suffix) }
    return aside
  }

  private static func checkedReader(
    _ connection: Connection, _ path: String, _ format: Format
  ) throws -> Connection {
    let version = try connection.userVersion()
    if version == 0 {
      throw RunStoreError(.missing, path: path, "the \(format.name) is empty", advice: "Start with: sluice build")
    }
    try refuseNewer(version, path, format)
    if version == format.migrations.count { return connection }
    // An older file is brought up to date by the next writer; until then a reader adds what it lacks.
    guard let bridge = format.bridges[version] else {
      throw RunStoreError(
        .other, path: path, "the \(format.name) has the form of an older version",
        advice: "It is brought up to date at the next run: sluice build")
    }
    try connection.execute(bridge)
    return connection
  }

  private static func migrate(_ connection: Connection, _ path: String, _ format: Format) throws {
    guard try connection.userVersion() != format.migrations.count else { return }
    try connection.transaction {
      // Asked again under the lock: two processes may have opened a new file at once.
      let version = try connection.userVersion()
      try refuseNewer(version, path, format)
      if version == 0 {
        let tables = try connection.queryValue("SELECT count(*) FROM sqlite_schema")?.integer ?? 0
        guard tables == 0 else {
          throw RunStoreError(
            .refused, path: path, "the file is a database, but not a \(format.name)", advice: "Move it away.")
        }
        try connection.execute("PRAGMA application_id=\(format.applicationID)")
      }
      for migration in format.migrations.dropFirst(Int(version)) { try connection.execute(migration) }
      try connection.setUserVersion(Int32(format.migrations.count))
    }
  }

  private static func refuseNewer(_ version: Int64, _ path: String, _ format: Format) throws(RunStoreError) {
    guard version > format.migrations.count else { return }
    throw RunStoreError(
      .newer, path: path,
      "the \(format.name) was written by a newer sluice (form \(version); this one knows \(format.migrations.count))",
      advice: "Use the newer program.")
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Percent-encodes what a `file:` URI would read as its own.
  private static func escaped(_ path: String) -> String {
    var text = ""
    for character in path {
      switch character {
      case "%": text += "%25"
      case "?": text += "%3f"
      case "#": text += "%23"
      default: text.append(character)
      }
    }
    return text
  }
}
