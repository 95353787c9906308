/// How tightly operators bind, loosest first.
private enum Level: Int {
  case or, and, not, comparison, other, additive, multiplicative, power
}

extension Parser {
  mutating func expression() throws(SQLError) -> Expression {
    try nested { (p: inout Parser) throws(SQLError) in try p.binary(.or) }
  }

  private func make(_ kind: Expression.Kind, _ start: Int32) -> Expression {
    Expression(kind, start: start, end: previousEnd)
  }

  private mutating func binary(_ level: Level) throws(SQLError) -> Expression {
    switch level {
    case .or:
      return try chain(.or, next: .and)
    case .and:
      return try chain(.and, next: .not)
    case .not:
      if keyword == .not, peek().keyword != .exists {
        let start = start
        advance()
        let value = try nested { (p: inout Parser) throws(SQLError) in try p.binary(.not) }
        return make(.unary(.not, value), start)
      }
      return try comparison()
    case .comparison: return try comparison()
    case .other: return try chain(.other, next: .additive)
    case .additive: return try chain(.additive, next: .multiplicative)
    case .multiplicative: return try chain(.multiplicative, next: .power)
    case .power:
      // PostgreSQL's ^ associates to the left; so does DuckDB's **.
      return try powers()
    }
  }

  private mutating func chain(_ level: Level, next: Level) throws(SQLError) -> Expression {
    let start = start
    var left = try binary(next)
    var count = 0
    while let op = binaryOperator(at: level) {
      count += 1
      guard count <= Parser.longestChain else {
        throw error(
          "more than \(Parser.longestChain) operators in a row", at: self.start, hint: "use IN, concat or CASE")
      }
      advance()
      let right = try binary(next)
      for operand in [left, right] {
        guard case .star = operand.kind else { continue }
        throw error("'*' stands for columns and is no value to compute with", at: operand.start)
      }
      left = make(.binary(op, left, right), start)
    }
    return left
  }

  private mutating func powers() throws(SQLError) -> Expression {
    let start = start
    var left = try unary()
    while symbol == .power || (symbol == .caret && dialect != .bigquery && dialect != .spark && dialect != .databricks)
    {
      advance()
      let right = try unary()
      left = make(.binary(.power, left, right), start)
    }
    return left
  }

  private func binaryOperator(at level: Level) -> BinaryOperator? {
    switch level {
    case .or: return keyword == .or ? .or : nil
    case .and: return keyword == .and ? .and : nil
    case .additive: return symbol == .plus ? .add : symbol == .minus ? .subtract : nil
    case .multiplicative:
      switch symbol {
      case .star: return .multiply
      case .slash: return .divide
      case .doubleSlash: return .integerDivide
      case .percent: return .modulo
      default: return isWord("div") && (dialect == .spark || dialect == .databricks) ? .integerDivide : nil
      }
    case .other:
      switch symbol {
      case .concat: return .concat
      case .ampersand: return .bitAnd
      case .pipe: return .bitOr
      case .caret: return .bitXor
      case .shiftLeft: return .shiftLeft
      case .shiftRight: return .shiftRight
      case .arrow: return .jsonGet
      case .doubleArrow: return .jsonGetText
      case .hashArrow: return .jsonPath
      case .hashDoubleArrow: return .jsonPathText
      case .contains: return .contains
      case .containedBy: return .containedBy
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: Comparisons

  private mutating func comparison() throws(SQLError) -> Expression {
    let start = start
    var left = try binary(.other)
    var count = 0
    while true {
      count += 1
      guard count < 200 else { throw error("too many comparisons in a row", at: self.start) }
      if let op = comparisonOperator() {
        advance()
        if keyword == .any || keyword == .some || keyword == .all, peek().symbol == .leftParen {
          let all = keyword == .all
          advance()
          let right = try primary()
          left = make(.quantified(op, left, all: all, right), start)
        } else {
          let right = try binary(.other)
          left = make(.binary(op, left, right), start)
        }
        continue
      }
      if let form = symbolicMatch() {
        advance()
        let pattern = try binary(.other)
        left = make(.like(LikeMatch(form: form.0, value: left, patterns: [pattern], negated: form.negated)), start)
        continue
      }
      if symbol == .nullSafeEqual {
        advance()
        let right = try binary(.other)
        left = make(.isDistinct(left, right, negated: true), start)
        continue
      }
      switch keyword {
      case .is:
        advance()
        left = try isTest(left, start)
      case .isnull:
        advance()
        left = make(.isNull(left, negated: false), start)
      case .notnull:
        advance()
        left = make(.isNull(left, negated: true), start)
      case .not:
        switch peek().keyword {
        case .in, .between, .like, .ilike, .rlike, .regexp, .glob, .similar:
          advance()
          left = try predicate(left, start, negated: true)
        case .null where dialect == .sqlite || dialect == .duckdb:
          advance()
          advance()
          left = make(.isNull(left, negated: true), start)
        default: return left
        }
      case .in, .between, .like, .ilike, .rlike, .regexp, .glob, .similar:
        left = try predicate(left, start, negated: false)
      case .overlaps:
        throw error(
          "OVERLAPS has no translation", at: self.start, construct: "OVERLAPS", hint: "compare the ends of the periods")
      default: return left
      }
    }
  }

  private func comparisonOperator() -> BinaryOperator? {
    switch symbol {
    case .equal: return .equal
    case .notEqual: return .notEqual
    case .less: return .less
    case .lessEqual: return .lessEqual
    case .greater: return .greater
    case .greaterEqual: return .greaterEqual
    default: return nil
    }
  }

  private func symbolicMatch() -> (LikeMatch.Form, negated: Bool)? {
    switch symbol {
    case .tilde: return (.regexp, false)
    case .tildeStar: return (.regexpIgnoringCase, false)
    case .notTilde: return (.regexp, true)
    case .notTildeStar: return (.regexpIgnoringCase, true)
    case .like: return (.like, false)
    case .notLike: return (.like, true)
    case .iLike: return (.iLike, false)
    case .notILike: return (.iLike, true)
    default: return nil
    }
  }

  private mutating func isTest(_ left: Expression, _ start: Int32) throws(SQLError) -> Expression {
    let negated = accept(.not)
    switch keyword {
    case .null:
      advance()
      return make(.isNull(left, negated: negated), start)
    case .unknown:
      advance()
      return make(.isNull(left, negated: negated), start)
    case .true, .false:
      let value = keyword == .true
      advance()
      return make(.isBoolean(left, value, negated: negated), start)
    case .distinct:
      advance()
      try expect(.from, "FROM")
      let right = try binary(.other)
      return make(.isDistinct(left, right, negated: negated), start)
    default:
      guard dialect == .sqlite || dialect == .duckdb else {
        throw unexpected(expecting: "NULL, TRUE, FALSE or DISTINCT FROM")
      }
      // SQLite's IS compares any two values, NULLs too.
      let right = try binary(.other)
      return make(.isDistinct(left, right, negated: !negated), start)
    }
  }

  private mutating func predicate(_ left: Expression, _ start: Int32, negated: Bool) throws(SQLError) -> Expression {
    let word = keyword
    advance()
    switch word {
    case .in: return try membership(left, start, negated: negated)
    case .between:
      let symmetric = accept(.symmetric)
      let low = try binary(.other)
      try expect(.and, "AND")
      let high = try binary(.other)
      if symmetric {
        let forwards = make(.between(left, low: low, high: high, negated: negated), start)
        let backwards = make(.between(left, low: high, high: low, negated: negated), start)
        return make(.binary(negated ? .and : .or, forwards, backwards), start)
      }
      return make(.between(left, low: low, high: high, negated: negated), start)
    case .similar:
      try expect(.to, "TO")
      return try match(.similar, left, start, negated: negated)
    case .like: return try match(.like, left, start, negated: negated)
    case .ilike: return try match(.iLike, left, start, negated: negated)
    case .glob: return try match(.glob, left, start, negated: negated)
    default: return try match(.regexp, left, start, negated: negated)
    }
  }

  private mutating func match(
    _ form: LikeMatch.Form, _ left: Expression, _ start: Int32, negated: Bool
  ) throws(SQLError) -> Expression {
    var match = LikeMatch(form: form, value: left, patterns: [], negated: negated)
    if keyword == .any || keyword == .some || keyword == .all, peek().symbol == .leftParen {
      match.quantifier = keyword == .all ? .all : .any
      advance()
      advance()
      repeat { match.patterns.append(try expression()) } while accept(.comma)
      try expect(.rightParen, "')'")
      if match.patterns.count == 1, case .array(let values) = match.patterns[0].kind { match.patterns = values }
    } else {
      match.patterns = [try binary(.other)]
    }
    if accept(.escape) { match.escape = try binary(.other) }
    return make(.like(match), start)
  }

  private mutating func membership(_ left: Expression, _ start: Int32, negated: Bool) throws(SQLError) -> Expression {
    if isWord("unnest"), peek().symbol == .leftParen {
      let array = try primary()
      guard case .call(let call) = array.kind, let list = call.arguments.first else {
        throw unexpected(expecting: "an array")
      }
      return try contained(left, in: list, start, negated: negated)
    }
    guard symbol == .leftParen else {
      // DuckDB: `x IN list_column`; SQLite: `x IN table`.
      let list = try binary(.other)
      return try contained(left, in: list, start, negated: negated)
    }
    if parenthesisOpensQuery {
      advance()
      let query = try query()
      try expect(.rightParen, "')'")
      return make(.inQuery(left, query, negated: negated), start)
    }
    advance()
    var values: [Expression] = []
    if symbol != .rightParen {
      repeat {
        if symbol == .rightParen { break }
        values.append(try expression())
      } while accept(.comma)
    }
    try expect(.rightParen, "')'")
    return make(.inList(left, values, negated: negated), start)
  }

  private mutating func contained(
    _ left: Expression, in list: Expression, _ start: Int32, negated: Bool
  ) throws(SQLError) -> Expression {
    let call = FunctionCall(name: "list_contains", nameOffset: list.start, arguments: [list, left])
    let test = make(.call(call), start)
    return negated ? make(.unary(.not, test), start) : test
  }

  // MARK: Unary and postfix

  private mutating func unary() throws(SQLError) -> Expression {
    let start = start
    switch symbol {
    case .minus, .plus, .tilde:
      let op: UnaryOperator = symbol == .minus ? .minus : symbol == .plus ? .plus : .bitNot
      advance()
      let value = try nested { (p: inout Parser) throws(SQLError) in try p.unary() }
      return make(.unary(op, value), start)
    default:
      return try postfix(primary())
    }
  }

  mutating func postfix(_ value: Expression) throws(SQLError) -> Expression {
    var value = value
    var count = 0
    while true {
      count += 1
      guard count < 200 else { throw error("too many steps in a row", at: start) }
      switch symbol {
      case .doubleColon:
        advance()
        let type = try typeName()
        value = make(.cast(value, type, safe: false), value.start)
      case .leftBracket:
        advance()
        if accept(.colon) { throw error("array slices have no translation", at: start, construct: "[a:b]") }
        let index = try expression()
        if symbol == .colon { throw error("array slices have no translation", at: start, construct: "[a:b]") }
        try expect(.rightBracket, "']'")
        value = make(.subscripted(value, index), value.start)
      case .dot where Int(peek().end) > 0 && (peek().kind == .word || peek().kind == .quotedName):
        advance()
        let name = try anyName("a field name")
        value = make(.field(value, name, colon: false), value.start)
      case .colon
      where traits.colonPaths && (peek().kind == .word || peek().kind == .quotedName || peek().symbol == .leftBracket):
        advance()
        if symbol == .leftBracket { continue }
        let name = try anyName("a field name")
        value = make(.field(value, name, colon: true), value.start)
      default:
        if keyword == .collate {
          advance()
          let name = try anyName("the name of a collation")
          value = make(.collate(value, name.text), value.start)
        } else if keyword == .at, peek().keyword == .time {
          advance()
          advance()
          try expect(.zone, "ZONE")
          let zone = try primary()
          value = make(.atTimeZone(value, zone), value.start)
        } else {
          return value
        }
      }
    }
  }
}
