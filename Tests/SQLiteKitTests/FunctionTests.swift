import SQLiteKit
import Testing

/// Sums integers, and counts how many of its kind are alive.
private final class Sum: WindowFunction {
  final class Count { var alive = 0 }
  let count: Count
  var total: Int64 = 0
  init(_ count: Count) {
    self.count = count
    count.alive += 1
  }
  deinit { count.alive -= 1 }
  func step(_ arguments: borrowing Arguments) throws {
    if arguments.type(0) == .text { throw FunctionError("sum of words: \(arguments.string(0) ?? "")") }
    total += arguments.int64(0)
  }
  func inverse(_ arguments: borrowing Arguments) { total -= arguments.int64(0) }
  func value(_ result: borrowing ResultContext) { result.set(total) }
  func finish(_ result: borrowing ResultContext) { result.set(total) }
}

@Suite struct FunctionTests {
  @Test func `a function gets its arguments and gives any storage class back`() throws {
    let connection = try Connection.inMemory()
    try connection.createFunction("same", argumentCount: 1) { $1.set($0, 0) }
    try connection.createFunction("again", argumentCount: 1) { $1.set($0.value(0)) }
    let values = "select 1 as value union all select 1.5 union all select char(233, 0, 120) union all select ''"
    for name in ["same", "again"] {
      let rows = try connection.query(
        "select \(name)(value) is value, typeof(\(name)(value)) = typeof(value) from ("
          + values + " union all select x'' union all select x'00ff' union all select null)")
      #expect(rows.count == 7)
      #expect(rows.allSatisfy { $0.values == [1, 1] })
    }
  }

  @Test func `bytes are read and written in place`() throws {
    let connection = try Connection.inMemory()
    try connection.createFunction("upper_ascii", argumentCount: 1) { arguments, result in
      let bytes = arguments.textBytes(0).map { (97...122).contains($0) ? $0 - 32 : $0 }
      bytes.withUnsafeBufferPointer { result.setText($0) }
    }
    #expect(try connection.queryValue("select upper_ascii('abcé')") == "ABCé")
    #expect(try connection.queryValue("select typeof(upper_ascii(''))") == "text")
  }

  @Test func `what a function throws is the statement's error`() throws {
    let connection = try Connection.inMemory()
    try connection.createFunction("fail", argumentCount: nil) { arguments, _ in
      throw FunctionError("no good with \(arguments.count)")
    }
    let error = #expect(throws: SQLiteError.self) { try connection.query("select fail(1, 2)") }
    #expect(error?.message == "no good with 2")
  }

  @Test func `an object is kept for a constant argument`() throws {
    final class Kept {}
    let connection = try Connection.inMemory()
    var made = 0
    try connection.createFunction("keeps", argumentCount: 2) { arguments, result in
      if result.kept(for: 0) == nil {
        made += 1
        result.keep(Kept(), for: 0)
      }
      result.set(arguments.int64(1))
    }
    #expect(try connection.queryValue("select sum(keeps('x', value)) from json_each('[1,2,3,4]')") == 10)
    #expect(made == 1)
  }

  @Test func `an aggregate has an instance a group, also of no rows, and lets go of them after errors`() throws {
    let connection = try Connection.inMemory()
    let count = Sum.Count()
    try connection.createWindowFunction("total_of", argumentCount: 1) { Sum(count) }
    #expect(try connection.queryValue("select total_of(1) where 0") == 0)
    let groups = try connection.query("select total_of(value) from json_each('[1,2,3]') group by value % 2 order by 1")
    #expect(groups.map(\.values) == [[2], [4]])
    let window = try connection.query(
      "select total_of(value) over (order by value rows 1 preceding) from json_each('[1,2,3]')")
    #expect(window.map(\.values) == [[1], [3], [5]])
    let error = #expect(throws: SQLiteError.self) {
      try connection.query("select total_of(value) from json_each('[1,\"x\",3]')")
    }
    #expect(error?.message == "sum of words: x")
    #expect(count.alive == 0)
  }

  @Test func `a collation orders and compares`() throws {
    let connection = try Connection.inMemory()
    try connection.createCollation("by_length") { $0.count - $1.count }
    let rows = try connection.query(
      "select value from json_each('[\"ccc\",\"a\",\"bb\"]') order by value collate by_length")
    #expect(rows.map(\.values) == [["a"], ["bb"], ["ccc"]])
    #expect(try connection.queryValue("select 'x' = 'y' collate by_length") == 1)
  }

  @Test func `literals and identifiers read back as they were`() throws {
    let connection = try Connection.inMemory()
    let values: [Value] = [
      nil, 0, .integer(Int64.min), 0.1, 1e300, -2.5e-300, "", "it's", "a\u{0}b", "e\u{301}'\u{301}", .blob([]),
      .blob([1, 255]),
    ]
    for value in values { #expect(try connection.queryValue("select \(quoteLiteral(value))") == value) }
    for name in ["a b", "a\"b", "select", "é'", "\"\u{301}x"] {
      try connection.execute("create table \(quoteIdentifier(name))(\(quoteIdentifier(name)))")
      #expect(try connection.prepare("select * from \(quoteIdentifier("main", name))").columnNames == [name])
    }
  }
}
