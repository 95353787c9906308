import Engine

/// Moments and spans in print.
enum Times {
  /// `2026-11-20T17:39:39Z`.
  static func second(_ instant: Instant) -> String { String(instant.iso8601.prefix(19)) + "Z" }

  /// `17:39:39.123`, in UTC.
  static func clock(_ instant: Instant) -> String { String(instant.iso8601.dropFirst(11).prefix(12)) }

  /// Seconds a run took, or takes so far, to the millisecond.
  static func duration(_ run: RunRecord) -> Double? { seconds(run.startedAt, run.finishedAt) }

  static func duration(_ step: StepRecord) -> Double? { seconds(step.startedAt, step.finishedAt) }

  /// A span in its greatest unit: `3.2 hours`.
  static func span(_ seconds: Double) -> String {
    let (length, unit) =
      [(86_400.0, "day"), (3_600, "hour"), (60, "minute")].first { abs(seconds) >= $0.0 } ?? (1, "second")
    let tenths = (seconds / length * 10).rounded() / 10
    let text = tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    return "\(text) \(unit)\(tenths == 1 ? "" : "s")"
  }

  private static func seconds(_ start: Instant?, _ end: Instant?) -> Double? {
    guard let start else { return nil }
    return ((end ?? .now).seconds(since: start) * 1000).rounded() / 1000
  }
}
