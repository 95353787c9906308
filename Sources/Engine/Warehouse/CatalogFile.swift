import Glibc
import Project
package import SQLiteKit
import Synchronization

/// One catalog of a warehouse: the SQLite file that holds its tables, their old versions and the log of versions.
///
/// Write-ahead logging, 16 KiB pages. Measured (566 MB, 4 M rows of 8 texts, Debian's SQLite 3.40.1): a rollback journal
/// copies no faster (1.5 s) but every publish waits for every reader and stops them while it commits; with 4 KiB
/// pages the copy takes 2.3 s, with 16 KiB 1.5 s.
package struct CatalogFile: Sendable, Hashable {
  /// dbt's `database`.
  package let database: String
  package let path: String

  package init(database: String, directory: String) {
    self.database = database
    path = "\(directory)/\(database.replacing("/", with: "_")).db"
  }

  package var exists: Bool { access(path, F_OK) == 0 }

  /// The name the file is attached under; names SQLite keeps for itself are moved aside.
  package static func alias(of database: String) -> String {
    switch database.lowercased() {
    case "main", "temp", "scratch": database + "_"
    default: database
    }
  }

  /// Files this process has seen to, with the inode each had then: another file put in its place is another file.
  private static let ready = Mutex<[String: UInt64]>([:])

  /// Makes the file and the engine's own tables in it, where they are missing; once a process for each file.
  package func prepare() throws {
    if let inode, Self.ready.withLock({ $0[path] }) == inode { return }
    try makeFile()
    let made = inode
    Self.ready.withLock { $0[path] = made }
  }

  /// Which file it is now; nil when there is none.
  var inode: UInt64? {
    var facts = stat()
    return stat(path, &facts) == 0 ? UInt64(facts.st_ino) : nil
  }

  private func makeFile() throws {
    try makeDirectories(above: path)
    let connection = try Connection(path: path, mode: .create, options: Self.options)
    defer { connection.close() }
    try connection.execute("PRAGMA page_size = 16384")
    try connection.apply(.warehouse)
    guard try connection.userVersion() < Self.formatVersion else { return }
    try connection.transaction {
      guard try connection.userVersion() < Self.formatVersion else { return }
      try Self.makeTables(in: connection)
      try HistoryStore.addVersions(connection)
      try connection.setUserVersion(Self.formatVersion)
    }
  }

  /// Makes the engine's own tables, where they are missing.
  static func makeTables(in connection: Connection) throws {
    for schema in [VersionLog.schema, FileLedger.schema, HistoryStore.schema, TestLog.schema] {
      try connection.execute(schema)
    }
  }

  /// How every connection of this engine opens a warehouse file.
  package static var options: Connection.Options {
    Connection.Options(busyTimeout: 60_000, foreignKeys: false, doubleQuotedStrings: false, uri: true)
  }

  /// The layout of the engine's own tables, kept in the file's `user_version`.
  private static let formatVersion: Int32 = 3

  /// A path as a SQLite URI with the given query, such as `mode=ro`.
  package static func uri(_ path: String, _ query: String) -> String {
    var text = "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x80...: text += "%" + hexadecimal(byte)
      default: text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return text + "?" + query
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}

/// Makes the folder a file is to lie in, and those above it.
func makeDirectories(above path: String) throws {
  guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
  let directory = String(path[..<slash])
  if access(directory, F_OK) == 0 { return }
  try makeDirectories(above: directory)
  if mkdir(directory, 0o777) != 0, errno != EEXIST {
    throw WarehouseError("cannot make the folder \(directory): \(String(cString: strerror(errno)))")
  }
}

/// Something the warehouse itself cannot do, in words for the operator.
package struct WarehouseError: Error, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
