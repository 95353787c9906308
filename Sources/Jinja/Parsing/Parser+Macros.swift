/// Macros, call blocks and the host's blocks.
extension Parser {
  mutating func parseMacro(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    let name = text(of: try expect(.name))
    let symbol = symbols.intern(name)
    let parameters = try parseParameters()
    let node = try parseMacroBody(name, parameters, until: "endmacro", at: position)
    advance()
    return MacroStatement(node, symbol: symbol)
  }

  /// `(a, b=default)`.
  private mutating func parseParameters() throws(SyntaxFailure) -> [MacroNode.Parameter] {
    var parameters: [MacroNode.Parameter] = []
    try expect(.leftParen)
    while current.kind != .rightParen {
      if !parameters.isEmpty { try expect(.comma) }
      let token = try expect(.name)
      let name = text(of: token)
      if ["true", "True", "false", "False", "none", "None"].contains(name) {
        throw failure("can't assign to 'const'", at: token)
      }
      if parameters.contains(where: { $0.name == name }) { throw failure("duplicate argument '\(name)'", at: token) }
      var parameter = MacroNode.Parameter(symbol: symbols.intern(name), name: name)
      if skip(.assign) {
        parameter.defaultValue = try parseExpression()
      } else if parameters.last?.defaultValue != nil {
        throw failure("non-default argument follows default argument", at: token)
      }
      parameters.append(parameter)
    }
    try expect(.rightParen)
    return parameters
  }

  /// The body of a macro up to its end tag, whose name is then the current token.
  private mutating func parseMacroBody(
    _ name: String, _ parameters: [MacroNode.Parameter], until end: StaticString, at position: SourcePosition
  ) throws(SyntaxFailure) -> MacroNode {
    let header = current
    openMacros.append(MacroUse())
    let savedLoopDepth = loopDepth
    loopDepth = 0
    let body = try parseBlock(until: [end])
    loopDepth = savedLoopDepth
    var use = openMacros.removeLast()
    for parameter in parameters {
      switch parameter.name {
      case "varargs": use.varargs = nil
      case "kwargs": use.kwargs = nil
      case "caller" where use.caller != nil && parameter.defaultValue == nil:
        throw failure(
          "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
          at: header)
      default: break
      }
    }
    return MacroNode(
      name: name, parameters: parameters, body: body, varargs: use.varargs, kwargs: use.kwargs, caller: use.caller,
      at: position)
  }

  mutating func parseCallBlock(at position: SourcePosition) throws(SyntaxFailure) -> any Statement {
    let parameters = current.kind == .leftParen ? try parseParameters() : []
    let token = current
    guard let call = try parseExpression() as? CallExpression else { throw failure("expected call", at: token) }
    let caller = try parseMacroBody("caller", parameters, until: "endcall", at: position)
    advance()
    return CallStatement(call, caller: caller)
  }

  mutating func parseCustomBlock(_ block: CustomBlockSyntax, at position: SourcePosition) throws(SyntaxFailure)
    -> any Statement
  {
    let name = text(of: try expect(.name))
    let hasParameters = current.kind == .leftParen
    let parameters = hasParameters ? try parseParameters() : []
    var options: [(name: String, value: (any Expression)?)] = []
    while skip(.comma) {
      let option = text(of: try expect(.name))
      options.append((option, skip(.assign) ? try parseExpression() : nil))
    }
    let header = current
    let outerSymbols = openMacros
    openMacros = [MacroUse()]
    let body = try parseCustomBody(block, header)
    let use = openMacros.last ?? MacroUse()
    openMacros = outerSymbols
    let bodyEnd = Int(tokens[index - 1].start)
    advance()
    let macro = MacroNode(
      name: name, parameters: parameters, body: body,
      varargs: parameters.contains { $0.name == "varargs" } ? nil : use.varargs,
      kwargs: parameters.contains { $0.name == "kwargs" } ? nil : use.kwargs, caller: use.caller, at: position)
    return CustomBlockStatement(
      CustomBlockNode(
        keyword: block.keyword, macro: macro, hasParameters: hasParameters, options: options,
        bodyRange: min(Int(header.end), bodyEnd)..<bodyEnd, at: position))
  }

  /// The statements up to the block's end tag, whose name is then the current token.
  private mutating func parseCustomBody(_ block: CustomBlockSyntax, _ header: Token) throws(SyntaxFailure)
    -> [any Statement]
  {
    try expect(.blockEnd)
    var body: [any Statement] = []
    customEnds.append(block.endKeyword)
    defer { customEnds.removeLast() }
    body = try parseBody(until: [], isCustom: true)
    guard current.kind == .name, text(of: current) == block.endKeyword else {
      throw failure(
        "Unexpected end of template. The '\(block.keyword)' block that begins here has no '\(block.endKeyword)'.",
        at: header)
    }
    return body
  }
}
