import Project
import SQLiteKit

/// `materialized: scd2`: a table of versions that after any batch equals the history made of every event seen so far.
struct HistoryMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    guard let relation = context.node.relation else { throw StepFailure(.failed, "nothing to publish to") }
    let settings = try HistorySettings(context.node)
    let authored = try Self.withDeletions(statement, settings, context)
    let feedColumns = try context.resultColumns(of: authored).filter { $0.name != "~deleted" }
    // Each version is set beside the next one, all its columns.
    try context.storable(feedColumns, most: (StepContext.mostColumns - 16) / 2)
    let columns = try FeedLayout(feed: feedColumns, settings, context.node)
    let known = try HistoryStore.load(relation, context.connection)
    let earlier = context.fullRefreshes ? nil : known
    let published = earlier == nil ? nil : try context.scope.published(relation)
    if let published { try Self.check(published, settings, context.node) }
    let aside = try known.flatMap { try earlier == nil && Self.canStay($0, columns, context) ? $0 : nil }
    var store =
      earlier ?? aside
      ?? HistoryStore(relation: relation, payload: [], layouts: [], rule: "")
    store.rule = Self.rule(columns, settings)
    let keeps = (published?.columns ?? []) + store.payload
    if let change = TypeChange.finding(of: columns.key + columns.payload, to: keeps, prefix: "history") {
      return Self.held([change], columns)
    }
    var feed = HistoryFeed(context: context, columns: columns, settings: settings)
    try feed.read(authored)
    guard feed.isSound else { return Self.held(feed.findings, columns) }
    try feed.settle()
    guard feed.isSound else { return Self.held(feed.findings, columns) }
    let fresh = try feed.compare(&store, isFirst: published == nil)
    guard feed.isSound else { return Self.held(feed.findings, columns) }
    let everyKey = published != nil && earlier?.rule != store.rule
    if let published, fresh == 0, !everyKey {
      var candidate = Candidate.unchanged(published, rows: try context.publishedRows(), note: "no new events")
      candidate.processChecks = feed.findings
      return candidate
    }
    var candidate = try make(feed, store, earlier, published, columns, settings, everyKey: everyKey, context)
    candidate.afterwards =
      store.noting(since: earlier ?? aside, key: columns.key) + (aside == nil ? [] : [store.settingAside])
      + eventStatements(store, columns)
    return candidate
  }

  /// What others made of the table in between is no history that could be added to.
  private static func check(_ published: RelationScope.Found, _ settings: HistorySettings, _ node: Node) throws {
    let there = Set(published.columns.map { $0.name.lowercased() })
    let missing = [settings.fromName, settings.toName, settings.currentName, settings.hashName]
      .filter { !there.contains($0.lowercased()) }
    guard !missing.isEmpty else { return }
    throw StepFailure(
      .failed,
      "\(published.relation) is no history as it is: it has no column \(missing.joined(separator: ", ")). Restore the last "
        + "version that has them and build again, or make it anew of what the query gives: --full-refresh",
      at: node.location)
  }

  /// Whether what was known can stay beside what a history made anew knows, for the day an earlier version is restored: the
  /// columns are of the same kind.
  private static func canStay(
    _ known: HistoryStore, _ columns: FeedLayout, _ context: StepContext
  ) throws -> Bool {
    let kept = (try context.scope.published(known.relation)?.columns ?? []) + known.payload
    return try known.keyNames(context.connection) == columns.key.map { $0.name.lowercased() }
      && TypeChange.finding(of: columns.key + columns.payload, to: kept, prefix: "history") == nil
  }

  private func make(
    _ feed: HistoryFeed, _ store: HistoryStore, _ earlier: HistoryStore?, _ published: RelationScope.Found?,
    _ columns: FeedLayout, _ settings: HistorySettings, everyKey: Bool, _ context: StepContext
  ) throws -> Candidate {
    let outcome = Self.publishedColumns(columns, published?.columns)
    let rebuild = HistoryRebuild(
      connection: context.connection, columns: columns, settings: settings, store: store, published: outcome.columns,
      newColumns: outcome.added,
      table: published?.sqlName, everyKey: everyKey)
    let changes = try rebuild.run()
    let added = try rebuild.fillResult()
    context.progress.rowsWritten = added
    var findings = feed.findings
    findings.append(changes.preview.finding(name: "history.changes", keys: changes.keys))
    if let finding = try massClose(changes, settings, published, context) { findings.append(finding) }
    var candidate: Candidate
    if let published {
      let set = ChangeSet(
        addedName: "result", removedName: changes.removed > 0 ? "removed" : nil, added: added,
        removed: changes.removed, newColumns: outcome.added)
      try context.makeCandidateView(of: published, changes: set, columns: outcome.columns)
      candidate = Candidate(
        content: set.isEmpty ? .unchanged : .changes(set), columns: outcome.columns, readName: "temp.\"candidate\"",
        rows: try context.publishedRows() + added - changes.removed)
      candidate.touchedKeys = everyKey ? nil : columns.key
    } else {
      candidate = Candidate(
        content: .table(scratchName: "result"), columns: outcome.columns, readName: "scratch.\"result\"", rows: added)
    }
    candidate.invariants = try invariants(columns, settings, store, candidate, isFirst: published == nil, context)
    candidate.indexedKey = columns.key.map(\.name)
    candidate.processChecks = findings
    candidate.notes = [changes.preview.words]
    return candidate
  }

  /// The rules every history obeys, asked of the keys this batch touched.
  private func invariants(
    _ columns: FeedLayout, _ settings: HistorySettings, _ store: HistoryStore, _ candidate: Candidate, isFirst: Bool,
    _ context: StepContext
  ) throws -> HistoryInvariants {
    let keys = columns.key.nameList
    let deleted = "SELECT \(keys), \"~at\" FROM scratch.fresh WHERE \"~deleted\""
    let known = "SELECT \(keys), \"~at\" FROM \(store.eventsTable) WHERE \"~deleted\" AND \"~until\" IS NULL"
    let table =
      candidate.touchedKeys == nil
      ? candidate.readName : try context.touchedVersions(of: candidate.readName, keys, in: "fresh")
    // Versions may differ in columns alone that the feed no longer gives.
    let present = Set(candidate.columns.map { $0.name.lowercased() })
    let tracked = store.payload.filter { column in
      present.contains(column.name.lowercased()) && columns.isTracked(column, settings)
    }
    return HistoryInvariants(
      key: columns.key.map(\.name), settings: settings, tracked: tracked.map(\.name), table: table,
      deletions: isFirst ? "(\(deleted))" : "(\(known) UNION ALL \(deleted))")
  }

  /// The new events join the known ones in the transaction that publishes what they make.
  private func eventStatements(_ store: HistoryStore, _ columns: FeedLayout) -> [String] {
    let names =
      ([columns.key.nameList, "\"~at\", \"~deleted\", \"~layout\""]
      + (store.payload.isEmpty ? [] : [store.payload.nameList]))
      .joined(separator: ", ")
    let keys = "\(columns.key.nameList), \"~at\""
    // Read in the publishing transaction, before the version is entered.
    let version = VersionLog.nextVersionSQL(store.relation)
    return [
      """
      UPDATE \(store.eventsTable) SET "~until" = \(version)
      WHERE (\(keys)) IN (SELECT \(keys) FROM scratch.replaced) AND "~until" IS NULL
      """,
      "INSERT INTO \(store.eventsTable) (\(names), \"~version\") SELECT \(names), \(version) FROM scratch.fresh",
    ]
  }

  /// A source that was cut short looks like many deletions.
  private func massClose(
    _ changes: HistoryChanges, _ settings: HistorySettings, _ published: RelationScope.Found?, _ context: StepContext
  ) throws -> ProcessFinding? {
    let closed = changes.preview.closed
    guard let published, closed >= MassClose.fewest else { return nil }
    let open = "SELECT 1 FROM \(published.sqlName) WHERE \(quoteIdentifier(settings.currentName))"
    // As many open keys as let these pass are soon found; only else are all counted.
    let enough = Int64(Double(closed) / max(settings.maxCloseShare, 0.001)) + 1
    let found = try context.connection.queryValue("SELECT count(*) FROM (\(open) LIMIT \(enough))")?.integer ?? 0
    guard found < enough else { return nil }
    return MassClose(
      closed: closed, open: found, maxShare: settings.maxCloseShare, context: context
    ).finding
  }

  /// Wraps the author's query so that it also tells which rows are deletions; places in it stay what they were.
  static func withDeletions(
    _ statement: AuthoredStatement, _ settings: HistorySettings, _ context: StepContext
  ) throws -> AuthoredStatement {
    guard let deleteWhen = settings.deleteWhen else { return statement }
    return try context.wrap(
      statement, before: "select feed.*, (\(deleteWhen)) as \"~deleted\" from (\n", after: "\n) as feed")
  }

  /// The table keeps columns the feed no longer gives, and those that are new go behind the others.
  static func publishedColumns(
    _ columns: FeedLayout, _ published: [AdapterColumn]?
  ) -> (columns: [AdapterColumn], added: [AdapterColumn]) {
    guard let published else { return (columns.published, []) }
    let known = Set(published.map { $0.name.lowercased() })
    let added = columns.published.filter { !known.contains($0.name.lowercased()) }
    return (published + added, added)
  }

  private static func rule(_ columns: FeedLayout, _ settings: HistorySettings) -> String {
    let tracked = settings.track.map { $0.map { $0.lowercased() }.sorted().joined(separator: ",") } ?? "*"
    let versioning = settings.versionsNewColumns ? ", new columns make versions" : ""
    return "key \(columns.key.map(\.name)) by \(columns.sequence.name) tracking \(tracked)\(versioning)"
  }

  private static func held(_ findings: [ProcessFinding], _ columns: FeedLayout) -> Candidate {
    var candidate = Candidate(content: .unchanged, columns: columns.published, readName: "", rows: 0)
    candidate.processChecks = findings
    return candidate
  }
}
