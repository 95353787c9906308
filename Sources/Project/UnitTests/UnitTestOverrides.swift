/// What a unit test pretends: values of macros, vars and environment variables.
public struct UnitTestOverrides: Sendable {
  /// The test's name, for messages.
  public var test = ""
  public var macros: [String: ConfigValue] = [:]
  public var vars: [String: ConfigValue] = [:]
  public var environment: [String: ConfigValue] = [:]
  /// The relations that stand for nodes, by the node.
  public var standIns: [NodeID: RelationName] = [:]

  /// Nothing pretended.
  public init() {}
}
