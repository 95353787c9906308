/// The arguments of a call, a filter or a test.
struct ArgumentList: Sendable {
  var positional: [any Expression] = []
  var keyword: [(name: String, value: any Expression)] = []
  /// `*arguments`.
  var spread: (any Expression)?
  /// `**arguments`.
  var keywordSpread: (any Expression)?

  var isEmpty: Bool { positional.isEmpty && keyword.isEmpty && spread == nil && keywordSpread == nil }

  var height: Int32 {
    var height = positional.reduce(0) { max($0, $1.height) }
    height = keyword.reduce(height) { max($0, $1.value.height) }
    return max(height, spread?.height ?? 0, keywordSpread?.height ?? 0)
  }

  func evaluate(_ context: RenderContext) throws -> CallArguments {
    var arguments = CallArguments(context: context)
    if isEmpty { return arguments }
    if !positional.isEmpty {
      arguments.positional.reserveCapacity(positional.count)
      for expression in positional { arguments.positional.append(try context.evaluate(expression)) }
    }
    for (name, expression) in keyword { arguments.keyword.append((name, try context.evaluate(expression))) }
    if let spread { arguments.positional += try context.evaluate(spread).elements() }
    if let keywordSpread {
      let value = try context.evaluate(keywordSpread)
      guard let entries = try value.mappingEntries() else {
        throw Failure.type("argument after ** must be a mapping, not \(value.typeName)")
      }
      for (key, value) in entries {
        guard case .string(let name) = key else { throw Failure.type("keywords must be strings") }
        if arguments.keyword.contains(where: { $0.name == name }) {
          throw Failure.type("got multiple values for keyword argument '\(name)'")
        }
        arguments.keyword.append((name, value))
      }
    }
    return arguments
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    positional.forEach(visit)
    for argument in keyword { visit(argument.value) }
    if let spread { visit(spread) }
    if let keywordSpread { visit(keywordSpread) }
  }
}

/// `callee(…)`.
final class CallExpression: Expression {
  let callee: any Expression
  let arguments: ArgumentList
  let position: SourcePosition
  let height: Int32

  init(_ callee: any Expression, _ arguments: ArgumentList, at position: SourcePosition) {
    self.callee = callee
    self.arguments = arguments
    self.position = position
    height = 1 + max(callee.height, arguments.height)
  }

  func evaluate(_ context: RenderContext) throws -> Value { try evaluate(context, caller: nil) }

  /// Calls with `caller` as a further keyword argument, as `{% call %}` does.
  func evaluate(_ context: RenderContext, caller: Value?) throws -> Value {
    // A method of a built-in value is called without making a value of the bound method.
    if let member = callee as? AttributeExpression {
      let receiver = try context.evaluate(member.base)
      context.position = member.position
      if let method = receiver.builtinMethod(member.name) {
        var values = try arguments.evaluate(context)
        if let caller { values.keyword.append(("caller", caller)) }
        context.position = position
        return try method.call(on: receiver, values)
      }
      return try call(context.attribute(member.name, of: receiver), context, caller: caller)
    }
    return try call(context.evaluate(callee), context, caller: caller)
  }

  private func call(_ target: Value, _ context: RenderContext, caller: Value?) throws -> Value {
    var values = try arguments.evaluate(context)
    if let caller { values.keyword.append(("caller", caller)) }
    context.position = position
    return try context.call(target, values)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(callee)
    arguments.forEachChild(visit)
  }
}

/// `base | name(…)`; the base of the filters of a `{% filter %}` or `{% set %}` block is the block's text.
final class FilterExpression: Expression {
  let base: (any Expression)?
  let name: String
  let arguments: ArgumentList
  let position: SourcePosition
  let height: Int32

  init(_ base: (any Expression)?, _ name: String, _ arguments: ArgumentList, at position: SourcePosition) {
    self.base = base
    self.name = name
    self.arguments = arguments
    self.position = position
    height = 1 + max(base?.height ?? 0, arguments.height)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    guard let base else {
      guard let blockText = context.blockText else { throw Failure(.runtime, "filter without a value") }
      return try apply(to: blockText, context)
    }
    return try apply(to: context.evaluate(base), context)
  }

  private func apply(to value: Value, _ context: RenderContext) throws -> Value {
    let values = try arguments.evaluate(context)
    context.position = position
    return try context.filter(name)(value, values)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    if let base { visit(base) }
    arguments.forEachChild(visit)
  }
}

/// `base is name(…)`.
final class TestExpression: Expression {
  let base: any Expression
  let name: String
  let arguments: ArgumentList
  let position: SourcePosition
  let height: Int32

  init(_ base: any Expression, _ name: String, _ arguments: ArgumentList, at position: SourcePosition) {
    self.base = base
    self.name = name
    self.arguments = arguments
    self.position = position
    height = 1 + max(base.height, arguments.height)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(base)
    let values = try arguments.evaluate(context)
    context.position = position
    return .bool(try context.test(name)(value, values))
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(base)
    arguments.forEachChild(visit)
  }
}
