/// A constant.
final class LiteralExpression: Expression {
  enum Constant: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
  }

  let constant: Constant
  let position: SourcePosition
  var height: Int32 { 1 }

  init(_ constant: Constant, at position: SourcePosition) {
    self.constant = constant
    self.position = position
  }

  var value: Value {
    switch constant {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    }
  }

  func evaluate(_ context: RenderContext) throws -> Value { value }
  func forEachChild(_ visit: (any TreeNode) -> Void) {}
}

/// `[a, b]` or `(a, b)`.
final class SequenceExpression: Expression {
  let items: [any Expression]
  let isTuple: Bool
  let position: SourcePosition
  let height: Int32

  init(_ items: [any Expression], isTuple: Bool, at position: SourcePosition) {
    self.items = items
    self.isTuple = isTuple
    self.position = position
    height = Jinja.height(above: items)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try context.evaluate(item)) }
    return isTuple ? .tuple(values) : .list(ListObject(values))
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { items.forEach(visit) }
}

/// `{key: value}`.
final class DictExpression: Expression {
  let entries: [(key: any Expression, value: any Expression)]
  let position: SourcePosition
  let height: Int32

  init(_ entries: [(key: any Expression, value: any Expression)], at position: SourcePosition) {
    self.entries = entries
    self.position = position
    height = 1 + entries.reduce(0) { max($0, $1.key.height, $1.value.height) }
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    var values: [(Value, Value)] = []
    values.reserveCapacity(entries.count)
    for entry in entries {
      values.append((try context.evaluate(entry.key), try context.evaluate(entry.value)))
    }
    context.position = position
    let dict = DictObject()
    for (key, value) in values {
      try key.requireHashable()
      dict[key] = .some(value)
    }
    return .dict(dict)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for entry in entries {
      visit(entry.key)
      visit(entry.value)
    }
  }
}
