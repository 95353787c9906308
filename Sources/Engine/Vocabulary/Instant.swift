/// A moment in UTC, in microseconds since 1970. What the stores keep and screens format.
public struct Instant: Hashable, Sendable, Comparable {
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public var seconds: Double { Double(microseconds) / 1_000_000 }

  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// Seconds from `earlier` to this instant.
  public func seconds(since earlier: Instant) -> Double { Double(microseconds - earlier.microseconds) / 1_000_000 }
}
