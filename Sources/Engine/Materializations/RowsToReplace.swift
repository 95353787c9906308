import Project
import SQLiteKit

/// Finds the published rows that the new ones stand for, as rowids in `scratch.removed`.
struct RowsToReplace {
  let context: StepContext
  let settings: IncrementalSettings
  let published: RelationScope.Found
  /// The condition of all batches together.
  var span: String?

  /// - Returns: how many rows there are to take out.
  func find(incoming: [AdapterColumn]) throws -> Int64 {
    let connection = context.connection
    try connection.execute("DROP TABLE IF EXISTS scratch.removed")
    try connection.execute("CREATE TABLE scratch.removed (\"row\" INTEGER PRIMARY KEY)")
    let keys: [String]
    switch settings.strategy {
    case .append, .custom: return 0
    case .microbatch: keys = []
    case .deleteInsert, .merge: keys = settings.uniqueKey
    case .insertOverwrite: keys = settings.partitionBy
    }
    if let span { return Int64(try connection.run("INSERT INTO scratch.removed \(try rows(where: span))")) }
    guard !keys.isEmpty else {
      return Int64(try connection.run("INSERT INTO scratch.removed SELECT _rowid_ FROM \(published.sqlName)"))
    }
    let known = Set(published.columns.map { $0.name.lowercased() })
    let isPlain = settings.predicates.isEmpty && keys.allSatisfy { known.contains($0.lowercased()) }
    return Int64(
      try connection.run(
        "INSERT OR IGNORE INTO scratch.removed \(try isPlain ? matching(keys) : matchingInDialect(keys, incoming))"))
  }

  /// Rows of a span of event time.
  private func rows(where span: String) throws -> String {
    let table = RelationName(database: "step", schema: "rows", identifier: "published")
    let conditions = ([span] + settings.predicates).map { "(\($0))" }.joined(separator: " AND ")
    return try context.translated(
      "SELECT DBT_INTERNAL_DEST._rowid_ FROM step.rows.published AS DBT_INTERNAL_DEST WHERE \(conditions)",
      reading: [table: published], "event_time and incremental_predicates make")
  }

  private func matching(_ keys: [String]) -> String {
    let names = keys.map { quoteIdentifier($0) }
    let same = settings.strategy == .insertOverwrite ? "IS" : "="
    let match = names.map { "o.\($0) \(same) n.\($0)" }.joined(separator: " AND ")
    // CROSS JOIN keeps the order of the loops: over the new keys, with the table's key index inside.
    return """
      SELECT o._rowid_ FROM (SELECT DISTINCT \(names.joined(separator: ", ")) FROM scratch.incoming) AS n
      CROSS JOIN \(published.sqlName) AS o WHERE \(match)
      """
  }

  /// Keys that are expressions, and predicates, are the author's SQL: they may name the table's rows `DBT_INTERNAL_DEST`
  /// and the new ones `DBT_INTERNAL_SOURCE`, as dbt's macros do.
  private func matchingInDialect(_ keys: [String], _ incoming: [AdapterColumn]) throws -> String {
    let (old, new) = ("DBT_INTERNAL_DEST", "DBT_INTERNAL_SOURCE")
    let table = RelationName(database: "step", schema: "rows", identifier: "published")
    let rows = RelationName(database: "step", schema: "rows", identifier: "incoming")
    let given = RelationScope.Found(relation: rows, sqlName: "scratch.incoming", columns: incoming, isStored: true)
    var query = "SELECT \(old)._rowid_ FROM step.rows.published AS \(old)"
    var conditions = settings.predicates.map { "(\($0))" }
    if settings.strategy == .merge {
      query += " INNER JOIN step.rows.incoming AS \(new)"
      conditions = keys.map { "\(new).\($0) = \(old).\($0)" } + conditions
      query += " ON \(conditions.joined(separator: " AND "))"
    } else {
      let key = keys.count == 1 ? keys[0] : "(\(keys.joined(separator: ", ")))"
      let listed = keys.joined(separator: ", ")
      query +=
        " WHERE \(([("\(key) IN (SELECT \(listed) FROM step.rows.incoming)")] + conditions).joined(separator: " AND "))"
    }
    return try context.translated(
      query, reading: [table: published, rows: given], "unique_key and incremental_predicates make")
  }
}

extension StepContext {
  /// A query of ours with the author's conditions in it.
  ///
  /// - Parameter words: Where the conditions come from, as the subject of "… no condition that can be read".
  func translated(_ query: String, reading tables: [RelationName: RelationScope.Found], _ words: String) throws
    -> String
  {
    for (name, found) in tables { scope.replace(name, with: found) }
    defer { for name in tables.keys { scope.endReplacing(name) } }
    do {
      return try translator.translate(query, for: project, in: scope).sql
    } catch let refusal as TranslationRefusal {
      throw StepFailure(
        .failed, "\(words) no condition that can be read: \(refusal.description) in \(query)", at: node.location)
    }
  }
}
