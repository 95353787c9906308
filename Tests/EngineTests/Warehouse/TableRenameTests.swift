import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("A table is renamed by its own row alone")
struct TableRenameTests {
  let folder = TemporaryFolder()

  /// The same file, renamed by us and by SQLite.
  private func renamed(_ tables: [String], _ rename: (Connection) throws -> Void) throws -> [[Value]] {
    let connection = try Connection(path: folder.path + "/\(UInt64.random(in: 0 ... .max)).db", mode: .create)
    defer { connection.close() }
    try connection.execute("PRAGMA legacy_alter_table = ON")
    for table in tables { try connection.execute(table) }
    try connection.transaction {
      try rename(connection)
      try connection.execute("CREATE TABLE \"s.t\" (other TEXT)")
    }
    #expect(try connection.queryValue("PRAGMA integrity_check")?.text == "ok")
    let rows = try connection.query("SELECT * FROM \"~old\" ORDER BY 1").map(\.values)
    let schema = try connection.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2").map(\.values)
    return schema + rows
  }

  @Test(
    "as SQLite itself would, with its indexes, its rows, and views that go on naming the name",
    arguments: [
      ["CREATE TABLE \"s.t\" (id BIGINT, \"a \"\"b\" TEXT)", "INSERT INTO \"s.t\" VALUES (1, 'x'), (2, NULL)"],
      [
        "CREATE TABLE \"s.t\" (id BIGINT)", "CREATE INDEX \"k\" ON \"s.t\" (\"id\")", "INSERT INTO \"s.t\" VALUES (1)",
        "CREATE VIEW v AS SELECT * FROM \"s.t\"",
      ],
      ["CREATE TABLE \"s.t\" (id INTEGER PRIMARY KEY, u TEXT UNIQUE)", "INSERT INTO \"s.t\" VALUES (1, 'a')"],
      ["create table 's.t' (id)", "INSERT INTO \"s.t\" VALUES (7)"],
    ])
  func asSQLiteWould(tables: [String]) throws {
    let ours = try renamed(tables) { try $0.renameTable("s.t", to: "~old") }
    let theirs = try renamed(tables) { try $0.execute("ALTER TABLE \"s.t\" RENAME TO \"~old\"") }
    #expect(ours == theirs)
  }

  @Test("another connection sees the tables as they are now")
  func isSeen() throws {
    let path = folder.path + "/seen.db"
    let writer = try Connection(path: path, mode: .create)
    defer { writer.close() }
    try writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE \"s.t\" (id BIGINT); INSERT INTO \"s.t\" VALUES (1)")
    let reader = try Connection(path: path, mode: .readOnly)
    defer { reader.close() }
    #expect(try reader.queryValue("SELECT id FROM \"s.t\"")?.integer == 1)
    try writer.transaction {
      try writer.renameTable("s.t", to: "~old")
      try writer.execute("CREATE TABLE \"s.t\" (id BIGINT); INSERT INTO \"s.t\" VALUES (2)")
    }
    #expect(try reader.queryValue("SELECT id FROM \"s.t\"")?.integer == 2)
    #expect(try reader.queryValue("SELECT id FROM \"~old\"")?.integer == 1)
    try? writer.transaction {
      try writer.renameTable("s.t", to: "~gone")
      throw WarehouseError("undone")
    }
    #expect(try writer.queryValue("SELECT id FROM \"s.t\"")?.integer == 2)
  }
}
