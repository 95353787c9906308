import Project

/// What a run is about to do to a history, for the record of the gate: shown before anything is published.
struct ChangePreview: Sendable, Hashable {
  var new: Int64 = 0
  var changed: Int64 = 0
  var closed: Int64 = 0
  var revived: Int64 = 0
  /// Keys for which versions that were already closed come out otherwise.
  var late: Int64 = 0
  /// For how many changed keys each column differs, the most first.
  var columns: [Column] = []

  struct Column: Sendable, Hashable {
    var name: String
    var keys: Int64
  }

  var touched: Int64 { new + changed + closed + revived }

  /// One sentence: the counts, and the columns that changed most.
  var words: String {
    var text = "\(new) new, \(changed) changed, \(closed) closed, \(revived) revived, \(late) with late events"
    let most = columns.filter { $0.keys > 0 }.prefix(5).map { "\($0.name) \($0.keys)" }
    if !most.isEmpty { text += " (\(most.joined(separator: ", ")))" }
    return text
  }

  /// The preview as a check that always passes; its rows are the counts and the histogram of columns.
  func finding(name: String, keys: Int64) -> ProcessFinding {
    let counts = [("new", new), ("changed", changed), ("closed", closed), ("revived", revived), ("late", late)]
    let rows =
      counts.map { [$0.0, nil, String($0.1)] }
      + columns.filter { $0.keys > 0 }.map { ["changed column", $0.name, String($0.keys)] }
    return ProcessFinding(
      name: name, state: .pass, message: "\(keys) keys touched: \(words)", measured: Double(keys),
      rows: FailingRows(columns: ["what", "column", "keys"], rows: rows, total: Int64(rows.count)))
  }
}

/// Asks before most of what is open is closed: a source that was cut short looks like many deletions.
struct MassClose {
  let closed: Int64
  let open: Int64
  let maxShare: Double
  let context: StepContext

  /// Fewer closed keys than this are never asked about.
  static let fewest: Int64 = 10

  /// The finding that holds the step; nil when there is nothing to ask, or it was confirmed.
  var finding: ProcessFinding? {
    let share = open > 0 ? Double(closed) / Double(open) : 0
    guard closed >= Self.fewest, share > maxShare else { return nil }
    let isConfirmed =
      context.request.options.confirmsMassClose || context.node.config.bool("confirm_mass_close") == true
    let percent = Int((share * 100).rounded())
    return ProcessFinding(
      name: "history.mass_close", state: isConfirmed ? .pass : .fail,
      message: isConfirmed
        ? "\(percent) % of \(open) keys are closed, as confirmed"
        : "this would close \(percent) % of \(open) keys: if that is right, confirm with --confirm-mass-close",
      threshold: "≤ \(Int(maxShare * 100)) %", measured: Double(closed), population: open)
  }
}
