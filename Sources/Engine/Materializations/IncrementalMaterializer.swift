import Project
import SQLiteKit

/// `materialized: incremental`: the first time a table, afterwards rows added to it, replaced in it, or both.
struct IncrementalMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    let settings = try IncrementalSettings(context.node, dialect: context.project.target.type)
    guard context.compilation.isIncremental, let relation = context.node.relation,
      let published = try context.scope.published(relation), published.isStored
    else {
      var candidate =
        try settings.makesBatches
        ? Batches(context).table() : TableMaterializer().build(statement, in: context)
      candidate.indexedKey = settings.strategy == .append ? [] : Self.indexable(settings.uniqueKey, candidate.columns)
      return candidate
    }
    if let noNewFiles = context.files.nothingNew {
      return Candidate.unchanged(published, rows: try context.publishedRows(), note: noNewFiles)
    }
    // One more is needed where the rows taken out are kept.
    let incoming = try context.storable(context.resultColumns(of: statement), most: StepContext.mostColumns - 1)
    let plan = try SchemaPlan(published: published.columns, incoming: incoming, settings.onSchemaChange, context.node)
    if case .custom(let name) = settings.strategy {
      return try OwnStrategy(name: name, settings: settings, plan: plan, published: published, context: context)
        .candidate(statement)
    }
    guard !plan.rewrites else { return try rebuilt(statement, plan, settings, published, in: context) }
    let removed = try readIncoming(statement, plan, settings, published, in: context)
    return try candidate(plan, removed: removed, published, in: context)
  }

  /// A key of columns; one of expressions is not indexed.
  private static func indexable(_ key: [String], _ columns: [AdapterColumn]) -> [String] {
    let names = Set(columns.map { $0.name.lowercased() })
    return key.allSatisfy { names.contains($0.lowercased()) } ? key : []
  }

  /// Runs the query, and finds what its rows add and take out.
  private func readIncoming(
    _ statement: AuthoredStatement, _ plan: SchemaPlan, _ settings: IncrementalSettings,
    _ published: RelationScope.Found, in context: StepContext
  ) throws -> Int64 {
    var replacement = RowsToReplace(context: context, settings: settings, published: published)
    if settings.makesBatches {
      let batches = try Batches(context)
      try batches.fill("incoming", columns: plan.incoming)
      if settings.strategy == .microbatch { replacement.span = batches.span }
    } else {
      _ = try context.fill("incoming", columns: plan.incoming, from: statement)
    }
    try cast(plan, context)
    try checkKeys(settings, context)
    let removed = try replacement.find(incoming: plan.incoming)
    try makeAdded(plan, settings, published, context)
    return removed
  }

  /// The new rows with the table's types, as an INSERT of the dialect would cast them.
  func cast(_ plan: SchemaPlan, _ context: StepContext) throws {
    let types = plan.casts
    guard !types.isEmpty else { return }
    let columns = plan.incoming.map { column in
      AdapterColumn(name: column.name, dataType: types[column.name.lowercased()] ?? column.dataType)
    }
    let found = RelationScope.Found(
      relation: RelationName(database: "", schema: "", identifier: ""), sqlName: "scratch.incoming",
      columns: plan.incoming, isStored: true)
    let rows = try context.casting(found, to: types)
    try context.connection.execute("CREATE TABLE scratch.fitted (\(columns.columnDefinitions))")
    try context.connection.run("INSERT INTO scratch.fitted \(rows)")
    try context.connection.execute("DROP TABLE scratch.incoming")
    try context.connection.execute("ALTER TABLE scratch.fitted RENAME TO incoming")
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
    let known = Set(try context.scope.declaredColumns(alias: "scratch", table: "incoming").map { $0.name.lowercased() })
    guard settings.uniqueKey.allSatisfy({ known.contains($0.lowercased()) }) else { return }
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
    // A merge sets the columns the new rows have and no others.
    let keepsSome =
      settings.strategy == .merge
      && plan.columns.contains { !settings.updates($0.name) || !incoming.contains($0.name.lowercased()) }
    let values = plan.columns.map { column -> String in
      let name = quoteIdentifier(column.name)
      let isNew = incoming.contains(column.name.lowercased())
      guard keepsSome, old.contains(column.name.lowercased()), !settings.updates(column.name) || !isNew else {
        return isNew ? "n.\(name)" : "NULL"
      }
      return "CASE WHEN o._rowid_ IS NULL THEN \(isNew ? "n.\(name)" : "NULL") ELSE o.\(name) END"
    }.joined(separator: ", ")
    var source = "scratch.incoming AS n"
    if keepsSome {
      let match = settings.uniqueKey.map { "o.\(quoteIdentifier($0)) = n.\(quoteIdentifier($0))" }
      source +=
        " LEFT JOIN \(published.sqlName) AS o ON \(match.joined(separator: " AND ")) "
        + "AND o._rowid_ IN (SELECT \"row\" FROM scratch.removed)"
    }
    try connection.run("INSERT INTO scratch.result SELECT \(values) FROM \(source)")
  }

  /// A change of columns that an append cannot make: the table is written anew with what it has.
  private func rebuilt(
    _ statement: AuthoredStatement, _ plan: SchemaPlan, _ settings: IncrementalSettings,
    _ published: RelationScope.Found, in context: StepContext
  ) throws -> Candidate {
    _ = try readIncoming(statement, plan, settings, published, in: context)
    let old = Set(published.columns.map { $0.name.lowercased() })
    let kept = plan.columns.map { old.contains($0.name.lowercased()) ? quoteIdentifier($0.name) : "NULL" }
    var standing = published
    standing.sqlName =
      "(SELECT * FROM \(published.sqlName) WHERE _rowid_ NOT IN (SELECT \"row\" FROM scratch.removed))"
    let types = plan.retyped.map { ($0.name.lowercased(), $0.dataType) }
    let rows = try context.casting(standing, to: Dictionary(types) { first, _ in first })
    try context.connection.run(
      "INSERT INTO scratch.result SELECT \(kept.joined(separator: ", ")) FROM (\(rows))")
    let count = try context.connection.queryValue("SELECT count(*) FROM scratch.result")?.integer ?? 0
    var notes: [String] = []
    if !plan.dropped.isEmpty { notes.append("columns dropped: \(plan.dropped.joined(separator: ", "))") }
    if !plan.retyped.isEmpty {
      notes.append("types changed: \(plan.retyped.map { "\($0.name) to \($0.dataType)" }.joined(separator: ", "))")
    }
    return Candidate(
      content: .table(scratchName: "result"), columns: plan.columns, readName: "scratch.\"result\"", rows: count,
      notes: notes, indexedKey: Self.indexable(settings.uniqueKey, plan.columns))
  }
}
