extension Parser {
  mutating func select() throws(SQLError) -> Select {
    let select = Select(start: start)
    try expect(.select, "SELECT")
    if accept(.distinct) {
      if accept(.on) {
        try expect(.leftParen, "'(' after DISTINCT ON")
        var keys: [Expression] = []
        repeat { keys.append(try expression()) } while accept(.comma)
        try expect(.rightParen, "')'")
        select.distinct = .on(keys)
      } else {
        select.distinct = .yes
      }
    } else {
      _ = accept(.all)
    }
    if keyword == .top, peek().kind == .number {
      advance()
      select.top = try primary()
    }
    if keyword == .as, peek().keyword == .struct || peek().keyword == .value {
      throw error("SELECT AS STRUCT has no translation", at: start, construct: "SELECT AS STRUCT")
    }
    select.items = try selectItems()
    if accept(.from) {
      select.from = try fromClause()
    }
    try clauses(of: select)
    select.end = previousEnd
    return select
  }

  /// DuckDB's `FROM t [SELECT …]`.
  mutating func fromFirst() throws(SQLError) -> Select {
    let start = start
    try expect(.from, "FROM")
    let from = try fromClause()
    let result: Select
    if keyword == .select {
      result = Select(start: start)
      advance()
      if accept(.distinct) { result.distinct = .yes }
      result.items = try selectItems()
    } else {
      result = Select(start: start)
      result.items = [SelectItem(value: Expression(.star(StarItem(qualifier: [])), start: start, end: start))]
    }
    result.from = from
    try clauses(of: result)
    result.end = previousEnd
    return result
  }

  private mutating func clauses(of select: Select) throws(SQLError) {
    if accept(.where) { select.condition = try expression() }
    if keyword == .group, peek().keyword == .by {
      advance()
      advance()
      select.groupBy = try groupBy()
    }
    if accept(.having) { select.having = try expression() }
    if keyword == .qualify, peek().symbol != .comma {
      advance()
      select.qualify = try expression()
    }
    if keyword == .window {
      advance()
      repeat {
        let name = try anyName("the name of a window")
        try expect(.as, "AS")
        select.windows.append((name, try windowDefinition()))
      } while accept(.comma)
      if accept(.qualify) { select.qualify = try expression() }
    }
  }

  private mutating func selectItems() throws(SQLError) -> [SelectItem] {
    var items: [SelectItem] = []
    repeat {
      // A trailing comma before FROM is allowed by DuckDB, BigQuery, Snowflake and Databricks.
      if !items.isEmpty, keyword == .from || atEnd || symbol == .rightParen { break }
      items.append(try selectItem())
    } while accept(.comma)
    return items
  }

  mutating func selectItem() throws(SQLError) -> SelectItem {
    let start = start
    if symbol == .star {
      advance()
      return SelectItem(value: try star(qualifier: [], from: start))
    }
    if let qualifier = starQualifier() {
      return SelectItem(value: try star(qualifier: qualifier, from: start))
    }
    // DuckDB's `alias: expression`.
    if dialect == .duckdb, token.kind == .word || token.kind == .quotedName, peek().symbol == .colon {
      let alias = identifier(token)
      advance()
      advance()
      return SelectItem(value: try expression(), alias: alias)
    }
    let value = try expression()
    return SelectItem(value: value, alias: try optionalAlias())
  }

  /// `t.*`, `s.t.*`: moves past the star.
  private mutating func starQualifier() -> [Identifier]? {
    var distance = 0
    var names: [Identifier] = []
    while true {
      let name = peek(distance)
      guard name.kind == .word || name.kind == .quotedName || name.kind == .doubleQuotedString,
        peek(distance + 1).symbol == .dot
      else { return nil }
      names.append(identifier(name))
      distance += 2
      if peek(distance).symbol == .star {
        for _ in 0...distance { advance() }
        return names
      }
    }
  }

  private mutating func star(qualifier: [Identifier], from start: Int32) throws(SQLError) -> Expression {
    var item = StarItem(qualifier: qualifier)
    while true {
      if keyword == .exclude || (keyword == .except && (peek().symbol == .leftParen && !startsSetOperand(after: 1))) {
        advance()
        if symbol == .leftParen {
          item.except = try nameList()
        } else {
          item.except = [try anyName("a column name")]
        }
      } else if keyword == .replace, peek().symbol == .leftParen {
        advance()
        advance()
        repeat {
          let value = try expression()
          _ = accept(.as)
          item.replace.append((value, try anyName("a column name")))
        } while accept(.comma)
        try expect(.rightParen, "')'")
      } else if keyword == .rename {
        advance()
        let parenthesised = accept(.leftParen)
        repeat {
          let from = try anyName("a column name")
          try expect(.as, "AS")
          item.rename.append((from, try anyName("a column name")))
        } while parenthesised && accept(.comma)
        if parenthesised { try expect(.rightParen, "')'") }
      } else if keyword == .ilike {
        throw error("SELECT * ILIKE has no translation", at: self.start, construct: "* ILIKE", hint: "name the columns")
      } else {
        break
      }
    }
    return Expression(.star(item), start: start, end: previousEnd)
  }

  private func startsSetOperand(after distance: Int) -> Bool {
    let next = peek(distance + 1).keyword
    return next == .select || next == .with || next == .values
  }

  // MARK: GROUP BY

  private mutating func groupBy() throws(SQLError) -> GroupBy {
    if keyword == .all, peek().symbol != .dot {
      let offset = start
      advance()
      return .all(offset)
    }
    var plain: [Expression] = []
    var sets: [[Expression]] = [[]]
    var setsOffset: Int32?
    repeat {
      let offset = start
      if keyword == .grouping, peek().keyword == .sets {
        setsOffset = offset
        advance()
        advance()
        sets = Parser.cross(sets, try groupingSets())
      } else if keyword == .rollup || keyword == .cube, peek().symbol == .leftParen {
        setsOffset = offset
        let cube = keyword == .cube
        advance()
        let elements = try groupingElements()
        guard elements.count <= 10 else {
          throw error("more than 10 columns in ROLLUP or CUBE", at: offset)
        }
        sets = Parser.cross(sets, cube ? Parser.cube(elements) : Parser.rollup(elements))
      } else if symbol == .leftParen, peek().symbol == .rightParen {
        advance()
        advance()
        setsOffset = offset
      } else {
        let element = try expression()
        if case .tuple(let parts) = element.kind {
          plain += parts
          sets = sets.map { $0 + parts }
        } else {
          plain.append(element)
          sets = sets.map { $0 + [element] }
        }
      }
    } while accept(.comma)
    if accept(.with, .rollup) { return .sets(Parser.rollup(plain.map { [$0] }), start) }
    if accept(.with, .cube) { return .sets(Parser.cube(plain.map { [$0] }), start) }
    if keyword == .grouping, peek().keyword == .sets {
      // Spark's `GROUP BY a, b GROUPING SETS (…)`.
      advance()
      advance()
      return .sets(try groupingSets(), start)
    }
    if let setsOffset { return .sets(sets, setsOffset) }
    return .list(plain)
  }

  private mutating func groupingSets() throws(SQLError) -> [[Expression]] {
    try expect(.leftParen, "'('")
    var sets: [[Expression]] = []
    repeat {
      if keyword == .rollup || keyword == .cube {
        let cube = keyword == .cube
        advance()
        let elements = try groupingElements()
        sets += cube ? Parser.cube(elements) : Parser.rollup(elements)
      } else {
        sets.append(try groupingElement())
      }
    } while accept(.comma)
    try expect(.rightParen, "')'")
    return sets
  }

  private mutating func groupingElement() throws(SQLError) -> [Expression] {
    if symbol == .leftParen, peek().symbol == .rightParen {
      advance()
      advance()
      return []
    }
    let element = try expression()
    if case .tuple(let parts) = element.kind { return parts }
    return [element]
  }

  private mutating func groupingElements() throws(SQLError) -> [[Expression]] {
    try expect(.leftParen, "'('")
    var elements: [[Expression]] = []
    repeat { elements.append(try groupingElement()) } while accept(.comma)
    try expect(.rightParen, "')'")
    return elements
  }

  private static func cross(_ left: [[Expression]], _ right: [[Expression]]) -> [[Expression]] {
    left.flatMap { a in right.map { a + $0 } }
  }

  private static func rollup(_ elements: [[Expression]]) -> [[Expression]] {
    (0...elements.count).reversed().map { Array(elements.prefix($0).joined()) }
  }

  private static func cube(_ elements: [[Expression]]) -> [[Expression]] {
    (0..<(1 << elements.count)).map { mask in
      Array(
        elements.enumerated().filter { mask & (1 << (elements.count - 1 - $0.offset)) == 0 }.map(\.element).joined())
    }
  }
}
