public import Project

/// One version of one table: published, or kept in quarantine because a gate held it.
public struct VersionRecord: Sendable, Identifiable {
  public enum Disposition: String, Sendable {
    /// The one readers see.
    case current
    /// Published once, superseded since, still readable as-of.
    case superseded
    /// Held by the output gate; browsable, never read by other nodes.
    case quarantined
    /// Its rows were dropped by retention; the record stays.
    case vacuumed
  }

  /// Counts from 1 within the table.
  public var id: Int64
  public var relation: RelationName
  public var node: NodeID
  public var run: RunID
  public var publishedAt: Instant
  public var rows: Int64
  /// Columns with declared types, in order.
  public var columns: [AdapterColumn]
  public var disposition: Disposition
  /// What the result depends on: code, configuration and input versions. Equal fingerprints mean equal work.
  public var fingerprint: String
  /// Why it was made: `first build`, `input silver.user_dim v12`, `SQL changed`, `forced`, `restore of v3` …
  public var cause: String
  /// The hidden table that holds its rows, when they are kept.
  public var storage: String?

  public init(
    id: Int64, relation: RelationName, node: NodeID, run: RunID, publishedAt: Instant, rows: Int64,
    columns: [AdapterColumn], disposition: Disposition, fingerprint: String, cause: String, storage: String? = nil
  ) {
    self.id = id
    self.relation = relation
    self.node = node
    self.run = run
    self.publishedAt = publishedAt
    self.rows = rows
    self.columns = columns
    self.disposition = disposition
    self.fingerprint = fingerprint
    self.cause = cause
    self.storage = storage
  }
}

extension VersionRecord {
  /// Its rows, where they were counted: a view has none of its own.
  package var countedRows: Int64? { rows < 0 ? nil : rows }
}
