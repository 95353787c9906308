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
