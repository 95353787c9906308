import SQLiteKit
import Testing

@Suite struct ConnectionTests {
  @Test func `a query gives back what was written, storage class and all`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a, b, c, d, e)")
    let values: [Value] = [nil, 9_223_372_036_854_775_807, 1.5, "a\u{0}b", .blob([0, 255])]
    #expect(try connection.run("insert into t values (?, ?, ?, ?, ?)", values) == 1)
    #expect(try connection.query("select * from t").map(\.values) == [values])
  }

  @Test func `a scalar function, an aggregate and a window function work in SQL`() throws {
    final class Sum: WindowFunction {
      var total: Int64 = 0
      func step(_ arguments: borrowing Arguments) { total += arguments.int64(0) }
      func inverse(_ arguments: borrowing Arguments) { total -= arguments.int64(0) }
      func value(_ result: borrowing ResultContext) { result.set(total) }
      func finish(_ result: borrowing ResultContext) { result.set(total) }
    }
    let connection = try Connection.inMemory()
    try connection.createFunction("twice", argumentCount: 1) { $1.set($0.int64(0) * 2) }
    try connection.createWindowFunction("mysum", argumentCount: 1) { Sum() }
    #expect(try connection.queryValue("select twice(21)") == 42)
    #expect(try connection.queryValue("select mysum(1) where 0") == 0)
    let rows = try connection.query(
      "select mysum(value) over (order by value rows 1 preceding) from json_each('[1,2,3]')")
    #expect(rows.map(\.values) == [[1], [3], [5]])
  }
}
