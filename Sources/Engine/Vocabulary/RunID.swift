/// The number of a run in its target's run store, counting from 1.
public struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: Int64

  public init(_ rawValue: Int64) { self.rawValue = rawValue }

  public var description: String { String(rawValue) }

  public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}
