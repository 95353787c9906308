import SQLiteKit
import TableFile
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// SQLite itself is the judge of files written without it: its integrity check, and the rows it reads back.
@Suite struct TableFileWriterTests {
  /// A small generator of its own, so that a failing case can be repeated from its seed.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  static func value(_ numbers: inout Numbers, longest: Int) -> Value {
    switch Int.random(in: 0..<12, using: &numbers) {
    case 0: return .null
    case 1: return .integer(Int64.random(in: .min ... .max, using: &numbers))
    case 2: return .integer(Int64.random(in: -2...2, using: &numbers))
    case 3: return .integer(Int64(1) << Int64.random(in: 0...62, using: &numbers) &- 1)
    case 4: return .real(Double.random(in: -1e9...1e9, using: &numbers))
    case 5: return .blob((0..<Int.random(in: 0...40, using: &numbers)).map { UInt8(truncatingIfNeeded: $0) })
    case 6: return .text(String(repeating: "ü", count: Int.random(in: 0...longest, using: &numbers)))
    default: return .text(String(repeating: "x", count: Int.random(in: 0...30, using: &numbers)))
    }
  }

  static func append(_ value: Value, to writer: RowWriter) {
    switch value {
    case .null: writer.appendNull()
    case .integer(let number): writer.append(number)
    case .real(let number): writer.append(number)
    case .text(let text): writer.append(text: text)
    case .blob(let bytes): bytes.withUnsafeBufferPointer { writer.append(blob: $0) }
    }
  }

  @Test(arguments: [512, 1024, 4096, 16384, 65536], [0, 1, 3, 400])
  func rowsComeBackAsWrittenAndTheFileIsSound(pageSize: Int, rows: Int) throws {
    var numbers = Numbers(state: UInt64(pageSize + rows))
    let path = "/tmp/sluice-table-file-\(getpid())-\(pageSize)-\(rows).db"
    defer { unlink(path) }
    let file = try TableFileWriter(path: path, pageSize: pageSize)
    var expected: [[Value]] = []
    var writers: [RowWriter] = []
    for segment in 0..<3 {
      let writer = file.makeRowWriter(firstRowID: Int64(segment) * 1_000_000 + 1)
      for _ in 0..<rows {
        let row = (0..<5).map { _ in Self.value(&numbers, longest: min(4 * pageSize, 20_000)) }
        expected.append(row)
        writer.beginRow()
        for value in row { Self.append(value, to: writer) }
        try writer.endRow()
      }
      try writer.finish()
      writers.append(writer)
    }
    try file.addTable(name: "s.t", sql: #"CREATE TABLE "s.t" (a, b, c, d, e)"#, rows: writers)
    try file.addTable(name: "empty", sql: "CREATE TABLE empty (x TEXT)", rows: [])
    try file.finish()

    let connection = try Connection(path: path, mode: .readOnly)
    let verdict = try connection.query("PRAGMA integrity_check").map { $0[0] }
    #expect(verdict == [.text("ok")])
    let read = try connection.query(#"SELECT a, b, c, d, e FROM "s.t" ORDER BY rowid"#)
    #expect(read.count == expected.count)
    for (row, wanted) in zip(read, expected) {
      for column in 0..<5 where row[column] != wanted[column] {
        Issue.record("expected \(wanted[column]), read \(row[column])")
      }
    }
    #expect(try connection.query("SELECT count(*) FROM empty").first?[0] == .integer(0))
  }

  @Test func aFileSQLiteCanGoOnWriting() throws {
    let path = "/tmp/sluice-table-file-\(getpid())-more.db"
    defer { unlink(path) }
    let file = try TableFileWriter(path: path)
    let writer = file.makeRowWriter()
    for number in 0..<50_000 {
      writer.beginRow()
      writer.append(Int64(number))
      writer.append(text: "row \(number)")
      try writer.endRow()
    }
    try writer.finish()
    try file.addTable(name: "t", sql: "CREATE TABLE t (n INTEGER, s TEXT)", rows: [writer])
    try file.finish()
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute(
      "DELETE FROM t WHERE n % 3 = 0; INSERT INTO t SELECT n, s || s FROM t WHERE n % 7 = 0; CREATE INDEX i ON t (s)")
    #expect(try connection.query("PRAGMA integrity_check").map { $0[0] } == [.text("ok")])
    #expect(try connection.query("SELECT count(*) FROM t").first?[0] == .integer(33_333 + 4_762))
  }

  @Test func aFolderThatIsNotThereIsAnErrorThatNamesTheFile() {
    #expect(throws: TableFileError.self) { try TableFileWriter(path: "/nowhere/at/all.db") }
  }
}
