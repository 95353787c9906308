/// The unique id of a node, as dbt writes it: `model.package.name`, `source.package.source.table`, `test.package.name.hash`.
public struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
  public let rawValue: String

  public init(_ rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  public static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}
