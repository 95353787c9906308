/// `a + b` and its kin.
final class BinaryExpression: Expression {
  let operation: ArithmeticOperator
  let left: any Expression
  let right: any Expression
  let position: SourcePosition
  let height: Int32

  init(_ operation: ArithmeticOperator, _ left: any Expression, _ right: any Expression, at position: SourcePosition) {
    self.operation = operation
    self.left = left
    self.right = right
    self.position = position
    height = Jinja.height(above: left, right)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let a = try context.evaluate(left)
    let b = try context.evaluate(right)
    context.position = position
    return try operation.apply(a, b, in: context)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(left)
    visit(right)
  }
}

/// `-a`, `+a` and `not a`.
final class UnaryExpression: Expression {
  enum Operation: Sendable {
    case negate, plus, not
  }

  let operation: Operation
  let operand: any Expression
  let position: SourcePosition
  let height: Int32

  init(_ operation: Operation, _ operand: any Expression, at position: SourcePosition) {
    self.operation = operation
    self.operand = operand
    self.position = position
    height = Jinja.height(above: operand)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(operand)
    context.position = position
    switch operation {
    case .not: return .bool(try !value.truth())
    case .negate: return try value.negated()
    case .plus: return try value.positive()
    }
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(operand) }
}

/// `a and b`, `a or b`: the value of the deciding side.
final class LogicalExpression: Expression {
  let isAnd: Bool
  let left: any Expression
  let right: any Expression
  let position: SourcePosition
  let height: Int32

  init(isAnd: Bool, _ left: any Expression, _ right: any Expression, at position: SourcePosition) {
    self.isAnd = isAnd
    self.left = left
    self.right = right
    self.position = position
    height = Jinja.height(above: left, right)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let value = try context.evaluate(left)
    context.position = position
    return try value.truth() == isAnd ? context.evaluate(right) : value
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(left)
    visit(right)
  }
}

/// `a ~ b ~ c`: the texts joined.
final class ConcatenationExpression: Expression {
  let parts: [any Expression]
  let position: SourcePosition
  let height: Int32

  init(_ parts: [any Expression], at position: SourcePosition) {
    self.parts = parts
    self.position = position
    height = Jinja.height(above: parts)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    var text = ""
    for part in parts {
      let value = try context.evaluate(part)
      context.position = position
      text += try value.text()
    }
    return .string(text)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { parts.forEach(visit) }
}

/// `a < b <= c`, `a in b`: true when every link holds; later operands are not computed after a false link.
final class ComparisonExpression: Expression {
  enum Relation: Sendable {
    case equal, notEqual, less, lessEqual, greater, greaterEqual, isIn, isNotIn
  }

  let first: any Expression
  let links: [(relation: Relation, operand: any Expression)]
  let position: SourcePosition
  let height: Int32

  init(_ first: any Expression, _ links: [(relation: Relation, operand: any Expression)], at position: SourcePosition) {
    self.first = first
    self.links = links
    self.position = position
    height = 1 + links.reduce(first.height) { max($0, $1.operand.height) }
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    var left = try context.evaluate(first)
    for link in links {
      let right = try context.evaluate(link.operand)
      context.position = position
      guard try holds(link.relation, left, right) else { return .bool(false) }
      left = right
    }
    return .bool(true)
  }

  private func holds(_ relation: Relation, _ a: Value, _ b: Value) throws -> Bool {
    switch relation {
    case .equal: return try a.equals(b)
    case .notEqual: return try !a.equals(b)
    case .isIn: return try b.contains(a)
    case .isNotIn: return try !b.contains(a)
    case .less: return try a.ordering(b, sign: "<") == .ascending
    case .greater: return try a.ordering(b, sign: ">") == .descending
    case .lessEqual:
      let ordering = try a.ordering(b, sign: "<=")
      return ordering == .ascending || ordering == .same
    case .greaterEqual:
      let ordering = try a.ordering(b, sign: ">=")
      return ordering == .descending || ordering == .same
    }
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(first)
    for link in links { visit(link.operand) }
  }
}

/// `a if test else b`; without `else` an undefined value.
final class ConditionalExpression: Expression {
  let test: any Expression
  let then: any Expression
  let otherwise: (any Expression)?
  let position: SourcePosition
  let height: Int32

  init(_ test: any Expression, then: any Expression, otherwise: (any Expression)?, at position: SourcePosition) {
    self.test = test
    self.then = then
    self.otherwise = otherwise
    self.position = position
    height = Jinja.height(above: test, then, otherwise)
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    let isTrue = try context.evaluate(test)
    context.position = position
    if try isTrue.truth() { return try context.evaluate(then) }
    if let otherwise { return try context.evaluate(otherwise) }
    let line = context.text.lineAndColumn(of: position).line
    return context.undefined(
      .hint(
        "the inline if-expression on line \(line) in \(pythonQuoted(context.text.name)) evaluated to false and no else"
          + " section was defined."))
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(test)
    visit(then)
    if let otherwise { visit(otherwise) }
  }
}
