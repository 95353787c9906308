import Project
import SQLiteKit

/// The events of one batch in the scratch file, judged and set against those known: what is new, what is replaced.
struct HistoryFeed {
  let context: StepContext
  let columns: FeedLayout
  let settings: HistorySettings
  /// Findings on the way, for the process gate.
  private(set) var findings: [ProcessFinding] = []

  private var connection: Connection { context.connection }
  private var keyList: String { columns.key.nameList }
  private var payloadList: String { columns.payload.isEmpty ? "" : ", " + columns.payload.nameList }

  init(context: StepContext, columns: FeedLayout, settings: HistorySettings) {
    self.context = context
    self.columns = columns
    self.settings = settings
  }

  /// Reads the query into `scratch.feed`: keys, instant, whether it ends the key, and the rest.
  mutating func read(_ statement: AuthoredStatement) throws {
    try connection.execute("DROP TABLE IF EXISTS scratch.feed")
    try connection.execute(
      """
      CREATE TABLE scratch.feed (\(columns.key.columnDefinitions), "~at", "~deleted" INTEGER NOT NULL\
      \(columns.payload.isEmpty ? "" : ", " + columns.payload.columnDefinitions))
      """)
    let sequence = columns.sequence.name
    let isDate = columns.sequence.dataType.uppercased() == "DATE" ? 1 : 0
    let deleted = settings.deleteWhen == nil ? "0" : "coalesce(\"~deleted\", 0) <> 0"
    let rows = try context.run(
      """
      INSERT INTO scratch.feed SELECT \(keyList), sluice_instant(\(quoteIdentifier(columns.sequence.name)), \(isDate)), \
      \(deleted)\(payloadList) FROM (\(statement.translated.sql))
      """, from: statement)
    context.progress.rowsRead += Int64(rows)
    context.report()
    try check("history.null_key", columns.key.map { "\(quoteIdentifier($0.name)) IS NULL" }.joined(separator: " OR ")) {
      "\($0) rows have no key"
    }
    try check("history.null_sequence", "\"~at\" IS NULL") { "\($0) rows have no \(sequence)" }
    try check("history.instant_form", "typeof(\"~at\") = 'text' AND substr(\"~at\", 1, 1) = '?'") {
      "\($0) rows have a \(sequence) that is no instant"
    }
    if let earliest = settings.earliestSequence {
      try check("history.too_late", "\"~at\" < \(quoteLiteral(earliest))") {
        "\($0) events are older than \(earliest), from when on events are kept"
      }
    }
  }

  /// Leaves one event a key and instant in `scratch.batch`: duplicates go, a deletion beats what it deletes.
  mutating func settle() throws {
    let payload = columns.payload.map {
      "CASE WHEN \"~deleted\" THEN NULL ELSE \(quoteIdentifier($0.name)) END AS \(quoteIdentifier($0.name))"
    }
    try connection.execute("DROP TABLE IF EXISTS scratch.batch")
    try connection.execute(
      "CREATE TABLE scratch.batch AS SELECT DISTINCT \(keyList), \"~at\", \"~deleted\""
        + payload.map { ", " + $0 }.joined() + " FROM scratch.feed")
    try connection.execute(
      "CREATE INDEX scratch.batch_key ON batch (\(keyList), \"~at\", \"~deleted\")")
    // A deletion at the same instant wins over what came with it.
    try connection.execute(
      """
      DELETE FROM scratch.batch WHERE "~deleted" = 0 AND EXISTS (
        SELECT 1 FROM scratch.batch AS d WHERE \(sameKey("d", "batch")) AND d."~at" = batch."~at" AND d."~deleted" = 1)
      """)
    let list = "\(keyList), \"~at\""
    try check(
      "history.same_instant",
      "(\(list)) IN (SELECT \(list) FROM scratch.batch GROUP BY \(list) HAVING count(*) > 1)", table: "batch"
    ) { "\($0) rows say different things of the same key at the same instant" }
  }

  /// Sets the batch against the events known: `scratch.fresh` gets what is new, `scratch.replaced` what it displaces.
  ///
  /// - Returns: how many events are new.
  mutating func compare(_ store: inout HistoryStore, isFirst: Bool) throws -> Int64 {
    // The events known came with these layouts; others have columns their table does not have yet.
    let knownLayouts = store.layouts.count
    let layout = store.layout(of: columns.payload)
    let had = store.layouts[layout]
    let values = store.payload.indices.map { had[$0] ? "n.\(quoteIdentifier(store.payload[$0].name))" : "NULL" }
    try connection.execute("DROP TABLE IF EXISTS scratch.fresh")
    try connection.execute("DROP TABLE IF EXISTS scratch.replaced")
    try connection.execute(
      """
      CREATE TABLE scratch.fresh (\(columns.key.columnDefinitions), "~at", "~deleted" INTEGER NOT NULL, \
      "~layout" INTEGER NOT NULL\(store.payload.isEmpty ? "" : ", " + store.payload.columnDefinitions), \
      PRIMARY KEY (\(keyList), "~at")) WITHOUT ROWID
      """)
    try connection.execute(
      "CREATE TABLE scratch.replaced (\(columns.key.columnDefinitions), \"~at\", PRIMARY KEY (\(keyList), \"~at\")) WITHOUT ROWID"
    )
    let newKeys = columns.key.map { "n." + quoteIdentifier($0.name) }.joined(separator: ", ")
    let newRow = ([newKeys, "n.\"~at\"", "n.\"~deleted\"", String(layout)] + values).joined(separator: ", ")
    if isFirst {
      return Int64(
        try connection.run("INSERT OR IGNORE INTO scratch.fresh SELECT \(newRow) FROM scratch.batch AS n"))
    }
    let known =
      "\(store.eventsTable) AS e ON \(sameKey("e", "n")) AND e.\"~at\" = n.\"~at\" AND e.\"~until\" IS NULL"
    try connection.run(
      "INSERT OR IGNORE INTO scratch.fresh SELECT \(newRow) FROM scratch.batch AS n LEFT JOIN \(known) WHERE e.\"~at\" IS NULL"
    )
    // CROSS JOIN keeps the order of the loops: over the batch, never over all events known.
    // A deletion told of later still beats what was known for its instant.
    let deletes = "e.\"~deleted\" = 0 AND n.\"~deleted\" = 1"
    try connection.run(
      "INSERT INTO scratch.replaced SELECT \(newKeys), n.\"~at\" FROM scratch.batch AS n CROSS JOIN \(known) WHERE \(deletes)"
    )
    try connection.run(
      "INSERT OR IGNORE INTO scratch.fresh SELECT \(newRow) FROM scratch.batch AS n CROSS JOIN \(known) WHERE \(deletes)"
    )
    try completeKnown(&store, knownLayouts, had: had, known: known, newKeys: newKeys)
    try checkKnown(store, knownLayouts, had: had, known: known)
    return try connection.queryValue("SELECT count(*) FROM scratch.fresh")?.integer ?? 0
  }

  /// An event told again with columns it did not have before gets them, which makes no version.
  private func completeKnown(
    _ store: inout HistoryStore, _ knownLayouts: Int, had: [Bool], known: String, newKeys: String
  ) throws {
    for (index, before) in store.layouts.prefix(knownLayouts).enumerated() {
      guard zip(had, before).contains(where: { $0 && !$1 }) else { continue }
      let union = store.layout(zip(had, before).map { $0 || $1 })
      let values = store.payload.indices.map { place -> String in
        let name = quoteIdentifier(store.payload[place].name)
        return had[place] ? "n.\(name)" : (before[place] ? "e.\(name)" : "NULL")
      }
      let row = ([newKeys, "n.\"~at\"", "0", String(union)] + values).joined(separator: ", ")
      let condition =
        "e.\"~deleted\" = 0 AND n.\"~deleted\" = 0 AND e.\"~layout\" = \(index) AND \(same(had, before, store))"
      try connection.run(
        "INSERT OR IGNORE INTO scratch.replaced SELECT \(newKeys), n.\"~at\" FROM scratch.batch AS n CROSS JOIN \(known) WHERE \(condition)"
      )
      try connection.run(
        "INSERT OR IGNORE INTO scratch.fresh SELECT \(row) FROM scratch.batch AS n CROSS JOIN \(known) WHERE \(condition)"
      )
    }
  }

  /// A second payload for a key and instant already known is never taken in silence.
  private mutating func checkKnown(
    _ store: HistoryStore, _ knownLayouts: Int, had: [Bool], known: String
  ) throws {
    let differs = store.layouts.indices.prefix(knownLayouts).map { index in
      "(e.\"~layout\" = \(index) AND NOT (\(same(had, store.layouts[index], store))))"
    }.joined(separator: " OR ")
    let names = (columns.key + columns.payload).map { "n." + quoteIdentifier($0.name) }.joined(separator: ", ")
    let source =
      "scratch.batch AS n CROSS JOIN \(known) WHERE e.\"~deleted\" = 0 AND n.\"~deleted\" = 0 AND (\(differs))"
    let count = try connection.queryValue("SELECT count(*) FROM \(source)")?.integer ?? 0
    guard count > 0 else { return }
    let rows = try FailingRows(connection, "SELECT \(names), n.\"~at\" FROM \(source) LIMIT 500", total: count)
    findings.append(
      ProcessFinding(
        name: "history.known_instant", state: settings.holdsOnConflict ? .fail : .warn,
        message: "\(count) rows say something else of a key and instant that are already known", threshold: "= 0",
        measured: Double(count), rows: rows))
  }

  private func same(_ left: [Bool], _ right: [Bool], _ store: HistoryStore) -> String {
    let both = store.payload.indices.filter { left[$0] && right[$0] }.map { quoteIdentifier(store.payload[$0].name) }
    return both.isEmpty ? "1" : both.map { "e.\($0) IS n.\($0)" }.joinedFlat(" AND ")
  }

  private func sameKey(_ left: String, _ right: String) -> String {
    columns.key.map { "\(left).\(quoteIdentifier($0.name)) = \(right).\(quoteIdentifier($0.name))" }
      .joined(separator: " AND ")
  }

  private mutating func check(
    _ name: String, _ condition: String, table: String = "feed", words: (Int64) -> String
  ) throws {
    let source = "scratch.\(quoteIdentifier(table)) WHERE \(condition)"
    let count = try connection.queryValue("SELECT count(*) FROM \(source)")?.integer ?? 0
    var finding = ProcessFinding(
      name: name, state: count == 0 ? .pass : .fail, message: count == 0 ? "none" : words(count), threshold: "= 0",
      measured: Double(count))
    if count > 0 {
      finding.rows = try FailingRows(connection, "SELECT * FROM \(source) ORDER BY 1 LIMIT 500", total: count)
    }
    findings.append(finding)
  }

  /// Whether nothing found holds the step.
  var isSound: Bool { !findings.contains { $0.state == .fail } }
}

extension FailingRows {
  /// The rows of a query, as text.
  init(_ connection: Connection, _ sql: String, total: Int64) throws {
    let statement = try connection.prepare(sql)
    var rows: [[String?]] = []
    while try statement.step() { rows.append((0..<statement.columnCount).map { statement.string($0) }) }
    self.init(columns: statement.columnNames, rows: rows, total: total)
  }
}
