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

  init(_ node: Node) throws {
    let config = node.config
    uniqueKey = config.uniqueKey
    partitionBy = Self.partitionColumns(config["partition_by"])
    if let word = config.string("incremental_strategy"), word != "default" {
      guard let known = Strategy(rawValue: word == "delete_insert" ? "delete+insert" : word) else {
        throw StepFailure(
          .failed, "incremental_strategy '\(word)' is not known; use append, delete+insert, merge or insert_overwrite",
          at: node.location)
      }
      strategy = known
    } else {
      strategy = config.uniqueKey.isEmpty ? .append : .merge
    }
    if uniqueKey.isEmpty, strategy == .merge { strategy = .append }
    if uniqueKey.isEmpty, strategy == .deleteInsert {
      throw StepFailure(.failed, "incremental_strategy delete+insert needs a unique_key", at: node.location)
    }
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

  /// `partition_by: [a, b]`, `partition_by: a` or BigQuery's `{field: a}`.
  private static func partitionColumns(_ value: ConfigValue?) -> [String] {
    guard let value else { return [] }
    if case .map = value { return value["field"]?.scalarText.map { [$0] } ?? [] }
    return value.stringList ?? []
  }
}
