/// `a.name`.
final class AttributeExpression: Expression {
  let base: any Expression
  let name: String
  let position: SourcePosition
  let height: Int32

  init(_ base: any Expression, _ name: String, at position: SourcePosition) {
    self.base = base
    self.name = name
    self.position = position
    height = Jinja.height(above: base)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(base)
    context.position = position
    return try context.attribute(name, of: value)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(base) }
}

/// `a[key]`.
final class ItemExpression: Expression {
  let base: any Expression
  let key: any Expression
  let position: SourcePosition
  let height: Int32

  init(_ base: any Expression, _ key: any Expression, at position: SourcePosition) {
    self.base = base
    self.key = key
    self.position = position
    height = Jinja.height(above: base, key)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(base)
    let key = try context.evaluate(key)
    context.position = position
    return try context.item(key, of: value)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(base)
    visit(key)
  }
}

/// `a[start:stop:step]`.
final class SliceExpression: Expression {
  let base: any Expression
  let start: (any Expression)?
  let stop: (any Expression)?
  let step: (any Expression)?
  let position: SourcePosition
  let height: Int32

  init(
    _ base: any Expression, start: (any Expression)?, stop: (any Expression)?, step: (any Expression)?,
    at position: SourcePosition
  ) {
    self.base = base
    self.start = start
    self.stop = stop
    self.step = step
    self.position = position
    height = Jinja.height(above: base, start, stop, step)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(base)
    let bounds = try [start, stop, step].map { try $0.map(context.evaluate) ?? .none }
    context.position = position
    if let part = try value.sliced(start: bounds[0], stop: bounds[1], step: bounds[2]) { return part }
    switch value {
    case .string, .list, .tuple:
      throw Failure.type("slice indices must be integers or None or have an __index__ method")
    case .dict: throw Failure.type("unhashable type: 'slice'")
    default: throw Failure.type("'\(value.typeName)' object is not subscriptable")
    }
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for child in [base, start, stop, step] { if let child { visit(child) } }
  }
}
