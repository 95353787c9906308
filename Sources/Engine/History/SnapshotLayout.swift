import Project
import SQLiteKit

/// Where each column of a snapshot comes from.
struct SnapshotLayout {
  /// The columns of the author's query.
  var source: [AdapterColumn]
  /// What the rows are matched by: columns of the query, or of expressions added behind them.
  var key: [AdapterColumn]
  /// When a row changed; nil: when it was looked at.
  var updated: AdapterColumn?
  /// Expressions added behind the query's columns, and their names there.
  var added: [(expression: String, name: String)] = []
  /// The columns of the table as it will be.
  var result: [AdapterColumn]
  /// Those of them a published table does not have yet.
  var newColumns: [AdapterColumn] = []
  /// All parts of the key are columns of the query.
  var hasPlainKey: Bool { !added.contains { $0.name.hasPrefix(Self.keyPrefix) } }

  static let keyPrefix = "sluice_key_"
  static let updatedName = "sluice_updated_at"

  init(
    source: [AdapterColumn], _ settings: SnapshotSettings, _ published: RelationScope.Found?, _ node: Node
  ) throws {
    self.source = source
    func column(_ name: String) -> AdapterColumn? { source.first { $0.name.lowercased() == name.lowercased() } }
    key = []
    for (index, word) in settings.uniqueKey.enumerated() {
      if let plain = column(word) {
        key.append(plain)
      } else {
        let name = Self.keyPrefix + String(index + 1)
        added.append((word, name))
        key.append(AdapterColumn(name: name, dataType: ""))
      }
    }
    if let word = settings.updatedAt {
      if let plain = column(word) {
        updated = plain
      } else {
        added.append((word, Self.updatedName))
        updated = AdapterColumn(name: Self.updatedName, dataType: "")
      }
    }
    let names = settings.names
    let instant = updated?.dataType ?? "TIMESTAMP"
    var meta = [
      AdapterColumn(name: names.scdID, dataType: "TEXT"), AdapterColumn(name: names.updatedAt, dataType: instant),
      AdapterColumn(name: names.validFrom, dataType: instant), AdapterColumn(name: names.validTo, dataType: instant),
    ]
    if settings.hardDeletes == .newRecord { meta.append(AdapterColumn(name: names.isDeleted, dataType: "TEXT")) }
    let own = Set(meta.map { $0.name.lowercased() })
    if let clash = source.first(where: { own.contains($0.name.lowercased()) }) {
      throw StepFailure(
        .failed,
        "the query gives a column '\(clash.name)', which the snapshot fills itself: leave it out, rename it, or set "
          + "snapshot_meta_column_names",
        at: node.location)
    }
    let wanted = source + meta
    guard let published else {
      result = wanted
      return
    }
    let there = Set(published.columns.map { $0.name.lowercased() })
    newColumns = wanted.filter { !there.contains($0.name.lowercased()) }
    result = published.columns + newColumns
  }

  /// A row of the query, known as `alias`, without its key: it could never be matched again.
  func hasNoKey(_ alias: String) -> String {
    "(" + key.map { "\(alias).\(quoteIdentifier($0.name)) IS NULL" }.joined(separator: " OR ") + ")"
  }

  /// One of which nothing tells since when it is so.
  func hasNoTime(_ alias: String) -> String {
    updated.map { "\(alias).\(quoteIdentifier($0.name)) IS NULL" } ?? "0"
  }

  /// The columns of the table of the scratch file that holds the query's rows: columns the published table has get its
  /// types, so that values compare alike.
  func incoming(_ columns: [AdapterColumn], _ published: RelationScope.Found?) -> [AdapterColumn] {
    guard let published else { return columns }
    return columns.map { column in
      published.columns.first { $0.name.lowercased() == column.name.lowercased() }
        .map { AdapterColumn(name: column.name, dataType: $0.dataType) } ?? column
    }
  }

  func isSource(_ column: AdapterColumn) -> Bool {
    source.contains { $0.name.lowercased() == column.name.lowercased() }
  }
}
