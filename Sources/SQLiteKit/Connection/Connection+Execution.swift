import CSQLite

extension Connection {
  /// Runs every statement of a script, rows ignored. An error's offset counts from the start of the script.
  public func execute(_ script: String) throws(SQLiteError) {
    let database = try handle.open()
    var text = script
    let failure: SQLiteError? = text.withUTF8 { bytes in
      runAll(bytes, on: database, script: script)
    }
    if let failure { throw failure }
  }

  /// Runs one statement that gives no rows (or whose rows do not matter).
  ///
  /// - Returns: How many rows it inserted, updated or deleted.
  @discardableResult
  public func run(_ sql: String, _ bindings: [Value] = []) throws(SQLiteError) -> Int {
    let before = totalChanges
    let statement = try prepareCached(sql)
    defer { statement.reset() }
    try statement.bind(bindings)
    while try statement.step() {}
    return totalChanges == before ? 0 : changes
  }

  /// All rows of a query, in memory: for small results. Use ``prepare(_:persistent:)`` to stream.
  public func query(_ sql: String, _ bindings: [Value] = []) throws(SQLiteError) -> [Row] {
    let statement = try prepareCached(sql)
    defer { statement.reset() }
    try statement.bind(bindings)
    var rows: [Row] = []
    // Names are read after the first step: a schema change recompiles the statement there.
    var names: [String]?
    while try statement.step() {
      let columns = names ?? statement.columnNames
      names = columns
      rows.append(Row(columns: columns, values: statement.values()))
    }
    return rows
  }

  /// The first value of the first row, or nil when there is no row.
  public func queryValue(_ sql: String, _ bindings: [Value] = []) throws(SQLiteError) -> Value? {
    let statement = try prepareCached(sql)
    defer { statement.reset() }
    try statement.bind(bindings)
    // Not with `?:`: there `nil` would be a value, NULL, and no row could not be told from it.
    guard try statement.step() else { return nil }
    return statement.value(0)
  }

  /// Whether a query gives any row.
  public func hasRow(_ sql: String, _ bindings: [Value] = []) throws(SQLiteError) -> Bool {
    let statement = try prepareCached(sql)
    defer { statement.reset() }
    try statement.bind(bindings)
    return try statement.step()
  }

  /// Compiles one statement. `persistent` tells SQLite it will be kept for long.
  public func prepare(_ sql: String, persistent: Bool = false) throws(SQLiteError) -> Statement {
    try Statement(handle: handle, sql: sql, persistent: persistent)
  }

  /// A compiled statement from the connection's cache, reset and unbound; a second one if the first is still in use.
  public func prepareCached(_ sql: String) throws(SQLiteError) -> Statement {
    _ = try handle.open()
    if let statement = cache.take(sql) { return statement }
    let statement = try Statement(handle: handle, sql: sql, persistent: true)
    cache.add(statement)
    return statement
  }

  private func runAll(
    _ bytes: UnsafeBufferPointer<UInt8>, on database: OpaquePointer, script: String
  ) -> SQLiteError? {
    guard let base = bytes.baseAddress else { return nil }
    var position = 0
    while position < bytes.count {
      var compiled: OpaquePointer?
      var tail: UnsafePointer<CChar>?
      let start = UnsafeRawPointer(base + position).assumingMemoryBound(to: CChar.self)
      let code = againstSchemaRaces {
        sqlite3_prepare_v3(database, start, Int32(clamping: bytes.count - position), 0, &compiled, &tail)
      }
      guard code == SQLITE_OK else {
        return SQLiteError(database: database, code: code, sql: script, base: position)
      }
      let next = tail.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
      if let compiled {
        var step = againstSchemaRaces({ sqlite3_step(compiled) }, betweenTries: { sqlite3_reset(compiled) })
        while step == SQLITE_ROW { step = sqlite3_step(compiled) }
        let failure =
          step == SQLITE_DONE ? nil : SQLiteError(database: database, code: step, sql: script, base: position)
        sqlite3_finalize(compiled)
        if let failure { return failure }
      }
      guard next > position else { return nil }
      position = next
    }
    return nil
  }
}
