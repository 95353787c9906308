import CSQLite

/// What a name of a database file stands for.
public enum StoredKind: String, Sendable {
  case table, view
}

extension Connection {
  /// What is stored under a name, in whatever case it is written; nil when nothing is.
  ///
  /// `sqlite_schema` has no index: a query of it reads the whole schema. SQLite keeps the names it read in a hash, and a
  /// pragma looks there, after it made sure that nobody changed the schema since.
  public func kind(of name: String, in schema: String = "main") throws(SQLiteError) -> StoredKind? {
    do {
      let columns = try prepare("PRAGMA \(quoteIdentifier(schema)).table_info(\(quoteIdentifier(name)))")
      guard try columns.step() else { return nil }
    } catch {
      // The columns of a view that reads what is gone cannot be told; that it is there can.
      return try queryValue(
        "SELECT type FROM \(quoteIdentifier(schema)).sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')",
        [.text(name)])?.text.flatMap(StoredKind.init(rawValue:))
    }
    // Says no of a view.
    let isTable = sqlite3_table_column_metadata(try handle.open(), schema, name, nil, nil, nil, nil, nil, nil)
    return isTable == SQLITE_OK ? .table : .view
  }
}
