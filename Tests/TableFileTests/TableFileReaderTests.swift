import SQLiteKit
import TableFile
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Rows read page by page are those SQLite reads, whoever wrote the file; a damaged file is refused, never followed.
@Suite struct TableFileReaderTests {
  static func value(_ field: RecordField) -> Value {
    if field.isNull { return .null }
    if field.isText { return .text(String(decoding: field.bytes, as: UTF8.self)) }
    if field.isBlob { return .blob(Array(field.bytes)) }
    if let integer = field.integer { return .integer(integer) }
    return field.real.map { .real($0) } ?? .null
  }

  static func read(_ path: String, _ table: String, columns: [Int], parts: Int) throws -> [[Value]] {
    let reader = try TableFileReader(path: path, table: table)
    var rows: [[Value]] = []
    for part in reader.parts(parts) {
      let before = rows.count
      let count = try reader.forEachRow(of: part, columns: columns) { fields in rows.append(fields.map(Self.value)) }
      #expect(Int(count) == rows.count - before)
    }
    return rows
  }

  static func makeFile(pageSize: Int, rows: Int) throws -> String {
    let path = "/tmp/sluice-table-reader-\(getpid())-\(pageSize)-\(rows)-\(UInt32.random(in: 0 ... .max)).db"
    let connection = try Connection(path: path)
    try connection.execute("PRAGMA page_size = \(pageSize); CREATE TABLE other (x); CREATE TABLE \"a.t\" (a, b, c, d)")
    var numbers = TableFileWriterTests.Numbers(state: UInt64(pageSize &* 31 &+ rows))
    try connection.transaction {
      for _ in 0..<rows {
        let row = (0..<4).map { _ in TableFileWriterTests.value(&numbers, longest: min(4 * pageSize, 20_000)) }
        try connection.run("INSERT INTO \"a.t\" VALUES (?, ?, ?, ?)", row)
      }
    }
    try connection.execute("ALTER TABLE \"a.t\" ADD COLUMN e; INSERT INTO \"a.t\" VALUES (1, 2.5, 'x', NULL, 'last')")
    connection.close()
    return path
  }

  @Test(arguments: [512, 4096, 16384, 65536], [0, 1, 700])
  func `the rows of a file that SQLite wrote`(pageSize: Int, rows: Int) throws {
    let path = try Self.makeFile(pageSize: pageSize, rows: rows)
    defer { unlink(path) }
    let connection = try Connection(path: path, mode: .readOnly)
    for columns in [[0, 1, 2, 3, 4], [1, 4], [3]] {
      let list = columns.map { ["a", "b", "c", "d", "e"][$0] }.joined(separator: ", ")
      let wanted = try connection.query("SELECT \(list) FROM \"a.t\" ORDER BY rowid").map { Array($0.values) }
      #expect(try Self.read(path, "a.t", columns: columns, parts: 1) == wanted)
      #expect(try Self.read(path, "a.t", columns: columns, parts: 3) == wanted)
    }
    #expect(try Self.read(path, "other", columns: [0], parts: 2).isEmpty)
    #expect(try Self.read(path, "no such table", columns: [0], parts: 2).isEmpty)
  }

  @Test func `what is no such file is refused`() throws {
    #expect(throws: TableFileError.self) { try TableFileReader(path: "/tmp/there is no such file", table: "t") }
    let path = "/tmp/sluice-table-reader-\(getpid())-text"
    let file = try #require(fopen(path, "w"))
    fputs(String(repeating: "no database ", count: 100), file)
    fclose(file)
    defer { unlink(path) }
    #expect(throws: TableFileError.self) { try TableFileReader(path: path, table: "t") }
  }

  @Test func `bytes changed at random are an error or other rows, never a crash`() throws {
    let path = try Self.makeFile(pageSize: 512, rows: 60)
    defer { unlink(path) }
    let file = try #require(fopen(path, "r+"))
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    var numbers = TableFileWriterTests.Numbers(state: 5)
    for _ in 0..<2_000 {
      let place = Int.random(in: 100..<size, using: &numbers)
      fseek(file, place, SEEK_SET)
      let old = fgetc(file)
      fseek(file, place, SEEK_SET)
      fputc(Int32.random(in: 0...255, using: &numbers), file)
      fflush(file)
      _ = try? Self.read(path, "a.t", columns: [0, 2, 4], parts: 2)
      fseek(file, place, SEEK_SET)
      fputc(old, file)
    }
    fflush(file)
    #expect(try Self.read(path, "a.t", columns: [0], parts: 1).count == 61)
  }
}
