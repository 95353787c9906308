import Project

/// What a node's configuration says of adding to a published table.
struct IncrementalSettings {
  enum Strategy: String, CaseIterable {
    case append
    case deleteInsert = "delete+insert"
    case merge
    case insertOverwrite = "insert_overwrite"
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

  /// Conditions on the published rows that may be taken out, in the project's dialect.
  var predicates: [String]

  /// - Parameter dialect: The adapter's type, which decides what is done where the node does not say.
  init(_ node: Node, dialect: String) throws {
    let config = node.config
    uniqueKey = config.uniqueKey.filter { !$0.isEmpty }
    partitionBy = Self.partitionColumns(config["partition_by"])
    if let word = config.string("incremental_strategy"), word != "default" {
      guard let known = Strategy(rawValue: word == "delete_insert" ? "delete+insert" : word) else {
        throw StepFailure(
          .failed, "incremental_strategy '\(word)' is not known; use append, delete+insert, merge or insert_overwrite",
          at: node.location)
      }
      strategy = known
    } else {
      strategy = uniqueKey.isEmpty ? .append : Self.standard(dialect)
    }
    // dbt's macros take nothing out when there is no key to find it by.
    if uniqueKey.isEmpty, strategy == .merge || strategy == .deleteInsert { strategy = .append }
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
