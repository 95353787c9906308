internal import Engine

/// How often a screen reads the warehouse anew while a run goes on: what the run tells comes every moment, and the list of a
/// thousand tables is not read for each of its words.
struct ReadingPace: Sendable {
  private var last: Instant?
  private static let secondsBetween = 1.0

  /// Whether it is time to read; what is asked for is then taken as read. When no run goes on it always is.
  mutating func isDue(_ context: ScreenContext) -> Bool {
    if context.status.isLive, let last {
      // A clock that was set back must not keep anything from being read.
      let seconds = context.now.seconds(since: last)
      if seconds >= 0, seconds < Self.secondsBetween { return false }
    }
    last = context.now
    return true
  }
}
