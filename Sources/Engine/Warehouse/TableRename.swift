import SQLiteKit

extension Connection {
  /// Renames a table of `main` without reading every other definition of the file.
  ///
  /// `ALTER TABLE … RENAME` parses the whole schema twice to find who names the table: with 1 000 tables 84 ms where the
  /// edit of the one row here takes 12, a fresh reading of the schema included (Debian's SQLite 3.40.1, a busy machine).
  /// Nobody names our tables by what must follow them: views name the published relation, whichever table that is
  /// (`PRAGMA legacy_alter_table` says the same), and indexes are moved along. See "PRAGMA writable_schema" in SQLite's
  /// documentation: the row must be as SQLite would have written it. What does not look as expected is left to `ALTER TABLE`.
  func renameTable(_ old: String, to new: String) throws {
    let head = "CREATE TABLE \(quoteIdentifier(old))"
    let rows = try query("SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name = ?", [.text(old)])
    let table = rows.first { $0[0].text == "table" }
    let indexes = rows.filter { $0[0].text == "index" }
    let isPlain =
      isInTransaction && table?[1].text == old && table?[2].text?.hasPrefix(head) == true
      && rows.count == indexes.count + 1
      && indexes.allSatisfy { $0[2].text?.contains(" ON \(quoteIdentifier(old)) ") == true }
    guard isPlain, try queryValue("SELECT 1 FROM main.sqlite_schema WHERE name = ?", [.text(new)]) == nil else {
      try execute("ALTER TABLE main.\(quoteIdentifier(old)) RENAME TO \(quoteIdentifier(new))")
      return
    }
    try execute("PRAGMA writable_schema = ON")
    defer { try? execute("PRAGMA writable_schema = RESET") }
    for row in rows {
      guard let type = row[0].text, let name = row[1].text, let sql = row[2].text else { continue }
      let isTable = type == "table"
      let text =
        isTable
        ? "CREATE TABLE \(quoteIdentifier(new))" + sql.dropFirst(head.count)
        : sql.replacing(" ON \(quoteIdentifier(old)) ", with: " ON \(quoteIdentifier(new)) ", maxReplacements: 1)
      try run(
        "UPDATE main.sqlite_schema SET name = ?, tbl_name = ?, sql = ? WHERE type = ? AND name = ?",
        [.text(isTable ? new : name), .text(new), .text(text), .text(type), .text(name)])
    }
    // Tells other connections that the schema changed, and this one to forget its own if the transaction is undone.
    let version = try queryValue("PRAGMA main.schema_version")?.integer ?? 0
    try execute("PRAGMA main.schema_version = \(version + 1)")
  }
}
