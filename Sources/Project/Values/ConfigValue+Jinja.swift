import Jinja

extension ConfigValue {
  /// The value as templates see it; every list and dictionary is new.
  var jinja: Value {
    switch self {
    case .null: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let text): .string(text)
    case .list(let members): .list(members.map(\.jinja))
    case .map(let entries): .dict(entries.map { ($0.key, $0.value.jinja) })
    }
  }

  /// What a template's value is as configuration; host objects become their text.
  init(_ value: Value) {
    switch value {
    case .none, .undefined: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .double(let number): self = .double(number)
    case .string(let text): self = .string(text)
    case .list(let list): self = .list(list.items.map { ConfigValue($0) })
    case .tuple(let items): self = .list(items.map { ConfigValue($0) })
    case .set(let set): self = .list(set.items.map { ConfigValue($0) })
    case .dict(let dict): self = .map(dict.entries.map { ConfigEntry($0.key.str(), ConfigValue($0.value)) })
    case .object(let object): self = .string(object.string())
    }
  }

  /// `str()` as Python writes it: `True`, `None`, `['a', 1]`.
  var pythonText: String { jinja.str() }

  /// `repr()` as Python writes it.
  var pythonRepr: String { jinja.repr() }
}
