import Jinja

/// Arguments of generic tests, with the Jinja in them.
enum TestArguments {
  /// Whether a text is a bare call that dbt takes as Jinja: `ref('x')`.
  static func isCall(_ text: String) -> Bool {
    let trimmed = text.trimmingBlanks()
    guard trimmed.hasSuffix(")"), let open = trimmed.firstIndex(of: "(") else { return false }
    return ["ref", "source", "var", "env_var", "doc"].contains(trimmed[..<open].trimmingSpaces())
  }

  /// The value a test's macro gets.
  static func value(_ value: ConfigValue, in context: NodeContext) throws(JinjaError) -> Value {
    switch value {
    case .string(let text):
      if isCall(text) {
        return try context.state.rendering.value(
          of: "{{ \(text) }}", name: context.node?.location.file ?? "", in: context)
      }
      guard text.holdsJinja else { return .string(text) }
      return try context.state.rendering.value(of: text, name: context.node?.location.file ?? "", in: context)
    case .list(let members):
      var items: [Value] = []
      for member in members { items.append(try self.value(member, in: context)) }
      return .list(items)
    case .map(let entries):
      let dict = DictObject()
      for entry in entries { dict[entry.key] = try self.value(entry.value, in: context) }
      return .dict(dict)
    default: return value.jinja
    }
  }
}

extension Substring {
  /// The text without spaces around it.
  func trimmingSpaces() -> String { String(self).trimmingBlanks() }
}
