import Project
import SQLiteKit

/// `materialized: incremental`: the first time a table, afterwards rows added to it, replaced in it, or both.
struct IncrementalMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    let settings = try IncrementalSettings(context.node)
    guard context.compilation.isIncremental, let relation = context.node.relation,
      let published = try context.scope.published(relation), published.isStored
    else {
      var candidate = try TableMaterializer().build(statement, in: context)
      candidate.indexedKey = settings.strategy == .append ? [] : settings.uniqueKey
      return candidate
    }
    if let noNewFiles = context.files.nothingNew {
      return Candidate.unchanged(published, rows: try context.publishedRows(), note: noNewFiles)
    }
    let incoming = try context.resultColumns(of: statement)
    let plan = try SchemaPlan(published: published.columns, incoming: incoming, settings.onSchemaChange, context.node)
    guard plan.dropped.isEmpty else { return try rebuilt(statement, plan, settings, published, in: context) }
    _ = try context.fill("incoming", columns: incoming, from: statement)
    try checkKeys(settings, context)
    try makeAdded(plan, settings, published, context)
    let removed = try makeRemoved(settings, published, context)
    return try candidate(plan, removed: removed, published, in: context)
  }

  /// The change set, and the view of the table as it will be.
  private func candidate(
    _ plan: SchemaPlan, removed: Int64, _ published: RelationScope.Found, in context: StepContext
  ) throws -> Candidate {
    let connection = context.connection
    let added = try connection.queryValue("SELECT count(*) FROM scratch.result")?.integer ?? 0
    let rows = try context.publishedRows() - removed + added
    context.progress.rowsWritten = added
    let changes = ChangeSet(
      addedName: "result", removedName: removed > 0 ? "removed" : nil, added: added, removed: removed,
      newColumns: plan.added)
    if changes.isEmpty { return Candidate.unchanged(published, rows: rows, note: "no new rows") }
    try context.makeCandidateView(of: published, changes: changes, columns: plan.columns)
    return Candidate(
      content: .changes(changes), columns: plan.columns, readName: "temp.\"candidate\"", rows: rows,
      notes: ["\(added) rows added, \(removed) taken out"])
  }

  /// A merge must know which row wins.
  private func checkKeys(_ settings: IncrementalSettings, _ context: StepContext) throws {
    guard settings.strategy == .merge else { return }
    let keys = settings.uniqueKey.map { quoteIdentifier($0) }.joined(separator: ", ")
    let twice = try context.connection.query(
      "SELECT \(keys), count(*) FROM scratch.incoming GROUP BY \(keys) HAVING count(*) > 1 LIMIT 1"
    ).first
    guard let twice else { return }
    let values = twice.values.dropLast().map { $0.text ?? $0.description }.joined(separator: ", ")
    throw StepFailure(
      .failed,
      "the new rows hold the key (\(values)) \(twice.values.last?.integer ?? 2) times: a merge cannot tell which one "
        + "wins; keep one row a key, for example with qualify row_number() over (…) = 1",
      at: context.node.location)
  }

  /// The new rows in the shape of the table; a merge that updates some columns keeps the others of the old row.
  private func makeAdded(
    _ plan: SchemaPlan, _ settings: IncrementalSettings, _ published: RelationScope.Found, _ context: StepContext
  ) throws {
    let connection = context.connection
    try connection.execute("DROP TABLE IF EXISTS scratch.result")
    try connection.execute("CREATE TABLE scratch.result (\(plan.columns.columnDefinitions))")
    let incoming = Set(plan.incoming.map { $0.name.lowercased() })
    let old = Set(published.columns.map { $0.name.lowercased() })
    let keepsSome = settings.strategy == .merge && plan.columns.contains { !settings.updates($0.name) }
    let values = plan.columns.map { column -> String in
      let name = quoteIdentifier(column.name)
      let isNew = incoming.contains(column.name.lowercased())
      guard keepsSome, old.contains(column.name.lowercased()), !settings.updates(column.name) || !isNew else {
        return isNew ? "n.\(name)" : "NULL"
      }
      return "CASE WHEN o.rowid IS NULL THEN \(isNew ? "n.\(name)" : "NULL") ELSE o.\(name) END"
    }.joined(separator: ", ")
    var source = "scratch.incoming AS n"
    if keepsSome {
      let match = settings.uniqueKey.map { "o.\(quoteIdentifier($0)) = n.\(quoteIdentifier($0))" }
      source += " LEFT JOIN \(published.sqlName) AS o ON \(match.joined(separator: " AND "))"
    }
    try connection.run("INSERT INTO scratch.result SELECT \(values) FROM \(source)")
  }

  /// Rowids of the published rows that the new ones stand for.
  private func makeRemoved(
    _ settings: IncrementalSettings, _ published: RelationScope.Found, _ context: StepContext
  ) throws -> Int64 {
    let connection = context.connection
    try connection.execute("DROP TABLE IF EXISTS scratch.removed")
    try connection.execute("CREATE TABLE scratch.removed (\"row\" INTEGER PRIMARY KEY)")
    let columns: [String]
    switch settings.strategy {
    case .append: return 0
    case .deleteInsert, .merge: columns = settings.uniqueKey
    case .insertOverwrite: columns = settings.partitionBy
    }
    guard !columns.isEmpty else {
      return Int64(try connection.run("INSERT INTO scratch.removed SELECT rowid FROM \(published.sqlName)"))
    }
    let names = columns.map { quoteIdentifier($0) }
    let same = settings.strategy == .insertOverwrite ? "IS" : "="
    let match = names.map { "o.\($0) \(same) n.\($0)" }.joined(separator: " AND ")
    // CROSS JOIN keeps the order of the loops: over the new keys, with the table's key index inside.
    return Int64(
      try connection.run(
        """
        INSERT OR IGNORE INTO scratch.removed SELECT o.rowid
        FROM (SELECT DISTINCT \(names.joined(separator: ", ")) FROM scratch.incoming) AS n
        CROSS JOIN \(published.sqlName) AS o WHERE \(match)
        """))
  }

  /// A change of columns that an append cannot make: the table is written anew with what it has.
  private func rebuilt(
    _ statement: AuthoredStatement, _ plan: SchemaPlan, _ settings: IncrementalSettings,
    _ published: RelationScope.Found, in context: StepContext
  ) throws -> Candidate {
    _ = try context.fill("incoming", columns: plan.incoming, from: statement)
    try checkKeys(settings, context)
    try makeAdded(plan, settings, published, context)
    _ = try makeRemoved(settings, published, context)
    let old = Set(published.columns.map { $0.name.lowercased() })
    let kept = plan.columns.map { old.contains($0.name.lowercased()) ? quoteIdentifier($0.name) : "NULL" }
    try context.connection.run(
      """
      INSERT INTO scratch.result SELECT \(kept.joined(separator: ", ")) FROM \(published.sqlName)
      WHERE rowid NOT IN (SELECT "row" FROM scratch.removed)
      """)
    let rows = try context.connection.queryValue("SELECT count(*) FROM scratch.result")?.integer ?? 0
    return Candidate(
      content: .table(scratchName: "result"), columns: plan.columns, readName: "scratch.\"result\"", rows: rows,
      notes: ["columns dropped: \(plan.dropped.joined(separator: ", "))"], indexedKey: settings.uniqueKey)
  }
}
