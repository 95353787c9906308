import Project
import SQLiteKit

/// The rows of two versions of a table that can differ, as SQL: of two states of one table changed in place only the
/// rows between them, else all.
struct VersionSides {
  let older: LoggedVersion
  let newer: LoggedVersion
  /// Queries giving `columns` of either version.
  let olderSQL: String
  let newerSQL: String

  /// - Parameter columns: what to select, `NULL` standing for a column a side does not have.
  init(_ older: LoggedVersion, _ newer: LoggedVersion, columns: [AdapterColumn], _ log: VersionLog) throws {
    self.older = older
    self.newer = newer
    if let storage = older.record.storage, storage == newer.record.storage, older.record.id < newer.record.id,
      let before = StoredRows(older.details)?.through, let after = StoredRows(newer.details)?.through
    {
      let between = try Self.undoTables(log, of: older, storage) { $0 <= newer.record.id }
      let beyond = try Self.undoTables(log, of: newer, storage) { _ in true }
      olderSQL = Self.union(
        between.map { "SELECT \(Self.list(columns, older)) FROM \($0) WHERE \"~row\" <= \(before)" }, columns.count)
      let added = "_rowid_ > \(before) AND _rowid_ <= \(after)"
      newerSQL = Self.union(
        ["SELECT \(Self.list(columns, newer)) FROM \(quoteIdentifier(log.alias, storage)) WHERE \(added)"]
          + beyond.map {
            "SELECT \(Self.list(columns, newer)) FROM \($0) WHERE \"~row\" > \(before) AND \"~row\" <= \(after)"
          }, columns.count)
      return
    }
    olderSQL = "SELECT \(Self.list(columns, older)) FROM \(try StoredTable(older, log).sqlName)"
    newerSQL = "SELECT \(Self.list(columns, newer)) FROM \(try StoredTable(newer, log).sqlName)"
  }

  /// The tables that hold what versions later than one took out of its table.
  private static func undoTables(
    _ log: VersionLog, of version: LoggedVersion, _ storage: String, _ isWanted: (Int64) -> Bool
  ) throws -> [String] {
    try log.all(of: version.record.relation)
      .filter { $0.record.id > version.record.id && $0.record.storage == storage && isWanted($0.record.id) }
      .map { StoredName.undo(version.record.relation, version: $0.record.id) }
      .filter { try log.connection.kind(of: $0, in: log.alias) != nil }
      .map { quoteIdentifier(log.alias, $0) }
  }

  private static func list(_ columns: [AdapterColumn], _ version: LoggedVersion) -> String {
    let own = Set(version.record.columns.map { $0.name.lowercased() })
    return columns.map { own.contains($0.name.lowercased()) ? quoteIdentifier($0.name) : "NULL" }
      .joined(separator: ", ")
  }

  private static func union(_ parts: [String], _ columns: Int) -> String {
    parts.isEmpty
      ? "SELECT \(Array(repeating: "NULL", count: columns).joined(separator: ", ")) WHERE 0"
      : parts.joined(separator: " UNION ALL ")
  }
}
