public import SQLiteKit

/// Registers the functions SQLite lacks, under the names SQLKit's translations call.
public func registerSQLFunctions(on connection: Connection) throws(SQLiteError) {
}
