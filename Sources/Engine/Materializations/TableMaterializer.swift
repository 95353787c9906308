import Project
import SQLiteKit

/// `materialized: table`: the query's rows in a table of the scratch file.
struct TableMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    let columns = try context.storable(context.resultColumns(of: statement))
    let rows = try context.fill("result", columns: columns, from: statement)
    return Candidate(
      content: .table(scratchName: "result"), columns: columns, readName: quoteIdentifier("scratch", "result"),
      rows: rows)
  }
}

extension StepContext {
  /// The columns a statement gives. Their types are those the translation knows; the properties file's stand in where it
  /// knows none, and take their place where a contract is enforced, as only then dbt makes the table after them, and in
  /// histories, whose layout is declared.
  func resultColumns(of statement: AuthoredStatement) throws -> [AdapterColumn] {
    let columns: [AdapterColumn]
    if let known = statement.translated.columns {
      columns = known
    } else {
      do {
        let prepared = try connection.prepare(statement.translated.sql)
        columns = (0..<prepared.columnCount).map {
          AdapterColumn(name: prepared.columnNames[$0], dataType: prepared.declaredType($0) ?? "")
        }
      } catch {
        throw StepFailure(error, running: statement)
      }
    }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name.lowercased()).inserted {
      throw StepFailure(
        .failed, "the result has two columns named '\(column.name)': give one of them another name with AS",
        at: statement.node.location, sql: statement.compiledSQL)
    }
    let declared = Dictionary(
      node.columns.compactMap { column in column.dataType.map { (column.name.lowercased(), $0) } },
      uniquingKeysWith: { first, _ in first })
    let isDeclared =
      node.config["contract"]?["enforced"]?.boolValue ?? false
      || !(node.materialization == .table || node.materialization == .view || node.materialization == .incremental)
    return columns.map { column in
      guard let type = declared[column.name.lowercased()], isDeclared || column.dataType.isEmpty else { return column }
      return AdapterColumn(name: column.name, dataType: type)
    }
  }

  /// Makes a table of the scratch file and fills it with a statement's rows.
  ///
  /// - Returns: how many rows there are.
  func fill(_ name: String, columns: [AdapterColumn], from statement: AuthoredStatement) throws -> Int64 {
    if let rows = try fillInStages(name, columns: columns, from: statement) { return rows }
    let table = quoteIdentifier("scratch", name)
    try connection.execute("DROP TABLE IF EXISTS \(table)")
    try connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    let rows = Int64(try run("INSERT INTO \(table) \(statement.translated.sql)", from: statement))
    progress.rowsWritten += rows
    report()
    return rows
  }
}
