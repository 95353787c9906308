import Project
import SQLiteKit

/// What is kept of a history beside its published table: every event it was made of, and the columns it ever had.
///
/// An event has the version that brought it (`~version`) and the one from which on another stood in its place (`~until`),
/// so that the cause of every row can be told and an earlier version restored with what was known then.
struct HistoryStore {
  /// A table of the engine's own in each catalog's file.
  static let schema = """
    CREATE TABLE IF NOT EXISTS "~histories" (
      relation TEXT PRIMARY KEY, columns TEXT NOT NULL, layouts TEXT NOT NULL, rule TEXT NOT NULL) WITHOUT ROWID;
    """

  var relation: RelationName
  /// Payload columns, in the order they were first seen; the key is not among them.
  var payload: [AdapterColumn]
  /// For each set of columns events came with, which of `payload` it had.
  var layouts: [[Bool]]
  /// Key, sequence and tracked columns: a history made by another rule is made anew from its events.
  var rule: String

  /// Brings the events of histories made before versions were kept with them into the present form.
  static func addVersions(_ connection: Connection) throws {
    for row in try connection.query("SELECT relation FROM main.\"~histories\"") {
      guard let name = row[0].text else { continue }
      let events = "~\(name)@events"
      let columns = try connection.query(
        "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", [.text(events)])
      guard !columns.isEmpty, !columns.contains(where: { $0[0].text == "~version" }) else { continue }
      let names = columns.map { quoteIdentifier($0[0].text ?? "") }
      let definitions = zip(names, columns).map { "\($0) \($1[1].text ?? "")" }
      let key = zip(names, columns).filter { ($1[2].integer ?? 0) > 0 }.sorted {
        ($0.1[2].integer ?? 0) < ($1.1[2].integer ?? 0)
      }
      let old = quoteIdentifier("main", events)
      let new = quoteIdentifier("main", events + "~new")
      try connection.execute(
        """
        CREATE TABLE \(new) (\(definitions.joined(separator: ", ")), "~version" INTEGER NOT NULL DEFAULT 0, \
        "~until" INTEGER, PRIMARY KEY (\(key.map(\.0).joined(separator: ", ")), "~version")) WITHOUT ROWID
        """)
      let list = names.joined(separator: ", ")
      try connection.execute("INSERT INTO \(new) (\(list)) SELECT \(list) FROM \(old)")
      try connection.execute("DROP TABLE \(old)")
      try connection.execute("ALTER TABLE \(new) RENAME TO \(quoteIdentifier(events))")
    }
  }

  var eventsTable: String { quoteIdentifier("main", StoredName.events(relation)) }

  /// What is kept of a relation's history, or nil when none is.
  static func load(_ relation: RelationName, _ connection: Connection) throws -> HistoryStore? {
    let row = try connection.query(
      "SELECT columns, layouts, rule FROM main.\"~histories\" WHERE relation = ?", [.text(relation.tableName)]
    ).first
    guard let row, let columns = row[0].text, let layouts = row[1].text, let rule = row[2].text else { return nil }
    let payload = ColumnListText.decode(columns)
    return HistoryStore(
      relation: relation, payload: payload,
      layouts: layouts.split(separator: ",").map { layout in
        let bits = layout.map { $0 == "1" }
        return payload.indices.map { $0 < bits.count ? bits[$0] : false }
      }, rule: rule)
  }

  /// What the events are told apart by, in lower case.
  func keyNames(_ connection: Connection) throws -> [String] {
    try connection.query(
      "SELECT lower(name) FROM pragma_table_info(?) WHERE pk > 0 AND name NOT LIKE '~%' ORDER BY pk",
      [.text(StoredName.events(relation))]
    ).compactMap { $0[0].text }
  }

  /// A statement that knows no event any more; who restores an earlier version knows them again.
  var settingAside: String {
    "UPDATE \(eventsTable) SET \"~until\" = \(VersionLog.nextVersionSQL(relation)) WHERE \"~until\" IS NULL"
  }

  /// The layout of these columns; made if it is new. Columns not seen before go behind the others.
  mutating func layout(of columns: [AdapterColumn]) -> Int {
    for column in columns where !payload.contains(where: { $0.name.lowercased() == column.name.lowercased() }) {
      payload.append(column)
      layouts = layouts.map { $0 + [false] }
    }
    let names = Set(columns.map { $0.name.lowercased() })
    return layout(payload.map { names.contains($0.name.lowercased()) })
  }

  mutating func layout(_ had: [Bool]) -> Int {
    if let index = layouts.firstIndex(of: had) { return index }
    layouts.append(had)
    return layouts.count - 1
  }

  /// Statements that note what is kept, for the publishing transaction.
  func noting(since earlier: HistoryStore?, key: [AdapterColumn]) -> [String] {
    let text = layouts.map { $0.map { $0 ? "1" : "0" }.joined() }.joined(separator: ",")
    var statements: [String] = []
    if let earlier {
      for column in payload.dropFirst(earlier.payload.count) {
        statements.append("ALTER TABLE \(eventsTable) ADD COLUMN \([column].columnDefinitions)")
      }
    } else {
      statements.append("DROP TABLE IF EXISTS \(eventsTable)")
      statements.append(
        """
        CREATE TABLE \(eventsTable) (\((key).columnDefinitions), "~at", "~deleted" INTEGER NOT NULL, \
        "~layout" INTEGER NOT NULL, "~version" INTEGER NOT NULL DEFAULT 0, "~until" INTEGER\
        \(payload.isEmpty ? "" : ", " + payload.columnDefinitions), \
        PRIMARY KEY (\(key.nameList), "~at", "~version")) WITHOUT ROWID
        """)
    }
    statements.append(
      """
      INSERT OR REPLACE INTO main."~histories" VALUES (\(quoteLiteral(relation.tableName)), \
      \(quoteLiteral(ColumnListText.encode(payload))), \(quoteLiteral(text)), \(quoteLiteral(rule)))
      """)
    return statements
  }
}
