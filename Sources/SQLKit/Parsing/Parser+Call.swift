extension Parser {
  /// A column, or a call where a parenthesis follows.
  mutating func nameOrCall() throws(SQLError) -> Expression {
    let start = start
    var names = [identifier(token)]
    advance()
    while symbol == .dot, peek().kind == .word || peek().kind == .quotedName || peek().kind == .doubleQuotedString {
      advance()
      names.append(identifier(token))
      advance()
    }
    if symbol == .leftParen {
      return try call(names, start)
    }
    return Expression(.column(names), start: start, end: previousEnd)
  }

  /// Whether the arguments being read belong to a function that takes a lambda.
  var lambdaArguments: Bool { true }

  private mutating func call(_ names: [Identifier], _ start: Int32) throws(SQLError) -> Expression {
    let name = names.map(\.folded).joined(separator: ".")
    var call = FunctionCall(name: name, nameOffset: start, arguments: [])
    try expect(.leftParen, "'('")
    try arguments(of: &call)
    try expect(.rightParen, "')'")
    try suffixes(of: &call)
    return Expression(.call(call), start: start, end: previousEnd)
  }

  private mutating func arguments(of call: inout FunctionCall) throws(SQLError) {
    if symbol == .rightParen { return }
    if symbol == .star, peek().symbol == .rightParen {
      call.isStar = true
      advance()
      return
    }
    if accept(.distinct) {
      call.isDistinct = true
    } else if keyword == .all, peek().symbol != .rightParen, peek().symbol != .comma {
      advance()
    }
    switch call.name {
    case "trim" where try trimArguments(&call): return
    case "position" where try infixArguments(&call, separator: .in): return
    case "substring" where try substringArguments(&call), "substr" where try substringArguments(&call): return
    case "overlay" where try overlayArguments(&call): return
    default: break
    }
    repeat {
      if token.kind == .word, peek().symbol == .fatArrow || peek().symbol == .assign {
        let label = text(token).asciiLowercased()
        advance()
        advance()
        while call.labels.count < call.arguments.count { call.labels.append(nil) }
        call.labels.append(label)
      }
      if keyword == .select || keyword == .with, call.name == "array" || call.name == "exists" || peek().kind != .symbol
      {
        call.arguments.append(Expression(.query(try query()), start: start, end: previousEnd))
      } else {
        call.arguments.append(try expression())
        // `x AS name` in struct(…) and named arguments of the kind.
        if keyword == .as, call.name == "struct" || call.name == "named_struct" || call.name == "row" {
          advance()
          let label = try anyName("a field name").text
          while call.labels.count < call.arguments.count - 1 { call.labels.append(nil) }
          call.labels.append(label)
        }
      }
    } while accept(.comma)
    if keyword == .ignore || keyword == .respect { try nullTreatment(&call) }
    if accept(.order, .by) { call.orderBy = try orderItems() }
    if accept(.limit) { call.limit = try expression() }
    if keyword == .using, call.name == "convert" || call.name == "translate" {
      throw error("character set conversion has no translation", at: start, construct: "USING")
    }
  }

  private mutating func nullTreatment(_ call: inout FunctionCall) throws(SQLError) {
    let treatment: FunctionCall.NullTreatment = keyword == .ignore ? .ignore : .respect
    advance()
    try expect(.nulls, "NULLS")
    call.nullTreatment = treatment
  }

  private mutating func suffixes(of call: inout FunctionCall) throws(SQLError) {
    if keyword == .within, peek().keyword == .group {
      advance()
      advance()
      try expect(.leftParen, "'('")
      guard accept(.order, .by) else { throw unexpected(expecting: "ORDER BY") }
      call.withinGroup = try orderItems()
      try expect(.rightParen, "')'")
    }
    if keyword == .filter, peek().symbol == .leftParen {
      advance()
      advance()
      _ = accept(.where)
      call.filter = try expression()
      try expect(.rightParen, "')'")
    }
    if (keyword == .ignore || keyword == .respect) && peek().keyword == .nulls { try nullTreatment(&call) }
    if keyword == .over, peek().symbol == .leftParen || peek().kind == .word || peek().kind == .quotedName {
      advance()
      if symbol == .leftParen {
        call.over = .inline(try windowDefinition())
      } else {
        call.over = .named(try anyName("the name of a window"))
      }
    }
  }

  // MARK: Arguments with words between them

  /// `trim([both|leading|trailing] [x] from y)`; false leaves the plain form to the caller.
  private mutating func trimArguments(_ call: inout FunctionCall) throws(SQLError) -> Bool {
    var side: Keyword = .none
    if keyword == .both || keyword == .leading || keyword == .trailing, peek().symbol != .rightParen,
      peek().symbol != .comma
    {
      side = keyword
      advance()
    }
    let name = side == .leading ? "trim_leading" : side == .trailing ? "trim_trailing" : "trim"
    if accept(.from) {
      call.name = name
      call.arguments = [try expression()]
      return true
    }
    let first = try expression()
    if accept(.from) {
      call.name = name
      call.arguments = [try expression(), first]
      return true
    }
    call.name = name
    call.arguments = [first]
    while accept(.comma) { call.arguments.append(try expression()) }
    return true
  }

  private mutating func infixArguments(_ call: inout FunctionCall, separator: Keyword) throws(SQLError) -> Bool {
    let saved = at
    let first = try postfix(primary())
    guard accept(separator) else {
      at = saved
      return false
    }
    call.arguments = [first, try expression()]
    // position(needle in text): as strpos(text, needle).
    call.name = "strpos"
    call.arguments.reverse()
    return true
  }

  private mutating func substringArguments(_ call: inout FunctionCall) throws(SQLError) -> Bool {
    let saved = at
    let first = try expression()
    if accept(.from) {
      call.arguments = [first, try expression()]
      if accept(.for) { call.arguments.append(try expression()) }
      return true
    }
    if accept(.for) {
      let one = Expression(.number("1"), start: start, end: start)
      one.type = .integer
      call.arguments = [first, one, try expression()]
      return true
    }
    at = saved
    return false
  }

  private mutating func overlayArguments(_ call: inout FunctionCall) throws(SQLError) -> Bool {
    let saved = at
    let first = try expression()
    guard accept(.placing) else {
      at = saved
      return false
    }
    call.arguments = [first, try expression()]
    try expect(.from, "FROM")
    call.arguments.append(try expression())
    if accept(.for) { call.arguments.append(try expression()) }
    return true
  }

  // MARK: Windows

  mutating func windowDefinition() throws(SQLError) -> WindowDefinition {
    let window = WindowDefinition()
    try expect(.leftParen, "'('")
    if token.kind == .word || token.kind == .quotedName,
      ![.partition, .order, .range, .rows, .groups, .distribute, .sort].contains(keyword)
    {
      window.base = identifier(token)
      advance()
    }
    if accept(.partition, .by) || accept(.distribute, .by) {
      repeat { window.partitionBy.append(try expression()) } while accept(.comma)
    }
    if accept(.order, .by) || accept(.sort, .by) { window.orderBy = try orderItems() }
    let unit: WindowFrame.Unit? =
      accept(.rows) ? .rows : accept(.range) ? .range : accept(.groups) ? .groups : nil
    if let unit {
      if accept(.between) {
        let start = try frameBound()
        try expect(.and, "AND")
        window.frame = WindowFrame(unit: unit, start: start, end: try frameBound())
      } else {
        window.frame = WindowFrame(unit: unit, start: try frameBound(), end: nil)
      }
      if accept(.exclude) {
        if accept(.current, .row) {
          window.frame?.exclude = "CURRENT ROW"
        } else if accept(.group) {
          window.frame?.exclude = "GROUP"
        } else if accept(.ties) {
          window.frame?.exclude = "TIES"
        } else {
          try expect(.no, "CURRENT ROW, GROUP, TIES or NO OTHERS")
          try expect(.others, "OTHERS")
        }
      }
    }
    try expect(.rightParen, "')'")
    return window
  }

  private mutating func frameBound() throws(SQLError) -> WindowFrame.Bound {
    if accept(.unbounded) {
      if accept(.preceding) { return .unboundedPreceding }
      try expect(.following, "PRECEDING or FOLLOWING")
      return .unboundedFollowing
    }
    if accept(.current, .row) { return .currentRow }
    let value = try expression()
    if accept(.preceding) { return .preceding(value) }
    try expect(.following, "PRECEDING or FOLLOWING")
    return .following(value)
  }
}
