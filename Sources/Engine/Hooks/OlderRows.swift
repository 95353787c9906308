import Project
import SQLiteKit

/// What older versions need of a table that a hook is about to change: they lie in the same table, so rows that go are kept
/// as those a version takes out are, and rows that come get rowids above all there were.
///
/// Triggers of the connection alone see to it, for the one statement.
struct OlderRows {
  private let connection: Connection
  private let relation: RelationName
  private let current: LoggedVersion
  /// The highest rowid of an older version.
  private let through: Int64

  /// Nil when no other version lies in the table.
  init?(of relation: RelationName, _ connection: Connection) throws {
    let versions = try VersionLog(connection, database: relation.database).all(of: relation)
    guard let current = versions.first(where: { $0.record.disposition == .current }), current.kind == .table else {
      return nil
    }
    let older = versions.filter {
      $0.record.id < current.record.id && $0.record.storage == relation.tableName
        && current.record.storage == relation.tableName
    }
    guard let through = older.compactMap({ StoredRows($0.details)?.through }).max() else { return nil }
    self.connection = connection
    self.relation = relation
    self.current = current
    self.through = through
  }

  private static let names = ["~hook takes", "~hook changes", "~hook puts"]

  func keep() throws {
    let columns = current.record.columns
    let undo = StoredName.undo(relation, version: current.record.id)
    let table = quoteIdentifier(relation.tableName)
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS main.\(quoteIdentifier(undo)) ("~row" INTEGER PRIMARY KEY, \(columns.columnDefinitions))
      """)
    let old = columns.map { "OLD.\(quoteIdentifier($0.name))" }.joined(separator: ", ")
    let kept = """
      INSERT OR IGNORE INTO \(quoteIdentifier(undo)) ("~row", \(columns.nameList)) VALUES (OLD._rowid_, \(old));
      """
    let above = """
      UPDATE \(table) SET _rowid_ = max(\(through), (SELECT max(_rowid_) FROM \(table))) + 1 WHERE _rowid_ = NEW._rowid_;
      """
    let triggers = [
      "BEFORE DELETE ON main.\(table) WHEN OLD._rowid_ <= \(through) BEGIN \(kept) END",
      "AFTER UPDATE ON main.\(table) WHEN OLD._rowid_ <= \(through) AND NEW._rowid_ = OLD._rowid_ BEGIN \(kept) \(above) END",
      "AFTER INSERT ON main.\(table) WHEN NEW._rowid_ <= \(through) BEGIN \(above) END",
    ]
    for (name, trigger) in zip(Self.names, triggers) {
      try connection.execute("CREATE TEMP TRIGGER \(quoteIdentifier(name)) \(trigger)")
    }
  }

  func end() throws {
    for name in Self.names { try connection.execute("DROP TRIGGER IF EXISTS temp.\(quoteIdentifier(name))") }
  }
}
