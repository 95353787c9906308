/// How a database file is used, and the pragmas that go with it.
public enum PragmaPreset: Sendable, CaseIterable {
  /// A step's own file: written once by one connection, worthless after a crash.
  case scratch
  /// A published catalog: read by many, written in short transactions that must survive a power loss.
  case warehouse
  /// Runs, events, ledgers: many small commits, readers that never block the writer.
  case state
}

extension PragmaPreset {
  /// The pragmas for the database attached as `schema`.
  public func statements(for schema: String = "main") -> [String] {
    let name = quoteIdentifier(schema)
    return settings.map { "PRAGMA \(name).\($0.name) = \($0.value)" }
  }

  private var settings: [(name: String, value: String)] {
    switch self {
    case .scratch:
      [
        // No rollback journal and no sync: what is lost is a file nobody has seen.
        ("journal_mode", "OFF"),
        ("synchronous", "OFF"),
        // Debian's build overwrites deleted content with zeros unless told not to.
        ("secure_delete", "OFF"),
        // One process writes it; the locks are taken once and not at each statement.
        ("locking_mode", "NORMAL"),
        ("cache_size", "-65536"),
      ]
    case .warehouse:
      [
        // Readers see the old version until the publishing transaction commits.
        ("journal_mode", "WAL"),
        // In WAL mode FULL syncs the log at each commit: a published version survives a power loss.
        ("synchronous", "FULL"),
        ("secure_delete", "OFF"),
        ("cache_size", "-65536"),
      ]
    case .state:
      [
        ("journal_mode", "WAL"),
        // A commit survives a crash of the process; a power loss may lose the last ones but corrupts nothing.
        ("synchronous", "NORMAL"),
        ("secure_delete", "OFF"),
        ("cache_size", "-8192"),
      ]
    }
  }
}

extension Connection {
  /// Sets a preset's pragmas on the database attached as `schema`. Not possible inside a transaction.
  public func apply(_ preset: PragmaPreset, to schema: String = "main") throws(SQLiteError) {
    for statement in preset.statements(for: schema) { try execute(statement) }
    // Sorters and automatic indexes go to memory while they fit the cache, then to a temporary file.
    try execute("PRAGMA temp_store = \(preset == .state ? "MEMORY" : "DEFAULT")")
  }
}
