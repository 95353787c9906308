import Project
import SQLiteKit

/// dbt's `store_failures`: the failing rows of a test, all of them, in a table of the warehouse that is made anew each time
/// the test runs, and is empty when nothing fails.
///
/// `store_failures_as: view` is a table too: the rows were found in a candidate, which a view could not read later.
struct StoredFailures {
  let context: StepContext
  let test: Node

  /// Where the rows go; nil when they are not to be stored.
  var relation: RelationName? {
    let isAsked = test.config.bool("store_failures") ?? context.request.options.storeFailures
    guard isAsked, test.config.string("store_failures_as") != "ephemeral", let relation = test.relation,
      relation.database.lowercased() == context.scope.mainDatabase.lowercased()
    else { return nil }
    return relation
  }

  /// Puts the rows of the test's query into its table.
  func store(_ sql: String, _ statement: AuthoredStatement) throws {
    guard let relation else { return }
    let connection = context.connection
    let name = quoteIdentifier("main", relation.tableName)
    try context.inWritingTransaction {
      if let kind = try connection.kind(of: relation.tableName) {
        try connection.execute("DROP \(kind == .view ? "VIEW" : "TABLE") \(name)")
      }
      let columns = statement.translated.columns ?? []
      let isPlain = !columns.isEmpty && Set(columns.map { $0.name.lowercased() }).count == columns.count
      if isPlain {
        try connection.execute("CREATE TABLE \(name) (\(columns.columnDefinitions))")
        _ = try context.run("INSERT INTO \(name) SELECT * FROM (\(sql))", from: statement)
      } else {
        _ = try context.run("CREATE TABLE \(name) AS SELECT * FROM (\(sql))", from: statement)
      }
    }
    context.scope.forget()
  }
}
