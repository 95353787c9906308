extension Connection {
  /// When a transaction takes its locks.
  public enum TransactionKind: String, Sendable {
    /// At the first read or write.
    case deferred = "DEFERRED"
    /// The write lock at once: what a writer should use, so that it waits at the start and not in the middle.
    case immediate = "IMMEDIATE"
    /// Keeps readers out too (except in WAL mode).
    case exclusive = "EXCLUSIVE"
  }

  /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
  ///
  /// Inside another transaction it is a savepoint. When the commit fails, everything is rolled back and the error thrown.
  public func transaction<Result>(_ kind: TransactionKind = .immediate, _ body: () throws -> Result) throws -> Result {
    guard !isInTransaction else { return try savepoint(body) }
    try execute("BEGIN \(kind.rawValue)")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite may have rolled back by itself (a full disk, an interrupted write): then there is nothing to undo.
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Runs `body` in a savepoint: kept when it returns, undone when it throws.
  public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
    transactionDepth += 1
    defer { transactionDepth -= 1 }
    let name = "sluice_\(transactionDepth)"
    try execute("SAVEPOINT \(name)")
    do {
      let result = try body()
      try execute("RELEASE \(name)")
      return result
    } catch {
      if isInTransaction { try? execute("ROLLBACK TO \(name); RELEASE \(name)") }
      throw error
    }
  }
}
