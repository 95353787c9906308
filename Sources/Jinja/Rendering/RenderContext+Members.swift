/// Attributes, items and calls, in the order of Jinja's lookups.
extension RenderContext {
  /// `value.name`: an attribute, or else an item.
  func attribute(_ name: String, of value: Value) throws -> Value {
    switch value {
    case .object(let object):
      if let member = try object.attribute(name) { return member }
      if let member = try object.item(.string(name)) { return member }
    case .dict(let dict):
      if let method = value.builtinMethod(name) { return .object(BoundMethod(method, of: value)) }
      if let member = dict[name] { return member }
    case .undefined(let undefined):
      if name == "__class__" { break }
      return try undefined.member()
    default:
      if let method = value.builtinMethod(name) { return .object(BoundMethod(method, of: value)) }
      if let member = value.dataAttribute(name) { return member }
    }
    return missing(.string(name), of: value)
  }

  /// `value[key]`: an item, or else an attribute.
  func item(_ key: Value, of value: Value) throws -> Value {
    switch value {
    case .dict(let dict):
      if (try? key.requireHashable()) != nil, let member = dict[key] { return member }
    case .list(let list):
      if let member = Value.element(of: list.items, at: key) { return member }
    case .tuple(let items):
      if let member = Value.element(of: items, at: key) { return member }
    case .string(let text):
      if let index = key.intValue {
        let count = text.scalarCount
        if let scalar = text.scalar(at: index < 0 ? index + count : index) { return .string(scalar) }
      }
    case .object(let object):
      if let member = try object.item(key) { return member }
      if case .string(let name) = key, let member = try object.attribute(name) { return member }
    case .undefined(let undefined): return try undefined.member()
    default: break
    }
    if case .string(let name) = key {
      if let method = value.builtinMethod(name) { return .object(BoundMethod(method, of: value)) }
      if let member = value.dataAttribute(name) { return member }
    }
    return missing(key, of: value)
  }

  private func missing(_ key: Value, of value: Value) -> Value {
    if case .string(let name) = key, name.hasPrefix("__") {
      return .undefined(
        Undefined(
          .hint("access to attribute \(pythonQuoted(name)) of '\(value.typeName)' object is unsafe."),
          behavior: environment.undefinedBehavior, errorKind: .security))
    }
    return undefined(.member(of: value.describedType, key: key))
  }

  /// Calls a value.
  public func call(_ callee: Value, _ arguments: CallArguments) throws -> Value {
    switch callee {
    case .object(let object): return try object.call(arguments)
    case .undefined(let undefined):
      if undefined.behavior == .silent { return callee }
      throw undefined.failure
    default: throw Failure.type("'\(callee.typeName)' object is not callable")
    }
  }
}

extension Value {
  /// The element at an index that may count from the end.
  static func element(of items: [Value], at key: Value) -> Value? {
    guard let index = key.intValue else { return nil }
    let position = index < 0 ? index + items.count : index
    return items.indices.contains(position) ? items[position] : nil
  }

  /// Attributes of numbers that are not methods.
  func dataAttribute(_ name: String) -> Value? {
    switch (self, name) {
    case (.int, "real"), (.int, "numerator"), (.double, "real"): self
    case (.bool(let value), "real"), (.bool(let value), "numerator"): .int(value ? 1 : 0)
    case (.int, "imag"), (.bool, "imag"): .int(0)
    case (.int, "denominator"), (.bool, "denominator"): .int(1)
    case (.double, "imag"): .double(0)
    default: nil
    }
  }
}
