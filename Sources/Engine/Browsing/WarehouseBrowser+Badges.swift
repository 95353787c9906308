package import Project
import SQLiteKit

/// One version of one key of a slowly changing table.
package struct KeyMoment: Sendable, Hashable {
  /// The key's values, in the order of the key's columns.
  package var key: [String?]
  package var from: String

  /// A version by its key and its beginning.
  package init(key: [String?], from: String) {
    self.key = key
    self.from = from
  }
}

extension WarehouseBrowser {
  /// What is remarkable of the versions of some keys: `late` (told after something that happened later), `revived` (the
  /// key was gone before), `future`, `deletion` (the record of one). Versions of which there is nothing to say are left out. Reads the table once.
  package func badges(of keys: [[String?]], in relation: RelationName) throws -> [KeyMoment: [String]] {
    let (connection, history, table) = try historyTable(relation)
    defer { connection.close() }
    let wanted = keys.filter { $0.count == history.keys.count && !$0.contains(nil) }
    guard !wanted.isEmpty else { return [:] }
    let names = history.keys.map(quoteIdentifier)
    let texts = names.map { "CAST(\($0) AS TEXT)" }.joined(separator: ", ")
    let places = "(" + names.map { _ in "?" }.joined(separator: ", ") + ")"
    let condition = "(\(texts)) IN (VALUES \(wanted.map { _ in places }.joined(separator: ", ")))"
    let values = wanted.flatMap { $0.map { Value.text(orNull: $0) } }
    let from = quoteIdentifier(history.from)
    var found: [KeyMoment: [String]] = [:]
    func add(_ badge: String, _ row: Row) {
      let key = row.values.prefix(names.count).map(\.words)
      found[KeyMoment(key: Array(key), from: row[names.count].words ?? ""), default: []].append(badge)
    }
    let deleted = history.deletedColumn.map(quoteIdentifier) ?? "NULL"
    let window = "OVER (PARTITION BY \(names.joined(separator: ", ")) ORDER BY \(from))"
    let rows = try connection.query(
      """
      SELECT \(names.joined(separator: ", ")), \(from), lag(\(quoteIdentifier(history.to))) \(window), \(deleted),
        lag(\(deleted)) \(window)
      FROM \(table.sqlName) WHERE \(condition)
      """, values)
    for row in rows {
      let began = row[names.count].words ?? ""
      let isDeletion = row[names.count + 2].text == "True"
      if isDeletion { add("deletion", row) }
      let ended = row[names.count + 1].words.map { !history.isOpen($0) && $0 < began } ?? false
      if ended || row[names.count + 3].text == "True", !isDeletion { add("revived", row) }
      if began > Self.now { add("future", row) }
    }
    let events = StoredName.events(relation)
    guard try connection.kind(of: events) != nil else { return found }
    let late = try connection.query(
      """
      SELECT \(names.joined(separator: ", ")), "~at" FROM (
        SELECT *, min("~version") OVER (PARTITION BY \(names.joined(separator: ", ")) ORDER BY "~at"
          ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS "~before"
        FROM \(quoteIdentifier(events)) WHERE "~until" IS NULL AND \(condition))
      WHERE "~before" < "~version"
      """, values)
    for row in late { add("late", row) }
    return found
  }
}
