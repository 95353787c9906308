public import SQLiteKit

/// Registers the functions SQLite lacks, under the names SQLKit's translations call, and a few natural ones (`md5`,
/// `split_part`, `regexp_replace`) that SQL written for this engine may call itself.
///
/// - Throws: what SQLite reports when a function cannot be made.
public func registerSQLFunctions(on connection: Connection) throws(SQLiteError) {
  try registerCasts(on: connection)
  try registerDates(on: connection)
  try registerDateText(on: connection)
  try registerIntervals(on: connection)
  try registerDateRange(on: connection)
  try registerText(on: connection)
  try registerTextParts(on: connection)
  try registerPatterns(on: connection)
  try registerHashes(on: connection)
  try registerNumbers(on: connection)
  try registerLists(on: connection)
  try registerJSON(on: connection)
  try registerAggregates(on: connection)
  try registerOrderedAggregates(on: connection)
}

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
