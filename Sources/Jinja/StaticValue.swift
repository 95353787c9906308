/// A constant written in a template.
public enum StaticValue: Sendable, Hashable {
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list([StaticValue])
  case tuple([StaticValue])
  case dict([Entry])

  /// An entry of a dictionary.
  public struct Entry: Sendable, Hashable {
    public var key: StaticValue
    public var value: StaticValue
  }

  /// The constant an expression is; nil when it has to be computed.
  init?(_ expression: any Expression) {
    switch expression {
    case let literal as LiteralExpression:
      switch literal.constant {
      case .none: self = .none
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .int(value)
      case .double(let value): self = .double(value)
      case .string(let value): self = .string(value)
      }
    case let sequence as SequenceExpression:
      var items: [StaticValue] = []
      for item in sequence.items {
        guard let value = StaticValue(item) else { return nil }
        items.append(value)
      }
      self = sequence.isTuple ? .tuple(items) : .list(items)
    case let dict as DictExpression:
      var entries: [Entry] = []
      for entry in dict.entries {
        guard let key = StaticValue(entry.key), let value = StaticValue(entry.value) else { return nil }
        entries.append(Entry(key: key, value: value))
      }
      self = .dict(entries)
    case let unary as UnaryExpression:
      switch (unary.operation, StaticValue(unary.operand)) {
      case (.negate, .int(let value)?) where value != .min: self = .int(-value)
      case (.negate, .double(let value)?): self = .double(-value)
      default: return nil
      }
    default: return nil
    }
  }

  /// The text, when the constant is a string.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }

  /// The constant as a value; lists and dictionaries are new ones.
  public var value: Value {
    switch self {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .list(let items): .list(items.map(\.value))
    case .tuple(let items): .tuple(items.map(\.value))
    case .dict(let entries): .dict(DictObject(entries.map { ($0.key.value, $0.value.value) }))
    }
  }
}
