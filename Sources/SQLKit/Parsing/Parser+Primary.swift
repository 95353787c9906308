extension Parser {
  /// A literal, a name, a call, something in parentheses.
  mutating func primary() throws(SQLError) -> Expression {
    let token = token
    switch token.kind {
    case .number:
      advance()
      return numberLiteral(token)
    case .string, .escapedString, .rawString:
      advance()
      return stringLiteral(token)
    case .doubleQuotedString:
      // In Spark a string, unless it is used as a name: `"t"."c"`, `"t".*`.
      if peek().symbol == .dot { return try nameOrCall() }
      advance()
      return stringLiteral(token)
    case .blob:
      advance()
      let inner = source[(Int(token.start) + 2)..<(Int(token.end) - 1)]
      guard inner.count % 2 == 0, inner.allSatisfy({ ($0 &- 0x30 < 10) || (($0 | 0x20) &- 0x61 < 6) }) else {
        throw error("a blob literal holds pairs of hexadecimal digits", at: token.start)
      }
      return Expression(.blob(String(decoding: inner, as: UTF8.self)), start: token.start, end: token.end)
    case .parameter:
      advance()
      return Expression(.parameter(text(token)), start: token.start, end: token.end)
    case .quotedName: return try nameOrCall()
    case .word: return try wordPrimary()
    case .symbol: return try symbolPrimary()
    case .end: throw unexpected(expecting: "an expression")
    }
  }

  private func numberLiteral(_ token: Token) -> Expression {
    let (digits, suffix) = numberText(token)
    let result = Expression(.number(digits), start: token.start, end: token.end)
    let fractional = digits.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 } && !digits.hasPrefix("0x")
    let exponent = digits.utf8.contains { $0 | 0x20 == 0x65 } && !digits.hasPrefix("0x") && !digits.hasPrefix("0X")
    switch suffix {
    case UInt8(ascii: "d"), UInt8(ascii: "f"):
      result.type = .double
      if !fractional { result.kind = .number(digits + ".0") }
    case UInt8(ascii: "b"): result.type = Parser.decimalType(digits)
    default:
      if exponent || (fractional && !traits.decimalLiterals) {
        result.type = .double
      } else if fractional {
        result.type = Parser.decimalType(digits)
      } else {
        result.type = .integer
      }
    }
    return result
  }

  private static func decimalType(_ digits: String) -> SQLType {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let whole = parts[0].drop(while: { $0 == "0" }).count
    let scale = parts.count > 1 ? parts[1].count : 0
    return .decimal(max(whole + scale, 1), scale)
  }

  private mutating func stringLiteral(_ token: Token) -> Expression {
    var value = stringValue(token)
    // Adjacent literals are one, in the standard and in Spark.
    while dialect != .snowflake, self.token.kind == token.kind,
      dialect == .spark || dialect == .databricks || startsLine
    {
      value += stringValue(self.token)
      advance()
    }
    let result = Expression(.string(value), start: token.start, end: previousEnd)
    result.type = .text
    return result
  }

  private var startsLine: Bool {
    source[Int(previousEnd)..<Int(start)].contains(0x0A)
  }

  private mutating func symbolPrimary() throws(SQLError) -> Expression {
    let start = start
    switch symbol {
    case .leftParen:
      if parenthesisOpensQuery {
        advance()
        let query = try query()
        try expect(.rightParen, "')'")
        return Expression(.query(query), start: start, end: previousEnd)
      }
      advance()
      if accept(.rightParen) { return Expression(.tuple([]), start: start, end: previousEnd) }
      let first = try expression()
      guard symbol == .comma else {
        try expect(.rightParen, "')'")
        if symbol == .arrow, case .column(let names) = first.kind, names.count == 1, peek(-2).kind == .word, isLambda {
          return try lambda([names[0]], start)
        }
        return first
      }
      var parts = [first]
      while accept(.comma) { parts.append(try expression()) }
      try expect(.rightParen, "')'")
      if symbol == .arrow, isLambda {
        let names = parts.compactMap { part -> Identifier? in
          if case .column(let names) = part.kind, names.count == 1 { return names[0] }
          return nil
        }
        if names.count == parts.count { return try lambda(names, start) }
      }
      return Expression(.tuple(parts), start: start, end: previousEnd)
    case .leftBracket: return try arrayLiteral()
    case .leftBrace:
      advance()
      var fields: [(name: String?, value: Expression)] = []
      if symbol != .rightBrace {
        repeat {
          let name: String
          if token.kind == .string || token.kind == .escapedString {
            name = stringValue(token)
            advance()
          } else {
            name = try anyName("a field name").text
          }
          try expect(.colon, "':'")
          fields.append((name, try expression()))
        } while accept(.comma)
      }
      try expect(.rightBrace, "'}'")
      return Expression(.structure(fields), start: start, end: previousEnd)
    case .question:
      advance()
      return Expression(.parameter("?"), start: start, end: previousEnd)
    case .colon where peek().kind == .word && peek().start == start + 1:
      advance()
      advance()
      return Expression(.parameter(text(from: start, to: previousEnd)), start: start, end: previousEnd)
    case .star:
      advance()
      return Expression(.star(StarItem(qualifier: [])), start: start, end: previousEnd)
    default: throw unexpected(expecting: "an expression")
    }
  }

  private var isLambda: Bool { dialect != .sqlite && dialect != .postgres && dialect != .redshift }

  private mutating func lambda(_ names: [Identifier], _ start: Int32) throws(SQLError) -> Expression {
    try expect(.arrow, "'->'")
    return Expression(.lambda(names, try expression()), start: start, end: previousEnd)
  }

  private mutating func arrayLiteral() throws(SQLError) -> Expression {
    let start = start
    try expect(.leftBracket, "'['")
    var values: [Expression] = []
    while symbol != .rightBracket {
      values.append(try expression())
      guard accept(.comma) else { break }
    }
    try expect(.rightBracket, "']'")
    return Expression(.array(values), start: start, end: previousEnd)
  }

  // MARK: Words

  private mutating func wordPrimary() throws(SQLError) -> Expression {
    let start = start
    let next = peek()
    if next.symbol == .dot { return try nameOrCall() }
    let hasArguments = next.symbol == .leftParen
    switch keyword {
    case .null where !hasArguments:
      advance()
      let result = Expression(.null, start: start, end: previousEnd)
      result.type = .null
      return result
    case .true, .false:
      guard !hasArguments else { break }
      let value = keyword == .true
      advance()
      let result = Expression(.boolean(value), start: start, end: previousEnd)
      result.type = .boolean
      return result
    case .case: return try conditional()
    case .cast where hasArguments: return try cast(safe: false)
    case .tryCast where hasArguments, .safeCast where hasArguments: return try cast(safe: true)
    case .exists where hasArguments:
      advance()
      advance()
      guard startsQuery else {
        // Spark's exists(array, lambda).
        at -= 2
        break
      }
      let query = try query()
      try expect(.rightParen, "')'")
      return Expression(.exists(query, negated: false), start: start, end: previousEnd)
    case .not:
      advance()
      let value = try expression()
      return Expression(.unary(.not, value), start: start, end: previousEnd)
    case .extract where hasArguments: return try extract()
    case .interval where !hasArguments || dialect != .sqlite:
      if let literal = try interval() { return literal }
    case .date, .timestamp, .time, .timestamptz, .json:
      if next.kind == .string || next.kind == .escapedString
        || (next.kind == .doubleQuotedString && traits.doubleQuoteIsString)
      {
        let name = text(token).asciiLowercased()
        advance()
        let literal = self.token
        advance()
        return typedLiteral(TypeName(name: name, arguments: [], offset: start), stringValue(literal), start)
      }
      if keyword == .timestamp || keyword == .time, next.keyword == .with || next.keyword == .without {
        let type = try typeName()
        if token.kind == .string || token.kind == .escapedString {
          let literal = token
          advance()
          return typedLiteral(type, stringValue(literal), start)
        }
        throw unexpected(expecting: "a string")
      }
    case .array:
      if next.symbol == .leftBracket {
        advance()
        return try arrayLiteral()
      }
      if next.symbol == .leftParen, peek(2).keyword == .select {
        throw error(
          "ARRAY(SELECT …) has no translation", at: start, construct: "ARRAY(SELECT …)",
          hint: "use array_agg in a subquery")
      }
      if next.symbol == .less {
        _ = try typeName()
        return try arrayLiteral()
      }
    case .map where next.symbol == .leftBrace:
      advance()
      return try symbolPrimary()
    case .row where hasArguments:
      advance()
      return try symbolPrimary()
    case .select, .from, .where, .group, .having, .union, .intersect, .on, .join, .when, .then, .else, .end, .and, .or,
      .in, .is, .between, .as, .by:
      if !hasArguments || keyword != .group { throw unexpected(expecting: "an expression") }
    case .currentDate, .currentTime, .currentTimestamp, .localtime, .localtimestamp, .currentUser:
      if !hasArguments { return bareCall() }
    default:
      if !hasArguments {
        if isWord("lambda"), dialect == .duckdb, next.kind == .word, let lambda = try pythonLambda() { return lambda }
        if isWord("sysdate") || isWord("session_user") || isWord("systimestamp"), dialect != .sqlite {
          return bareCall()
        }
        if next.kind == .word || next.kind == .symbol, next.symbol == .arrow, isLambda, !isWord("null") {
          let name = identifier(token)
          if dialect != .duckdb || lambdaPosition {
            advance()
            return try lambda([name], start)
          }
        }
      }
    }
    return try nameOrCall()
  }

  /// DuckDB's `lambda x, i: …`; nil where `lambda` is only a name.
  private mutating func pythonLambda() throws(SQLError) -> Expression? {
    let start = start
    let saved = at
    advance()
    var names: [Identifier] = []
    repeat {
      guard token.kind == .word else { break }
      names.append(identifier(token))
      advance()
    } while accept(.comma)
    guard !names.isEmpty, accept(.colon) else {
      at = saved
      return nil
    }
    return Expression(.lambda(names, try expression()), start: start, end: previousEnd)
  }

  /// In DuckDB `x -> …` is a lambda only as an argument that is not the first; elsewhere it reads JSON.
  private var lambdaPosition: Bool { at > 0 && peek(-1).symbol == .comma && lambdaArguments }

  private mutating func bareCall() -> Expression {
    var call = FunctionCall(name: text(token).asciiLowercased(), nameOffset: start, arguments: [])
    call.isBare = true
    let start = start
    advance()
    return Expression(.call(call), start: start, end: previousEnd)
  }

  private func typedLiteral(_ type: TypeName, _ text: String, _ start: Int32) -> Expression {
    Expression(.typedLiteral(type, text), start: start, end: previousEnd)
  }

  private mutating func conditional() throws(SQLError) -> Expression {
    let start = start
    try expect(.case, "CASE")
    let operand = keyword == .when ? nil : try expression()
    var branches: [(when: Expression, then: Expression)] = []
    while accept(.when) {
      let condition = try expression()
      try expect(.then, "THEN")
      branches.append((condition, try expression()))
    }
    guard !branches.isEmpty else { throw unexpected(expecting: "WHEN") }
    let otherwise = accept(.else) ? try expression() : nil
    try expect(.end, "END")
    return Expression(
      .conditional(operand: operand, branches: branches, otherwise: otherwise), start: start, end: previousEnd)
  }

  private mutating func cast(safe: Bool) throws(SQLError) -> Expression {
    let start = start
    advance()
    advance()
    let value = try expression()
    if !accept(.as) { try expect(.comma, "AS") }
    var type = try typeName()
    if accept(.format) { type.format = try expression() }
    try expect(.rightParen, "')'")
    return Expression(.cast(value, type, safe: safe), start: start, end: previousEnd)
  }

  private mutating func extract() throws(SQLError) -> Expression {
    let start = start
    advance()
    advance()
    let field: String
    if token.kind == .string || token.kind == .escapedString {
      field = stringValue(token).asciiLowercased()
      advance()
    } else {
      field = try anyName("a part of a date").folded
      if accept(.leftParen) {  // BigQuery: week(monday)
        _ = try anyName("a weekday")
        try expect(.rightParen, "')'")
      }
    }
    try expect(.from, "FROM")
    let value = try expression()
    try expect(.rightParen, "')'")
    return Expression(.extract(field: field, value), start: start, end: previousEnd)
  }

  /// `INTERVAL …`; nil where `interval` is only a name.
  private mutating func interval() throws(SQLError) -> Expression? {
    let start = start
    let saved = at
    advance()
    let value: Expression
    switch token.kind {
    case .string, .escapedString, .number, .doubleQuotedString:
      value = try primary()
    case .symbol where symbol == .minus || symbol == .leftParen:
      value = symbol == .minus ? try expression() : try primary()
    case .word where !Parser.isReserved(keyword) && intervalUnit(at: 1) != nil:
      value = try nameOrCall()
    default:
      at = saved
      return nil
    }
    var unit = intervalUnit(at: 0)
    if unit != nil {
      advance()
      if accept(.to) {  // INTERVAL '1-2' YEAR TO MONTH
        guard intervalUnit(at: 0) != nil else { throw unexpected(expecting: "a unit of time") }
        advance()
        unit = nil
      }
    }
    let result = Expression(.interval(IntervalLiteral(value: value, unit: unit)), start: start, end: previousEnd)
    result.type = .interval
    return result
  }

  private func intervalUnit(at distance: Int) -> String? {
    let token = peek(distance)
    guard token.kind == .word else { return nil }
    return DateUnit(text(token))?.rawValue
  }
}
