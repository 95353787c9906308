import Project
import SQLiteKit

/// Names of the tables that hold what readers do not see. They begin with a tilde.
enum StoredName {
  /// `~silver.user_dim@v3`: the rows of a version of its own.
  static func hidden(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@v\(version)" }

  /// `~silver.user_dim@u3`: the rows version 3 took out of the table, with the rowids they had.
  static func undo(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@u\(version)" }

  /// `~silver.user_dim@k3`: the index over the key of the table that version 3 made.
  static func keyIndex(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@k\(version)" }

  /// `~silver.user_dim@events`: every event a history was made of.
  static func events(_ relation: RelationName) -> String { "~\(relation.tableName)@events" }

  /// `~silver.user_dim@causes`: which version opened and which closed each row of a snapshot.
  static func causes(_ relation: RelationName) -> String { "~\(relation.tableName)@causes" }
}

/// How the rows of a version are found in a table that later versions changed in place: those with rowids up to its
/// last, and those that later versions took out.
struct StoredRows: Hashable {
  /// The highest rowid there was when the version was published.
  var through: Int64
  /// The version wrote the table anew: no row in it is older.
  var isWhole: Bool

  init(through: Int64, isWhole: Bool = false) {
    self.through = through
    self.isWhole = isWhole
  }

  /// The rows of a table that is published whole; nil of a view.
  init?(wholeOf candidate: Candidate) {
    guard case .table = candidate.content, candidate.rows >= 0 else { return nil }
    self.init(through: candidate.rows, isWhole: true)
  }

  init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let rest = text.dropFirst(Self.prefix.count)
    isWhole = rest.hasSuffix(Self.wholeSuffix)
    guard let number = Int64(isWhole ? rest.dropLast(Self.wholeSuffix.count) : rest) else { return nil }
    through = number
  }

  var text: String { Self.prefix + String(through) + (isWhole ? Self.wholeSuffix : "") }

  private static let prefix = "rows through "
  private static let wholeSuffix = ", all written then"
}

extension VersionLog {
  /// A query for a version's rows, or nil when they are not kept: `SELECT …` of its columns.
  package func rowsSQL(of version: LoggedVersion) throws -> String? {
    guard let storage = version.record.storage else { return nil }
    let names = version.record.columns.nameList
    let table = quoteIdentifier(alias, storage)
    guard let stored = StoredRows(version.details), version.record.disposition != .current else {
      return "SELECT \(names) FROM \(table)"
    }
    // Every later version that changed the same table, and took rows out of it.
    let later = try all(of: version.record.relation).filter {
      $0.record.id > version.record.id && $0.record.storage == storage
    }
    var parts = ["SELECT \(names) FROM \(table) WHERE _rowid_ <= \(stored.through)"]
    for entry in later {
      let undo = StoredName.undo(version.record.relation, version: entry.record.id)
      let exists = try connection.hasRow(
        "SELECT 1 FROM \(quoteIdentifier(alias)).sqlite_schema WHERE name = ?", [.text(undo)])
      guard exists else { continue }
      parts.append("SELECT \(names) FROM \(quoteIdentifier(alias, undo)) WHERE \"~row\" <= \(stored.through)")
    }
    return parts.joined(separator: " UNION ALL ")
  }
}
