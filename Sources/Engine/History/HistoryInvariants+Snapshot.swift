import Project
import SQLiteKit

extension HistoryInvariants {
  /// What must hold of every snapshot: at most one open version a key, no version that ends before it begins, none that
  /// overlaps another of its key, every id once a key (dbt makes it of joined text, which two keys may share), a key everywhere.
  init(snapshot settings: SnapshotSettings, _ layout: SnapshotLayout, table: String) {
    let names = settings.names
    let from = quoteIdentifier(names.validFrom)
    let to = quoteIdentifier(names.validTo)
    let id = quoteIdentifier(names.scdID)
    let idAndKey = layout.hasPlainKey ? "\(id), \(layout.key.nameList)" : id
    var queries = [
      (name: "snapshot.interval", sql: "SELECT * FROM \(table) WHERE \(from) IS NULL OR \(from) >= \(to)"),
      (
        name: "snapshot.id",
        sql:
          "SELECT \(idAndKey), count(*) AS versions FROM \(table) GROUP BY \(idAndKey) HAVING count(*) > 1 OR \(id) IS NULL"
      ),
    ]
    if layout.hasPlainKey {
      let keys = layout.key.nameList
      let next = """
        SELECT *, lead(\(from)) OVER (PARTITION BY \(keys) ORDER BY \(from), coalesce(\(to), '~')) AS next_from FROM \(table)
        """
      queries += [
        (
          name: "snapshot.overlap",
          sql: "SELECT * FROM (\(next)) WHERE next_from < coalesce(\(to), '~') OR next_from = \(from)"
        ),
        (
          name: "snapshot.key_present",
          sql:
            "SELECT * FROM \(table) WHERE \(layout.key.map { "\(quoteIdentifier($0.name)) IS NULL" }.joined(separator: " OR "))"
        ),
      ]
    }
    self.init(queries: queries)
  }

  init(queries: [(name: String, sql: String)]) { self.queries = queries }
}
