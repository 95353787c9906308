import Project

/// Whether the number of rows is what the table's own past leads one to expect.
struct VolumeCheck {
  /// `volume:` of the node or of all gates: false, or `{min_share, max_share, severity}`.
  let settings: ConfigValue?
  let rows: Int64
  /// Rows of the versions published before, the newest first.
  let past: [Int64]

  /// How many versions make the past.
  static let versionsLookedAt = 5

  func check(into journal: GateJournal) {
    if settings?.boolValue == false { return }
    let known = past.prefix(Self.versionsLookedAt).sorted()
    guard rows >= 0, !known.isEmpty else { return }
    let usual = known[known.count / 2]
    guard usual > 0 else { return }
    let lowest = settings?["min_share"]?.doubleValue ?? 0.5
    let highest = settings?["max_share"]?.doubleValue ?? 10
    let share = Double(rows) / Double(usual)
    let isOut = share <= lowest || share >= highest
    let severity = settings?["severity"]?.stringValue == "error" ? TestDefinition.Severity.error : .warn
    var record = journal.record(
      "volume", isOut ? (severity == .error ? .fail : .warn) : .pass,
      threshold: "\(Int(lowest * 100)) % … \(Int(highest * 100)) % of \(usual)",
      message: "\(rows) rows, \(Self.change(to: rows, from: usual)) against the usual \(usual)")
    record.severity = severity
    record.measured = Double(rows)
    record.population = rows
    journal.add(record)
  }

  /// How far rows are from the usual ones, in whole percents. All is gone only where nothing is left: short of that it is
  /// told in tenths, cut off and not rounded.
  static func change(to rows: Int64, from usual: Int64) -> String {
    let share = Double(rows) / Double(usual)
    let percents = ((share - 1) * 100).rounded()
    if percents <= -100, rows > 0 {
      let tenths = min(999, Int((1 - share) * 1000))
      return "−\(tenths / 10).\(tenths % 10) %"
    }
    // No number of rows is too large to be told.
    return "\(percents >= 0 ? "+" : "−")\(Int64(exactly: abs(percents)) ?? .max) %"
  }
}
