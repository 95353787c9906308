import Project
import SQLiteKit

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
      guard try connection.kind(of: undo, in: alias) != nil else { continue }
      parts.append("SELECT \(names) FROM \(quoteIdentifier(alias, undo)) WHERE \"~row\" <= \(stored.through)")
    }
    return parts.joined(separator: " UNION ALL ")
  }
}
