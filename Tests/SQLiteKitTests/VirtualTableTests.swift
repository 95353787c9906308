import SQLiteKit
import Testing

/// `numbers(n, word, limit HIDDEN)`: 1 … limit, limit given by a constraint.
private final class Numbers: VirtualTableModule, VirtualTable {
  let declaration = "create table x(n integer, word text, lim integer hidden)"
  var plannedColumns: UInt64 = 0

  func connect(_ arguments: [String]) throws -> any VirtualTable { self }

  func plan(_ query: borrowing TableQuery) throws {
    plannedColumns = query.columnsUsed
    for index in 0..<query.constraintCount {
      let constraint = query.constraint(index)
      guard constraint.column == 2, constraint.comparison == .equal else { continue }
      guard constraint.isUsable else { throw TableQuery.notPossible }
      query.use(index, asArgument: 0, isExact: true)
      query.choose(1, "limited")
      query.estimate(cost: 10, rows: 10)
      return
    }
    throw FunctionError("numbers needs a limit: where lim = …")
  }

  func open() throws -> any VirtualTableCursor { NumbersCursor() }
}

private final class NumbersCursor: VirtualTableCursor {
  var rowID: Int64 = 0
  var limit: Int64 = 0
  var buffer: [UInt8] = []

  func start(_ scan: borrowing TableScan) throws {
    #expect(scan.number == 1)
    #expect(scan.text == "limited")
    limit = scan.arguments.int64(0)
    rowID = 0
    try next()
  }

  func next() throws {
    rowID += 1
    if rowID == 13 { throw FunctionError("thirteen is unlucky") }
    buffer = Array("word \(100 - rowID)".utf8)
  }

  var isAtEnd: Bool { rowID > limit }

  func column(_ index: Int, into result: borrowing ResultContext) throws {
    switch index {
    case 0: result.set(rowID)
    case 1: buffer.withUnsafeBufferPointer { result.setText($0) }
    default: result.set(limit)
    }
  }
}

@Suite struct VirtualTableTests {
  private func connection() throws -> (Connection, Numbers) {
    let connection = try Connection.inMemory()
    let module = Numbers()
    try connection.registerModule("numbers", module)
    return (connection, module)
  }

  @Test func `rows come from Swift, through joins, sorts and aggregates`() throws {
    let (connection, _) = try connection()
    #expect(try connection.query("select n, word from numbers(2)").map(\.values) == [[1, "word 99"], [2, "word 98"]])
    #expect(try connection.queryValue("select min(word) || max(word) from numbers(9)") == "word 91word 99")
    #expect(try connection.queryValue("select word from numbers(9) order by word limit 1") == "word 91")
    #expect(
      try connection.queryValue("select count(*) from numbers(3) a, numbers(a.n) b") == 6)
    #expect(
      try connection.query("select word, count(*) from numbers(3) group by word order by n").map(\.values)
        == [["word 99", 1], ["word 98", 1], ["word 97", 1]])
  }

  @Test func `the plan knows the columns used`() throws {
    let (connection, module) = try connection()
    _ = try connection.query("select word from numbers(2)")
    #expect(module.plannedColumns & 1 == 0)
    #expect(module.plannedColumns & 2 == 2)
  }

  @Test func `an error thrown while planning or scanning is the statement's error`() throws {
    let (connection, _) = try connection()
    #expect(throws: SQLiteError.self) { try connection.query("select * from numbers") }
    let error = #expect(throws: SQLiteError.self) { try connection.query("select * from numbers(20)") }
    #expect(error?.message == "thirteen is unlucky")
  }

  @Test func `a virtual table cannot be written`() throws {
    let (connection, _) = try connection()
    #expect(throws: SQLiteError.self) { try connection.execute("delete from numbers where lim = 2") }
  }
}
