import YAML

extension ConfigValue {
  /// What a YAML node says, dates as ISO text (as dbt's JSON artifacts have them).
  init(_ node: YAMLNode) {
    switch node.content {
    case .sequence(let members): self = .list(members.map { ConfigValue($0) })
    case .mapping(let mapping):
      self = .map(mapping.map { ConfigEntry(keyText($0.key), ConfigValue($0.value)) })
    case .scalar(let scalar): self.init(scalar)
    }
  }

  init(_ scalar: YAMLScalar) {
    switch scalar {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .int(value)
    case .largeInteger(let digits): self = .string(digits)
    case .float(let value): self = .double(value)
    case .string(let text): self = .string(text)
    case .date(let date): self = .string(date.description)
    case .timestamp(let time): self = .string(time.isoFormat)
    case .binary(let bytes): self = .string(String(decoding: bytes, as: UTF8.self))
    }
  }
}

/// A mapping's key as text: what JSON would make of it.
func keyText(_ key: YAMLNode) -> String {
  switch key.scalar {
  case .bool(let value): value ? "true" : "false"
  default: key.text
  }
}
