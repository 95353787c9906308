/// Bodies and the statements that steer, assign and write.
extension Parser {
  /// Statements up to a tag with one of the `ends`, whose name is then the current token; without ends, the whole
  /// template.
  mutating func parseBody(until ends: [StaticString], isCustom: Bool = false) throws(SyntaxFailure) -> [any Statement] {
    var body: [any Statement] = []
    while true {
      switch current.kind {
      case .data:
        let token = advance()
        body.append(DataStatement(Array(bytes[token.range]), at: SourcePosition(Int(token.start))))
      case .variableBegin:
        let position = position
        advance()
        body.append(OutputStatement(try parseTuple(), at: position))
        try expect(.variableEnd)
      case .blockBegin:
        let begin = advance()
        if ends.contains(where: { isName(current, $0) }) { return body }
        if isCustom, let end = customEnds.last, current.kind == .name, text(of: current) == end { return body }
        if let statement = try nested({ parser throws(SyntaxFailure) in try parser.parseStatement(begin, ends) }) {
          body.append(statement)
        }
        try expect(.blockEnd)
      default:
        if ends.isEmpty { return body }
        let expected = ends.map { "'\($0)'" }.joined(separator: " or ")
        throw failure("Unexpected end of template. Jinja was looking for the following tags: \(expected).")
      }
    }
  }

  /// The body behind the rest of a tag.
  mutating func parseBlock(until ends: [StaticString]) throws(SyntaxFailure) -> [any Statement] {
    _ = skip(.colon)
    try expect(.blockEnd)
    return try parseBody(until: ends)
  }

  private mutating func parseStatement(_ begin: Token, _ ends: [StaticString]) throws(SyntaxFailure)
    -> (any Statement)?
  {
    let position = SourcePosition(Int(begin.start))
    guard current.kind == .name else { throw failure("tag name expected") }
    let token = advance()
    let keyword = text(of: token)
    switch keyword {
    case "if": return try parseIf(at: position)
    case "for": return try parseFor(at: position)
    case "set": return try parseSet(at: position)
    case "macro": return try parseMacro(at: position)
    case "call": return try parseCallBlock(at: position)
    case "filter": return try parseFilterBlock(at: position)
    case "with": return try parseWith(at: position)
    case "block": return try parseNamedBlock(at: position)
    case "print":
      var outputs: [any Statement] = []
      while current.kind != .blockEnd {
        if !outputs.isEmpty { try expect(.comma) }
        outputs.append(OutputStatement(try parseExpression(), at: position))
      }
      return outputs.count == 1 ? outputs[0] : IfStatement([], otherwise: outputs, at: position)
    case "autoescape":
      _ = try parseExpression()
      let body = try parseBlock(until: ["endautoescape"])
      advance()
      return ScopeStatement([], body, at: position)
    case "do" where syntax.allowsDo:
      return DoStatement(try parseTuple(), at: position)
    case "break" where syntax.allowsLoopControls, "continue" where syntax.allowsLoopControls:
      if loopDepth == 0 { throw failure("'\(keyword)' outside of a loop", at: token) }
      return LoopControlStatement(keyword == "break" ? .breakLoop : .continueLoop, at: position)
    case "extends", "include", "import", "from":
      throw failure("'\(keyword)' is not available: templates here do not load other templates; use a macro", at: token)
    default:
      if let block = syntax.customBlocks.first(where: { $0.keyword == keyword }) {
        return try parseCustomBlock(block, at: position)
      }
      var message = "Encountered unknown tag '\(keyword)'."
      if !ends.isEmpty {
        let expected = ends.map { "'\($0)'" }.joined(separator: " or ")
        message += " Jinja was looking for the following tags: \(expected)."
      }
      throw failure(message, at: token)
    }
  }

  private mutating func parseIf(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    var branches: [IfStatement.Branch] = []
    var otherwise: [any Statement] = []
    while true {
      let test = try parseTuple(allowsConditional: false)
      let body = try parseBlock(until: ["elif", "else", "endif"])
      branches.append(.init(test: test, body: body))
      let end = advance()
      if isName(end, "elif") { continue }
      if isName(end, "else") {
        otherwise = try parseBlock(until: ["endif"])
        advance()
      }
      return IfStatement(branches, otherwise: otherwise, at: position)
    }
  }

  private mutating func parseFor(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    let target = try parseTarget()
    try expectName("in")
    let iterable = try parseTuple(allowsConditional: false)
    let test = skipName("if") ? try parseExpression() : nil
    let isRecursive = skipName("recursive")
    let loop = symbols.intern("loop")
    loopDepth += 1
    let body = try parseBlock(until: ["endfor", "else"])
    loopDepth -= 1
    var otherwise: [any Statement] = []
    if isName(advance(), "else") {
      otherwise = try parseBlock(until: ["endfor"])
      advance()
    }
    return ForStatement(
      target: target, in: iterable, test: test, isRecursive: isRecursive, loopSymbol: loop, body: body,
      otherwise: otherwise, at: position)
  }

  /// What is assigned to: names and tuples of names.
  mutating func parseTarget(allowsAttribute: Bool = false) throws(SyntaxFailure)
    -> AssignmentTarget
  {
    var targets: [AssignmentTarget] = []
    var isTuple = false
    while true {
      if !targets.isEmpty { try expect(.comma) }
      if isTupleEnd { break }
      targets.append(try parseSingleTarget(allowsAttribute: allowsAttribute))
      if current.kind != .comma { break }
      isTuple = true
    }
    if targets.isEmpty { throw failure("Expected an expression, got '\(describe(current))'") }
    return isTuple ? .tuple(targets) : targets[0]
  }

  private mutating func parseSingleTarget(allowsAttribute: Bool) throws(SyntaxFailure) -> AssignmentTarget {
    if skip(.leftParen) {
      let target = try nested { parser throws(SyntaxFailure) in
        try parser.parseTarget(allowsAttribute: allowsAttribute)
      }
      try expect(.rightParen)
      return target
    }
    let token = current
    guard token.kind == .name else {
      if token.kind == .integer || token.kind == .float || token.kind == .string {
        throw failure("can't assign to 'const'")
      }
      throw failure("unexpected '\(describe(token))'")
    }
    advance()
    let name = text(of: token)
    if ["true", "True", "false", "False", "none", "None"].contains(name) { throw failure("can't assign to 'const'") }
    let symbol = symbols.intern(name)
    if allowsAttribute, skip(.dot) { return .attribute(of: symbol, named: name, text(of: try expect(.name))) }
    return .name(symbol, name)
  }

  private mutating func parseSet(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    let target = try parseTarget(allowsAttribute: true)
    if skip(.assign) { return SetStatement(target, try parseTuple(), at: position) }
    let filter = try parseBlockFilters(startsInline: false)
    let body = try parseBlock(until: ["endset"])
    advance()
    return SetBlockStatement(target, filter: filter, body, at: position)
  }

  private mutating func parseFilterBlock(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    guard let filter = try parseBlockFilters(startsInline: true) else { throw failure("expected a filter") }
    let body = try parseBlock(until: ["endfilter"])
    advance()
    return FilterStatement(filter, body, at: position)
  }

  private mutating func parseWith(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    var assignments: [(target: AssignmentTarget, value: any Expression)] = []
    while current.kind != .blockEnd {
      if !assignments.isEmpty { try expect(.comma) }
      let target = try parseTarget()
      try expect(.assign)
      assignments.append((target, try parseExpression()))
    }
    let body = try parseBlock(until: ["endwith"])
    advance()
    return ScopeStatement(assignments, body, at: position)
  }

  private mutating func parseNamedBlock(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    let name = text(of: try expect(.name))
    let isScoped = skipName("scoped")
    _ = skipName("required")
    let body = try parseBlock(until: ["endblock"])
    advance()
    if current.kind == .name, text(of: current) == name { advance() }
    return ScopeStatement([], body, isIsolated: !isScoped, at: position)
  }
}
