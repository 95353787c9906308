import Project

/// What a node's configuration says of adding to a published table.
struct IncrementalSettings {
  enum Strategy: Hashable {
    case append, deleteInsert, merge, insertOverwrite
    /// The rows of each batch take the place of all rows of its span of event time.
    case microbatch
    /// The project's own: `get_incremental_NAME_sql`.
    case custom(String)

    init(_ word: String) {
      switch word {
      case "append": self = .append
      case "delete+insert", "delete_insert": self = .deleteInsert
      case "merge": self = .merge
      case "insert_overwrite": self = .insertOverwrite
      case "microbatch": self = .microbatch
      default: self = .custom(word)
      }
    }
  }

  enum SchemaChange: String, CaseIterable {
    case ignore, fail
    case appendNewColumns = "append_new_columns"
    case syncAllColumns = "sync_all_columns"
  }

  var strategy: Strategy
  var uniqueKey: [String]
  var partitionBy: [String]
  var onSchemaChange: SchemaChange
  /// Columns a merge updates in rows that are there; nil: all.
  var mergeUpdates: Set<String>?

  /// Whether the new rows come batch by batch.
  var makesBatches: Bool

  /// Conditions on the published rows that may be taken out, in the project's dialect.
  var predicates: [String]

  /// - Parameter dialect: The adapter's type, which decides what is done where the node does not say.
  init(_ node: Node, dialect: String) throws {
    let config = node.config
    uniqueKey = config.uniqueKey.filter { !$0.isEmpty }
    partitionBy = Self.partitionColumns(config["partition_by"])
    if let word = config.string("incremental_strategy"), word != "default" {
      strategy = Strategy(word)
    } else {
      strategy = uniqueKey.isEmpty ? .append : Self.standard(dialect)
    }
    // dbt's macros take nothing out when there is no key to find it by.
    if uniqueKey.isEmpty, strategy == .merge || strategy == .deleteInsert { strategy = .append }
    // dbt's adapter for PostgreSQL merges the rows of a batch by key.
    if strategy == .microbatch, !uniqueKey.isEmpty, dialect == "postgres" { strategy = .merge }
    if strategy == .microbatch, !uniqueKey.isEmpty {
      throw StepFailure(
        .failed,
        "the microbatch model '\(node.name)' has a unique_key, which batches do not support: each takes the place of all "
          + "rows of its span; take unique_key out, or use incremental_strategy='merge'",
        at: node.location)
    }
    makesBatches = BatchPlan.applies(to: node)
    try Self.refuseClauses(node)
    predicates = config.strings("incremental_predicates") ?? config.strings("predicates") ?? []
    let word = config.string("on_schema_change") ?? "ignore"
    guard let change = SchemaChange(rawValue: word) else {
      throw StepFailure(
        .failed,
        "on_schema_change '\(word)' is not known; use ignore, fail, append_new_columns or sync_all_columns",
        at: node.location)
    }
    onSchemaChange = change
    if let columns = config.strings("merge_update_columns") {
      mergeUpdates = Set(columns.map { $0.lowercased() })
    } else if let columns = config.strings("merge_exclude_columns") {
      let excluded = Set(columns.map { $0.lowercased() })
      mergeUpdates = Set(node.columns.map { $0.name.lowercased() }).subtracting(excluded)
      mergeExclusions = excluded
    }
  }

  /// Columns a merge leaves as they are in rows that are there.
  var mergeExclusions: Set<String> = []

  /// Whether a merge takes this column from the new row when there is an old one.
  func updates(_ column: String) -> Bool {
    let name = column.lowercased()
    if !mergeExclusions.isEmpty { return !mergeExclusions.contains(name) }
    return mergeUpdates.map { $0.contains(name) } ?? true
  }

  /// What dbt-duckdb lets a merge do besides: left out, the table would be another one.
  private static func refuseClauses(_ node: Node) throws {
    let keys = [
      "merge_clauses", "merge_update_condition", "merge_insert_condition", "merge_update_set_expressions",
      "merge_on_using_columns", "merge_returning_columns",
    ]
    for key in keys {
      guard let value = node.config[key], value != .null, value != .list([]), value != .map([]) else { continue }
      throw StepFailure(
        .failed,
        "the configuration '\(key)' has no meaning on the embedded engine, and without it the merge would do something "
          + "else: write the merge as a strategy of your own, in a macro get_incremental_NAME_sql",
        at: node.location)
    }
  }

  /// What an adapter does with a key when no strategy is named.
  private static func standard(_ dialect: String) -> Strategy {
    switch dialect {
    case "duckdb", "postgres", "redshift": .deleteInsert
    default: .merge
    }
  }

  /// `partition_by: [a, b]`, `partition_by: a` or BigQuery's `{field: a}`.
  private static func partitionColumns(_ value: ConfigValue?) -> [String] {
    guard let value else { return [] }
    if case .map = value { return value["field"]?.scalarText.map { [$0] } ?? [] }
    return value.stringList ?? []
  }
}
