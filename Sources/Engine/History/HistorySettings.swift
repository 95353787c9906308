import Project

/// What a node's configuration says of the history it keeps (`materialized: scd2`).
struct HistorySettings {
  var uniqueKey: [String]
  var sequenceBy: String
  /// Columns whose change makes a version; nil: all but the key and the sequence.
  var track: [String]?
  /// An expression over the result's columns: such a row ends its key.
  var deleteWhen: String?
  var openEnd: String
  var fromName: String
  var toName: String
  var currentName: String
  var hashName: String
  /// The columns of the documented hash; nil: the tracked ones.
  var hashColumns: [String]?
  /// Columns of the feed that are not kept, such as the operation.
  var except: Set<String>
  /// Share of the open keys that one batch may close before it is asked about.
  var maxCloseShare: Double
  /// What a second payload for a known key and instant does: hold, or warn and keep the first.
  var holdsOnConflict: Bool
  /// What a tracked column does that earlier events did not have: make a version of every row it has a value in, or, as it
  /// was never seen to change, none.
  var versionsNewColumns: Bool
  /// The oldest instant for which events are still taken.
  var earliestSequence: String?

  init(_ node: Node) throws {
    let config = node.config
    func missing(_ key: String) -> StepFailure {
      StepFailure(.failed, "materialized: scd2 needs \(key) in the model's configuration", at: node.location)
    }
    guard !config.uniqueKey.isEmpty else { throw missing("unique_key") }
    guard let sequence = config.string("sequence_by") else { throw missing("sequence_by") }
    uniqueKey = config.uniqueKey
    sequenceBy = sequence
    track = config.strings("track")
    deleteWhen = config.string("delete_when")
    openEnd = config.string("effective_to_current") ?? "9999-12-31"
    fromName = config.string("effective_from") ?? "effective_from"
    toName = config.string("effective_to") ?? "effective_to"
    currentName = config.string("is_current") ?? "is_current"
    if case .list = config["record_hash"] {
      hashColumns = config.strings("record_hash")
      hashName = config.string("record_hash_name") ?? "record_hash"
    } else {
      hashName = config.string("record_hash") ?? "record_hash"
    }
    except = Set((config.strings("except") ?? []).map { $0.lowercased() })
    maxCloseShare = config["max_close_share"]?.doubleValue ?? 0.5
    holdsOnConflict = config.string("on_conflict") != "warn"
    let newColumn = config.string("new_column") ?? "rebaseline"
    guard newColumn == "rebaseline" || newColumn == "version" else {
      throw StepFailure(
        .failed, "new_column is '\(newColumn)': it can be rebaseline (no versions, the default) or version (every row)",
        at: node.location)
    }
    versionsNewColumns = newColumn == "version"
    earliestSequence = config.string("earliest_sequence")
  }
}
