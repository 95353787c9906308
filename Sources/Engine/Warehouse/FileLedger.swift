import Compression
package import SQLiteKit

/// Which files were loaded into which table: a table of the engine's own in the catalog's file, written in the same
/// transaction as the rows, so that a file is loaded once whatever happens.
package struct FileLedger {
  package static let schema = """
    CREATE TABLE IF NOT EXISTS "~files" (
      relation TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL,
      modified_at INTEGER NOT NULL, rows INTEGER NOT NULL, rejected INTEGER NOT NULL, version INTEGER NOT NULL,
      run INTEGER NOT NULL, loaded_at INTEGER NOT NULL, PRIMARY KEY (relation, path, digest)) WITHOUT ROWID;
    """

  /// A file as it was when it was loaded.
  package struct Entry: Sendable {
    package var path: String
    /// Of its content; asking for it may read the file.
    package var digest: ContentDigest
    package var bytes: Int64
    package var modifiedAt: Int64
    package var rows: Int64
    package var rejected: Int64

    /// Size and content, as a version remembers what it was made of.
    func state() throws(FileReadError) -> String { "\(sizeState), \(try digest.text())" }

    /// The size alone: where it is another, so is the content.
    var sizeState: String { "\(bytes) bytes" }

    package init(
      path: String, digest: ContentDigest, bytes: Int64, modifiedAt: Int64, rows: Int64 = 0, rejected: Int64 = 0
    ) {
      self.path = path
      self.digest = digest
      self.bytes = bytes
      self.modifiedAt = modifiedAt
      self.rows = rows
      self.rejected = rejected
    }
  }

  let connection: Connection
  let alias: String
  /// The project's folder: files below it are remembered by their path from there, so that a project that is moved or copied
  /// with its warehouse does not load them again.
  let root: String?

  package init(_ connection: Connection, alias: String = "main", root: String? = nil) {
    self.connection = connection
    self.alias = alias
    self.root = root.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  private func kept(_ path: String) -> String {
    root.map { path.hasPrefix($0) ? String(path.dropFirst($0.count)) : path } ?? path
  }

  private func whole(_ path: String) -> String { path.hasPrefix("/") ? path : (root ?? "") + path }

  private var table: String { quoteIdentifier(alias, "~files") }

  /// The files loaded into a table (`schema.identifier`) so far.
  package func entries(of tableName: String) throws -> [Entry] {
    try connection.query(
      "SELECT path, digest, bytes, modified_at, rows, rejected FROM \(table) WHERE relation = ?", [.text(tableName)]
    ).map { row in
      let path = whole(row[0].text ?? "")
      return Entry(
        path: path, digest: ContentDigest(of: path, text: row[1].text ?? ""), bytes: row[2].integer ?? 0,
        modifiedAt: row[3].integer ?? 0, rows: row[4].integer ?? 0, rejected: row[5].integer ?? 0)
    }
  }

  /// Notes a load; call it in the publishing transaction.
  package func add(_ entry: Entry, to tableName: String, version: Int64, run: Int64, at: Int64) throws {
    try connection.run(
      "INSERT OR REPLACE INTO \(table) VALUES (?,?,?,?,?,?,?,?,?,?)",
      [
        .text(tableName), .text(kept(entry.path)), .text(try entry.digest.text()), .integer(entry.bytes),
        .integer(entry.modifiedAt),
        .integer(entry.rows), .integer(entry.rejected), .integer(version), .integer(run), .integer(at),
      ])
  }

  /// Gives the loads of a table that was held to the table it becomes.
  func move(from held: String, to tableName: String, version: Int64) throws {
    try connection.run(
      "UPDATE OR REPLACE \(table) SET relation = ?, version = ? WHERE relation = ?",
      [.text(tableName), .integer(version), .text(held)])
  }

  /// Forgets all loads of a table: what a full refresh begins with.
  package func clear(_ tableName: String) throws {
    try connection.run("DELETE FROM \(table) WHERE relation = ?", [.text(tableName)])
  }
}
