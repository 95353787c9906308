package import Project
import SQLiteKit

/// What a column of a table holds, in two figures.
package struct ColumnCounts: Sendable, Hashable {
  package var name: String
  package var nulls: Int64
  package var distinct: Int64

  /// A column's figures.
  package init(name: String, nulls: Int64, distinct: Int64) {
    self.name = name
    self.nulls = nulls
    self.distinct = distinct
  }
}

extension WarehouseBrowser {
  /// Nulls and distinct values of every column of a published version: reads its rows once for each column, for which
  /// SQLite keeps the values it has met.
  package func columnCounts(of relation: RelationName, version: Int64) throws -> [ColumnCounts] {
    let opened = try opened(TablePageRequest(relation: relation, moment: .version(version), count: 0), sorts: true)
    defer { opened.connection.close() }
    let source = try opened.table.selection([])
    return try opened.table.columns.map { column in
      let name = quoteIdentifier(column.name)
      let row = try opened.connection.query(
        "SELECT count(*) - count(\(name)), count(DISTINCT \(name)) FROM \(source)"
      ).first
      return ColumnCounts(name: column.name, nulls: row?[0].integer ?? 0, distinct: row?[1].integer ?? 0)
    }
  }
}
