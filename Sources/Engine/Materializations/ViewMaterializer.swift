import Project
import SQLiteKit

/// `materialized: view`: the query itself, kept in the catalog's file.
///
/// A SQLite view sees its own file only. A query over another catalog, or over files read in place, is kept as a table
/// instead, and says so.
struct ViewMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    if let obstacle = try obstacle(to: statement, in: context) {
      var candidate = try TableMaterializer().build(statement, in: context)
      candidate.notes.append("kept as a table, since \(obstacle)")
      return candidate
    }
    let columns = try context.resultColumns(of: statement)
    let view = "temp.\"candidate\""
    try context.connection.execute("DROP VIEW IF EXISTS \(view)")
    try context.run(
      "CREATE TEMP VIEW \"candidate\" (\(columns.nameList)) AS \(statement.translated.sql)", from: statement)
    // Compiling a read of it finds what CREATE VIEW does not look at.
    do { _ = try context.connection.prepare("SELECT * FROM \(view)") } catch {
      throw StepFailure(error, running: statement)
    }
    return Candidate(
      content: .view(sql: statement.translated.sql), columns: columns, readName: view, rows: -1)
  }

  private func obstacle(to statement: AuthoredStatement, in context: StepContext) throws -> String? {
    let own = context.node.relation?.database.lowercased()
    for input in statement.translated.inputs {
      if input.relation.database.lowercased() != own {
        return "a SQLite view cannot read \(input.relation) in another catalog's file"
      }
      guard try context.scope.published(input.relation) != nil else {
        return InformationSchema.holds(input.relation)
          ? "\(input.relation) is read as it is now" : "\(input.relation) is read from files in place"
      }
    }
    return nil
  }
}
