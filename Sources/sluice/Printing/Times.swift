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

  private static func seconds(_ start: Instant?, _ end: Instant?) -> Double? {
    guard let start else { return nil }
    return ((end ?? .now).seconds(since: start) * 1000).rounded() / 1000
  }
}
