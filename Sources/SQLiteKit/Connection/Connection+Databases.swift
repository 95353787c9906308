extension Connection {
  /// Makes a database file's tables readable as `schema.table`. At most ten at once in Debian's build.
  public func attach(_ path: String, as schema: String) throws(SQLiteError) {
    try run("ATTACH DATABASE ? AS \(quoteIdentifier(schema))", [.text(path)])
  }

  /// Lets an attached file go. Fails while a statement or transaction still uses it.
  public func detach(_ schema: String) throws(SQLiteError) {
    cache.removeAll()
    try run("DETACH DATABASE \(quoteIdentifier(schema))")
  }

  /// A number that changes when another connection commits to the file: the cheap "anything new?".
  public func dataVersion(_ schema: String = "main") throws(SQLiteError) -> Int64 {
    try queryValue("PRAGMA \(quoteIdentifier(schema)).data_version")?.integer ?? 0
  }

  /// The user's number in the file's header, for schema migrations.
  public func userVersion(_ schema: String = "main") throws(SQLiteError) -> Int64 {
    try queryValue("PRAGMA \(quoteIdentifier(schema)).user_version")?.integer ?? 0
  }

  /// Sets the user's number in the file's header.
  public func setUserVersion(_ version: Int32, _ schema: String = "main") throws(SQLiteError) {
    try run("PRAGMA \(quoteIdentifier(schema)).user_version = \(version)")
  }
}
