/// What follows a value: attributes, subscripts, calls, filters and tests.
extension Parser {
  mutating func parsePostfix(_ base: any Expression) throws(SyntaxFailure) -> any Expression {
    var expression = base
    while true {
      switch current.kind {
      case .dot: expression = try checked(try parseAttribute(expression))
      case .leftBracket: expression = try checked(try parseSubscript(expression))
      case .leftParen: expression = try checked(try parseCall(expression))
      default: return expression
      }
    }
  }

  mutating func parseFilters(_ base: any Expression) throws(SyntaxFailure) -> any Expression {
    var expression = base
    while true {
      if current.kind == .pipe {
        advance()
        expression = try checked(try parseFilter(expression))
      } else if isName(current, "is") {
        expression = try checked(try parseTest(expression))
      } else if current.kind == .leftParen {
        expression = try checked(try parseCall(expression))
      } else {
        return expression
      }
    }
  }

  private mutating func parseAttribute(_ base: any Expression) throws(SyntaxFailure) -> any Expression {
    let position = position
    advance()
    let token = advance()
    switch token.kind {
    case .name: return AttributeExpression(base, text(of: token), at: position)
    case .integer:
      return ItemExpression(base, LiteralExpression(.int(try integer(token)), at: position), at: position)
    default: throw failure("expected name or number", at: token)
    }
  }

  private mutating func parseSubscript(_ base: any Expression) throws(SyntaxFailure) -> any Expression {
    let position = position
    try expect(.leftBracket)
    var keys: [any Expression] = []
    while current.kind != .rightBracket {
      if !keys.isEmpty { try expect(.comma) }
      if let slice = try parseSlice(base, at: position) {
        guard keys.isEmpty, current.kind == .rightBracket else { throw failure("a slice stands alone in brackets") }
        advance()
        return slice
      }
      keys.append(try parseExpression())
      if keys.count == 1, current.kind == .colon {
        let slice = try parseSliceRest(base, start: keys[0], at: position)
        try expect(.rightBracket)
        return slice
      }
    }
    try expect(.rightBracket)
    if keys.count == 1 { return ItemExpression(base, keys[0], at: position) }
    return ItemExpression(base, SequenceExpression(keys, isTuple: true, at: position), at: position)
  }

  /// A slice without a start.
  private mutating func parseSlice(_ base: any Expression, at position: SourcePosition) throws(SyntaxFailure)
    -> (any Expression)?
  {
    guard current.kind == .colon else { return nil }
    return try parseSliceRest(base, start: nil, at: position)
  }

  /// A slice from its first colon on.
  private mutating func parseSliceRest(
    _ base: any Expression, start: (any Expression)?, at position: SourcePosition
  ) throws(SyntaxFailure) -> any Expression {
    try expect(.colon)
    var bounds: [(any Expression)?] = [nil, nil]
    for index in 0..<2 {
      if index == 1, !skip(.colon) { break }
      if current.kind != .colon, current.kind != .rightBracket, current.kind != .comma {
        bounds[index] = try parseExpression()
      }
    }
    return SliceExpression(base, start: start, stop: bounds[0], step: bounds[1], at: position)
  }

  mutating func parseCall(_ callee: any Expression) throws(SyntaxFailure) -> CallExpression {
    // The place of a call is where the called name stands: that is what a reader looks for.
    let position = (callee as? NameExpression)?.position ?? position
    return CallExpression(callee, try parseArguments(), at: position)
  }

  mutating func parseArguments() throws(SyntaxFailure) -> ArgumentList {
    let open = try expect(.leftParen)
    var list = ArgumentList()
    var needsComma = false
    func require(_ condition: Bool) throws(SyntaxFailure) {
      if !condition { throw failure("invalid syntax for function call expression", at: open) }
    }
    while current.kind != .rightParen {
      if needsComma {
        try expect(.comma)
        if current.kind == .rightParen { break }
      }
      needsComma = true
      if skip(.mul) {
        try require(list.spread == nil && list.keywordSpread == nil)
        list.spread = try parseExpression()
      } else if skip(.pow) {
        try require(list.keywordSpread == nil)
        list.keywordSpread = try parseExpression()
      } else if current.kind == .name, next.kind == .assign {
        try require(list.keywordSpread == nil)
        let token = advance()
        let name = text(of: token)
        if list.keyword.contains(where: { $0.name == name }) {
          throw failure("keyword argument repeated: \(name)", at: token)
        }
        advance()
        list.keyword.append((name, try parseExpression()))
      } else {
        try require(list.spread == nil && list.keywordSpread == nil && list.keyword.isEmpty)
        list.positional.append(try parseExpression())
      }
    }
    try expect(.rightParen)
    return list
  }

  private mutating func dottedName() throws(SyntaxFailure) -> String {
    var name = text(of: try expect(.name))
    while skip(.dot) { name += "." + text(of: try expect(.name)) }
    return name
  }

  /// A filter, behind its `|`.
  mutating func parseFilter(_ base: (any Expression)?) throws(SyntaxFailure) -> FilterExpression {
    let position = position
    let name = try dottedName()
    let arguments = current.kind == .leftParen ? try parseArguments() : ArgumentList()
    return FilterExpression(base, name, arguments, at: position)
  }

  /// The chain of filters of a block: of `{% filter %}` (whose first filter has no `|`) or `{% set %}`.
  mutating func parseBlockFilters(startsInline: Bool) throws(SyntaxFailure) -> (any Expression)? {
    var expression: (any Expression)?
    if startsInline { expression = try checked(try parseFilter(nil)) }
    while skip(.pipe) { expression = try checked(try parseFilter(expression)) }
    return expression
  }

  private mutating func parseTest(_ base: any Expression) throws(SyntaxFailure) -> any Expression {
    advance()
    let isNegated = skipName("not")
    let position = position
    let name = try dottedName()
    var arguments = ArgumentList()
    switch current.kind {
    case .leftParen: arguments = try parseArguments()
    case .name where isName(current, "else") || isName(current, "or") || isName(current, "and"): break
    case .name where isName(current, "is"): throw failure("You cannot chain multiple tests with is")
    case .name, .string, .integer, .float, .leftBracket, .leftBrace:
      arguments.positional = [try parsePostfix(try parsePrimary())]
    default: break
    }
    let test = TestExpression(base, name, arguments, at: position)
    return isNegated ? UnaryExpression(.not, test, at: position) : test
  }
}
