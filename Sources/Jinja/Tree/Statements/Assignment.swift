/// What stands left of `=` or between `for` and `in`.
indirect enum AssignmentTarget: Sendable {
  case name(Symbol, String)
  case tuple([AssignmentTarget])
  /// `namespace.attribute`.
  case attribute(of: Symbol, named: String, String)

  func assign(_ value: Value, in frame: Frame, _ context: RenderContext) throws {
    switch self {
    case .name(let symbol, _): frame.set(symbol, to: value)
    case .tuple(let targets):
      let items: [Value]
      do {
        items = try value.elements()
      } catch let failure as Failure where failure.kind == .type {
        throw Failure.type("cannot unpack non-iterable \(value.typeName) object")
      }
      if items.count < targets.count {
        throw Failure.value("not enough values to unpack (expected \(targets.count), got \(items.count))")
      }
      if items.count > targets.count { throw Failure.value("too many values to unpack (expected \(targets.count))") }
      for (target, item) in zip(targets, items) { try target.assign(item, in: frame, context) }
    case .attribute(let symbol, let name, let attribute):
      let owner = try frame.value(of: symbol) ?? context.resolve(name)
      guard case .object(let object) = owner, try object.setAttribute(attribute, to: value) else {
        throw Failure(.runtime, "cannot assign attribute on non-namespace object")
      }
    }
  }
}

/// `{% set target = value %}`.
final class SetStatement: Statement {
  let target: AssignmentTarget
  let value: any Expression
  let position: SourcePosition

  init(_ target: AssignmentTarget, _ value: any Expression, at position: SourcePosition) {
    self.target = target
    self.value = value
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    let value = try context.evaluate(value)
    context.position = position
    try target.assign(value, in: context.frame, context)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(value) }
}

/// `{% set target | filter %} … {% endset %}`.
final class SetBlockStatement: Statement {
  let target: AssignmentTarget
  let filter: (any Expression)?
  let body: [any Statement]
  let position: SourcePosition

  init(
    _ target: AssignmentTarget, filter: (any Expression)?, _ body: [any Statement], at position: SourcePosition
  ) {
    self.target = target
    self.filter = filter
    self.body = body
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    var value = Value.string(try context.captureInner(body))
    if let filter { value = try context.evaluate(filter, on: value) }
    context.position = position
    try target.assign(value, in: context.frame, context)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    if let filter { visit(filter) }
    body.forEach(visit)
  }
}
