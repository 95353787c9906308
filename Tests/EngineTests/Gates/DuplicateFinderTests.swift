import SQLiteKit
import TableFile
import TestSupport
import Testing

@testable import Engine

/// Duplicates are found wherever they stand: in one part or two, in memory or written out.
@Suite struct DuplicateFinderTests {
  private func fill(_ path: String, rows: Int, twice: (Int, Int)?) throws {
    let file = try TableFileWriter(path: path)
    let writer = file.makeRowWriter()
    for number in 0..<rows {
      let value = number == twice?.1 ? twice?.0 ?? number : number
      writer.beginRow()
      if value % 2 == 0 { writer.append(Int64(value)) } else { writer.append(text: "v\(value)") }
      try writer.endRow()
    }
    try writer.finish()
    try file.addTable(name: "t", sql: "CREATE TABLE t (x)", rows: [writer])
    try file.finish()
  }

  @Test(arguments: [1_000, 120_000]) func `a value that stands twice`(rows: Int) throws {
    let folder = TemporaryFolder()
    for (index, twice) in [nil, (3, rows - 2), (4, 6)].enumerated() {
      let path = folder.path + "/\(index).db"
      try fill(path, rows: rows, twice: twice)
      let scan = ColumnScan(
        items: [.init(column: 0, question: .duplicates), .init(column: 0, question: .nulls)], path: path, table: "t",
        rows: Int64(rows), scratchDirectory: folder.path, hashesKept: 2_000, pagesAtOnce: 20)
      let answer = try scan.run { false }
      #expect(answer.failing == [twice == nil ? 0 : 1, 0])
      #expect(answer.rows == Int64(rows))
    }
  }

  @Test func `values not accepted and missing ones are counted`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.db"
    let connection = try Connection(path: path)
    try connection.execute(
      "CREATE TABLE \"a b\" (x, y); INSERT INTO \"a b\" VALUES ('1', 'a'), (1, NULL), (2.5, 'b'), (NULL, 'b'), (12, 'a')"
    )
    connection.close()
    let scan = ColumnScan(
      items: [
        .init(column: 0, question: .notAccepted(["1", "2.5"])), .init(column: 1, question: .notAccepted(["a", "b"])),
        .init(column: 1, question: .nulls), .init(column: 1, question: .duplicates),
      ], path: path, table: "a b", rows: 5, scratchDirectory: folder.path)
    // 2.5 is a real: how it is written is left to SQLite.
    #expect(try scan.run { false }.failing == [2, 0, 1, 1])
  }
}
