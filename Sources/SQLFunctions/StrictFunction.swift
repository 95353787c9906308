import SQLiteKit

/// Makes a function of a fixed number of arguments that is NULL when any of them is.
func strict(
  _ connection: Connection, _ name: String, _ count: Int, options: FunctionOptions = [.deterministic, .innocuous],
  _ body: @escaping (borrowing Arguments, borrowing ResultContext) throws -> Void
) throws(SQLiteError) {
  try connection.createFunction(name, argumentCount: count, options: options) { arguments, result in
    for index in 0..<arguments.count where arguments.isNull(index) { return result.setNull() }
    try body(arguments, result)
  }
}
