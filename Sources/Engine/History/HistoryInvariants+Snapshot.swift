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
    let keys = layout.key.nameList
    let next =
      layout.hasPlainKey
      ? ", lead(\(from)) OVER (PARTITION BY \(keys) ORDER BY \(from), coalesce(\(to), '~')) AS next_from" : ""
    func passed(_ name: String, _ condition: String) -> Invariant {
      Invariant(
        name: name, sql: "SELECT * FROM (SELECT *\(next) FROM \(table)) WHERE \(condition)", condition: condition)
    }
    var all = [
      Invariant(
        name: "snapshot.interval", sql: "SELECT * FROM \(table) WHERE \(from) IS NULL OR \(from) >= \(to)",
        condition: "\(from) IS NULL OR \(from) >= \(to)"),
      Invariant(
        name: "snapshot.id",
        sql:
          "SELECT \(idAndKey), count(*) AS versions FROM \(table) GROUP BY \(idAndKey) HAVING count(*) > 1 OR \(id) IS NULL"
      ),
    ]
    if layout.hasPlainKey {
      all += [
        passed("snapshot.overlap", "next_from < coalesce(\(to), '~') OR next_from = \(from)"),
        passed(
          "snapshot.key_present", layout.key.map { "\(quoteIdentifier($0.name)) IS NULL" }.joined(separator: " OR ")),
      ]
    }
    let columns = layout.hasPlainKey ? "\(keys), \(from), \(to)" : "\(from), \(to)"
    self.init(all: all, versions: "(SELECT \(columns)\(next) FROM \(table))")
  }
}
