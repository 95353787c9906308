/// Expressions, from the loosest binding to the tightest.
extension Parser {
  mutating func parseExpression(allowsConditional: Bool = true) throws(SyntaxFailure) -> any Expression {
    try nested { parser throws(SyntaxFailure) in
      allowsConditional ? try parser.parseConditional() : try parser.parseOr()
    }
  }

  private mutating func parseConditional() throws(SyntaxFailure) -> any Expression {
    var expression = try parseOr()
    while isName(current, "if") {
      let position = position
      advance()
      let test = try parseOr()
      let otherwise =
        skipName("else") ? try nested { parser throws(SyntaxFailure) in try parser.parseConditional() } : nil
      expression = try checked(ConditionalExpression(test, then: expression, otherwise: otherwise, at: position))
    }
    return expression
  }

  mutating func parseOr() throws(SyntaxFailure) -> any Expression {
    var left = try parseAnd()
    while isName(current, "or") {
      let position = position
      advance()
      left = try checked(LogicalExpression(isAnd: false, left, try parseAnd(), at: position))
    }
    return left
  }

  private mutating func parseAnd() throws(SyntaxFailure) -> any Expression {
    var left = try parseNot()
    while isName(current, "and") {
      let position = position
      advance()
      left = try checked(LogicalExpression(isAnd: true, left, try parseNot(), at: position))
    }
    return left
  }

  private mutating func parseNot() throws(SyntaxFailure) -> any Expression {
    guard isName(current, "not") else { return try parseComparison() }
    let position = position
    advance()
    let operand = try nested { parser throws(SyntaxFailure) in try parser.parseNot() }
    return try checked(UnaryExpression(.not, operand, at: position))
  }

  private mutating func parseComparison() throws(SyntaxFailure) -> any Expression {
    let first = try parseSum()
    var links: [(relation: ComparisonExpression.Relation, operand: any Expression)] = []
    let position = position
    while let relation = comparison() { links.append((relation, try parseSum())) }
    return links.isEmpty ? first : try checked(ComparisonExpression(first, links, at: position))
  }

  private mutating func comparison() -> ComparisonExpression.Relation? {
    let relation: ComparisonExpression.Relation
    switch current.kind {
    case .equal: relation = .equal
    case .notEqual: relation = .notEqual
    case .less: relation = .less
    case .lessEqual: relation = .lessEqual
    case .greater: relation = .greater
    case .greaterEqual: relation = .greaterEqual
    case .name where isName(current, "in"): relation = .isIn
    case .name where isName(current, "not") && isName(next, "in"):
      advance()
      relation = .isNotIn
    default: return nil
    }
    advance()
    return relation
  }

  private mutating func parseSum() throws(SyntaxFailure) -> any Expression {
    var left = try parseConcatenation()
    while current.kind == .add || current.kind == .sub {
      let position = position
      let operation: ArithmeticOperator = advance().kind == .add ? .add : .subtract
      left = try checked(BinaryExpression(operation, left, try parseConcatenation(), at: position))
    }
    return left
  }

  private mutating func parseConcatenation() throws(SyntaxFailure) -> any Expression {
    let first = try parseProduct()
    guard current.kind == .tilde else { return first }
    let position = position
    var parts = [first]
    while skip(.tilde) { parts.append(try parseProduct()) }
    return try checked(ConcatenationExpression(parts, at: position))
  }

  private mutating func parseProduct() throws(SyntaxFailure) -> any Expression {
    var left = try parsePower()
    while true {
      let operation: ArithmeticOperator
      switch current.kind {
      case .mul: operation = .multiply
      case .div: operation = .divide
      case .floorDiv: operation = .floorDivide
      case .mod: operation = .modulo
      default: return left
      }
      let position = position
      advance()
      left = try checked(BinaryExpression(operation, left, try parsePower(), at: position))
    }
  }

  private mutating func parsePower() throws(SyntaxFailure) -> any Expression {
    var left = try parseUnary()
    while current.kind == .pow {
      let position = position
      advance()
      left = try checked(BinaryExpression(.power, left, try parseUnary(), at: position))
    }
    return left
  }

  /// A signed or plain value with what follows it. A sign binds tighter than filters: `-1|abs` is `(-1)|abs`.
  private mutating func parseUnary(allowsFilters: Bool = true) throws(SyntaxFailure) -> any Expression {
    let position = position
    var expression: any Expression
    if current.kind == .sub || current.kind == .add {
      let operation: UnaryExpression.Operation = advance().kind == .sub ? .negate : .plus
      let operand = try nested { parser throws(SyntaxFailure) in try parser.parseUnary(allowsFilters: false) }
      expression = UnaryExpression(operation, operand, at: position)
    } else {
      expression = try parsePrimary()
    }
    expression = try parsePostfix(expression)
    return allowsFilters ? try parseFilters(expression) : expression
  }

  mutating func parsePrimary() throws(SyntaxFailure) -> any Expression {
    let position = position
    let token = current
    switch token.kind {
    case .name:
      advance()
      return name(token, at: position)
    case .string:
      var text = ""
      while current.kind == .string { text += try string(advance()) }
      return LiteralExpression(.string(text), at: position)
    case .integer:
      advance()
      return LiteralExpression(.int(try integer(token)), at: position)
    case .float:
      advance()
      return LiteralExpression(.double(float(token)), at: position)
    case .leftParen:
      advance()
      let expression = try nested { parser throws(SyntaxFailure) in try parser.parseTuple(inParentheses: true) }
      try expect(.rightParen)
      return expression
    case .leftBracket: return try parseList()
    case .leftBrace: return try parseDict()
    default: throw failure("unexpected '\(describe(token))'")
    }
  }

  private mutating func name(_ token: Token, at position: SourcePosition) -> any Expression {
    let name = text(of: token)
    switch name {
    case "true", "True": return LiteralExpression(.bool(true), at: position)
    case "false", "False": return LiteralExpression(.bool(false), at: position)
    case "none", "None": return LiteralExpression(.none, at: position)
    default: break
    }
    let symbol = symbols.intern(name)
    switch name {
    case "caller": for index in openMacros.indices { openMacros[index].caller = symbol }
    case "varargs": for index in openMacros.indices { openMacros[index].varargs = symbol }
    case "kwargs": for index in openMacros.indices { openMacros[index].kwargs = symbol }
    default: break
    }
    return NameExpression(symbol, name: name, at: position)
  }

  /// One expression, or several separated by commas, which make a tuple.
  mutating func parseTuple(
    allowsConditional: Bool = true, inParentheses: Bool = false
  ) throws(SyntaxFailure) -> any Expression {
    let position = position
    var items: [any Expression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      if isTupleEnd { break }
      items.append(try parseExpression(allowsConditional: allowsConditional))
      if current.kind != .comma { break }
      isTuple = true
    }
    if !isTuple {
      if let only = items.first { return only }
      if !inParentheses { throw failure("Expected an expression, got '\(describe(current))'") }
    }
    return try checked(SequenceExpression(items, isTuple: true, at: position))
  }

  var isTupleEnd: Bool {
    switch current.kind {
    case .variableEnd, .blockEnd, .rightParen: true
    default: false
    }
  }

  private mutating func parseList() throws(SyntaxFailure) -> any Expression {
    let position = position
    try expect(.leftBracket)
    var items: [any Expression] = []
    while current.kind != .rightBracket {
      if !items.isEmpty { try expect(.comma) }
      if current.kind == .rightBracket { break }
      items.append(try parseExpression())
    }
    try expect(.rightBracket)
    return try checked(SequenceExpression(items, isTuple: false, at: position))
  }

  private mutating func parseDict() throws(SyntaxFailure) -> any Expression {
    let position = position
    try expect(.leftBrace)
    var entries: [(key: any Expression, value: any Expression)] = []
    while current.kind != .rightBrace {
      if !entries.isEmpty { try expect(.comma) }
      if current.kind == .rightBrace { break }
      let key = try parseExpression()
      try expect(.colon)
      entries.append((key, try parseExpression()))
    }
    try expect(.rightBrace)
    return try checked(DictExpression(entries, at: position))
  }
}
