import Project

/// What a snapshot's configuration says, with dbt's words and dbt's refusals.
struct SnapshotSettings {
  enum Strategy: Hashable {
    /// A row changed when this expression is later than the open version's beginning.
    case timestamp(updatedAt: String)
    /// A row changed when one of these columns differs; nil: any column of the query.
    case check(columns: [String]?, updatedAt: String?)
  }

  /// What becomes of keys the query no longer gives.
  enum HardDeletes: String, CaseIterable {
    case ignore, invalidate
    case newRecord = "new_record"
  }

  var strategy: Strategy
  /// Columns, or expressions over them.
  var uniqueKey: [String]
  var hardDeletes: HardDeletes
  var names: SnapshotColumns
  /// The expression an open version's end has; nil: NULL.
  var openEnd: String?
  /// Share of the open keys that one run may close before it is asked about.
  var maxCloseShare: Double

  /// When a row changed, as the configuration says it; nil: when it was looked at.
  var updatedAt: String? {
    switch strategy {
    case .timestamp(let expression): expression
    case .check(_, let expression): expression
    }
  }

  init(_ node: Node) throws {
    let config = node.config
    func refuse(_ reason: String) -> StepFailure { StepFailure(.failed, reason, at: node.location) }
    uniqueKey = config.uniqueKey
    guard let word = config.string("strategy"), !uniqueKey.isEmpty else {
      throw refuse("a snapshot needs a strategy (timestamp or check) and a unique_key")
    }
    let updatedAt = config.string("updated_at")
    let checked = config["check_cols"].flatMap { $0 == .null ? nil : $0 }
    switch word {
    case "timestamp":
      guard let updatedAt else { throw refuse("a snapshot with the timestamp strategy needs updated_at") }
      guard checked == nil else { throw refuse("a snapshot with the timestamp strategy has no check_cols") }
      strategy = .timestamp(updatedAt: updatedAt)
    case "check":
      guard let checked else { throw refuse("a snapshot with the check strategy needs check_cols: a list, or 'all'") }
      if case .list = checked {
        guard let columns = checked.stringList, !columns.isEmpty else { throw refuse("check_cols is an empty list") }
        strategy = .check(columns: columns, updatedAt: updatedAt)
      } else {
        guard checked.scalarText == "all" else {
          throw refuse("check_cols is '\(checked.scalarText ?? "")': it must be a list of columns, or 'all'")
        }
        strategy = .check(columns: nil, updatedAt: updatedAt)
      }
    default:
      throw refuse(
        "strategy '\(word)' is a macro of the project's own, which cannot be run here: use timestamp or check")
    }
    hardDeletes = try Self.hardDeletes(config, refuse)
    names = SnapshotColumns(node)
    openEnd = config.string("dbt_valid_to_current")
    maxCloseShare = config["max_close_share"]?.doubleValue ?? 0.5
  }

  private static func hardDeletes(_ config: NodeConfig, _ refuse: (String) -> StepFailure) throws -> HardDeletes {
    let legacy = config.bool("invalidate_hard_deletes")
    guard let word = config.string("hard_deletes") else { return legacy == true ? .invalidate : .ignore }
    guard legacy == nil else { throw refuse("set hard_deletes or invalidate_hard_deletes, not both") }
    guard let known = HardDeletes(rawValue: word) else {
      throw refuse("hard_deletes '\(word)' is not known; use ignore, invalidate or new_record")
    }
    return known
  }
}
