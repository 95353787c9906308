import SQLFunctions
import SQLiteKit

/// The SQL functions every step's connection knows: those of the dialects, and the engine's own.
enum StepFunctions {
  static func register(on connection: Connection) throws {
    try registerSQLFunctions(on: connection)
    try HistoryInstant.register(on: connection)
  }
}
