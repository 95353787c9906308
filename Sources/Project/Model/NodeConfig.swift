/// A node's configuration after precedence was applied: in-file `config()` over properties over the project's trees.
public struct NodeConfig: Hashable, Sendable {
  /// Every key, known or not, under the name dbt gives it; appended and merged keys hold the combined value.
  public var values: [String: ConfigValue]

  public init(values: [String: ConfigValue] = [:]) { self.values = values }

  public subscript(key: String) -> ConfigValue? {
    get { values[key] }
    set { values[key] = newValue }
  }

  public var isEnabled: Bool { values["enabled"]?.boolValue ?? true }
  public var tags: [String] { values["tags"]?.stringList ?? [] }
  public var meta: ConfigValue { values["meta"] ?? .map([]) }
  /// `unique_key`, one column or several; empty when there is none.
  public var uniqueKey: [String] { values["unique_key"]?.stringList ?? [] }
  public func string(_ key: String) -> String? { values[key]?.scalarText }
  public func bool(_ key: String) -> Bool? { values[key]?.boolValue }
  public func strings(_ key: String) -> [String]? { values[key]?.stringList }
}
