import Project
import SQLiteKit

/// Where a query fails on its data: the place of the call that was made last, noted while the query runs once more.
///
/// SQLite tells the place of an error only when it reads a statement. A value that does not cast or a division by zero turns
/// up while the statement runs, and then nothing is known but the message.
final class FaultPlace {
  private var offset: Int?

  /// The author's place of a fault, found by running the query again up to it; nil when the fault does not come back.
  static func find(_ error: SQLiteError, in statement: AuthoredStatement, _ context: StepContext) -> SourceLocation? {
    guard error.offset == nil, error.code.rawValue & 0xFF == ResultCode.error.rawValue,
      let sql = context.translator.notingFaultPlaces(statement.compiledSQL, for: context.project, in: context.scope)
    else { return nil }
    let place = FaultPlace()
    context.files.beginProcess()
    do throws(SQLiteError) {
      try context.connection.createFunction("fault_place", argumentCount: 2, options: []) { arguments, result in
        place.offset = Int(arguments.int64(0))
        result.set(arguments, 1)
      }
      let prepared = try context.connection.prepare(sql)
      while try prepared.step() {}
      return nil
    } catch let again {
      guard again.message == error.message, let offset = place.offset else { return nil }
      return statement.compiled.locate(offset)
    }
  }
}
