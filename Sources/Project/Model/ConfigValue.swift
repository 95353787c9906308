/// A configuration value as YAML or Jinja gave it: JSON's types, with the order of keys kept.
public indirect enum ConfigValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list([ConfigValue])
  case map([ConfigEntry])

  public var stringValue: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  public var boolValue: Bool? {
    if case .bool(let flag) = self { return flag }
    return nil
  }

  public var intValue: Int? {
    if case .int(let number) = self { return number }
    return nil
  }

  public var doubleValue: Double? {
    switch self {
    case .double(let number): number
    case .int(let number): Double(number)
    default: nil
    }
  }

  /// The elements of a list; one scalar counts as a list of itself, as dbt reads `tags: nightly`.
  public var listValue: [ConfigValue]? {
    switch self {
    case .list(let elements): elements
    case .null, .map: nil
    default: [self]
    }
  }

  public var stringList: [String]? { listValue?.compactMap(\.scalarText) }

  /// A scalar as text: what `"{{ value }}"` would show for it; nil for null, lists and maps.
  public var scalarText: String? {
    switch self {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .double(let number): String(number)
    default: nil
    }
  }

  public subscript(key: String) -> ConfigValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.last { $0.key == key }?.value
  }
}

/// One key of a `ConfigValue.map`.
public struct ConfigEntry: Hashable, Sendable {
  public var key: String
  public var value: ConfigValue

  public init(_ key: String, _ value: ConfigValue) {
    self.key = key
    self.value = value
  }
}
