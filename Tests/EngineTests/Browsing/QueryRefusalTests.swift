import Glibc
import Project
import SQLiteKit
import Testing

@testable import Engine

/// What a person may type after `:sql` reads, whatever they type.
@Suite struct QueryRefusalTests {
  private let fixture = WarehouseFixture()

  @Test(arguments: [
    "attach database '%/evil.db' as evil", "pragma writable_schema = 1", "pragma journal_mode = delete",
    "select load_extension('%/evil.so')", "vacuum", "vacuum into '%/evil.db'", "select writefile('%/evil', 'x')",
    "insert into silver.kept values (2)", "replace into silver.kept values (2)", "update silver.kept set id = 2",
    "delete from silver.kept", "drop table silver.kept", "create table silver.evil as select 1",
    "create temp table t (a)",
    "alter table silver.kept rename to evil", "select 1; delete from silver.kept",
    "with gone as (delete from silver.kept returning *) select * from gone", "explain delete from silver.kept", "begin",
    "reindex", "analyze", "copy (select 1) to '%/evil'", "export database '%/evil'", "install httpfs", "load httpfs",
    "call pragma_version()", "select edit('x')", "select zipfile('a', 'b')", "select fts3_tokenizer('a', x'00')",
    "select * from read_csv('/etc/passwd')", "select * from read_text('/etc/passwd')", "select readfile('/etc/passwd')",
    "select 1 into outfile '%/evil'", "detach main", "select * from sqlite_master", "select sqlite_rename_column(1)",
  ])
  func `A statement that could write or read files is refused, and nothing is touched`(_ statement: String) async throws
  {
    try await fixture.carry(fixture.model("seeded", "select 1 as id"))
    let path = fixture.root + "/warehouse/shop.db"
    let connection = try Connection(path: path, mode: .readWrite, options: CatalogFile.options)
    try connection.execute("CREATE TABLE \"silver.kept\" (id INTEGER); INSERT INTO \"silver.kept\" VALUES (1)")
    defer { connection.close() }
    let before = try state(connection)
    let browser = WarehouseBrowser(try fixture.project)
    let request = TablePageRequest(
      relation: RelationName(database: "shop", schema: "", identifier: "query"),
      source: .statement(statement.replacing("%", with: fixture.root)), count: 10)
    #expect(throws: (any Error).self) { try browser.page(request) }
    #expect(throws: (any Error).self) { try browser.count(request) }
    #expect(try state(connection) == before)
    for name in ["evil", "evil.db", "evil.so"] { #expect(access("\(fixture.root)/\(name)", F_OK) != 0) }
  }

  /// What another connection would notice, and what is there.
  private func state(_ connection: Connection) throws -> [[Value]] {
    try ["PRAGMA data_version", "SELECT * FROM sqlite_schema", "SELECT * FROM \"silver.kept\""].flatMap {
      try connection.query($0).map(\.values)
    }
  }
}
