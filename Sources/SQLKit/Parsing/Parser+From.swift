extension Parser {
  mutating func fromClause() throws(SQLError) -> TableExpression {
    let start = start
    var left = try joinedTable()
    while true {
      if keyword == .lateral, isWord("view", at: 1) {
        left = try lateralView(left)
        continue
      }
      guard accept(.comma) else { break }
      if keyword == .where || keyword == .group || keyword == .order || atEnd || symbol == .rightParen { break }
      let right = try joinedTable()
      left = TableExpression(
        .join(Join(kind: .cross, natural: false, left: left, right: right, on: nil, using: [], comma: true)),
        start: start, end: previousEnd)
    }
    return left
  }

  /// Spark's `LATERAL VIEW [OUTER] explode(x) t AS a, b`.
  private mutating func lateralView(_ left: TableExpression) throws(SQLError) -> TableExpression {
    let start = start
    advance()
    advance()
    let outer = accept(.outer)
    let value = try primary()
    guard case .call(let call) = value.kind else { throw error("a table function should stand here", at: value.start) }
    let right = TableExpression(.function(call, lateral: true, ordinality: false), start: start, end: previousEnd)
    if !Parser.isReserved(keyword), token.kind == .word || token.kind == .quotedName {
      right.alias = try anyName("an alias")
    }
    if accept(.as) {
      repeat { right.columnAliases.append(try anyName("a column name")) } while accept(.comma)
    }
    right.end = previousEnd
    return TableExpression(
      .join(
        Join(
          kind: outer ? .left : .cross, natural: false, left: left, right: right,
          on: outer ? Expression(.boolean(true), start: start, end: start) : nil, using: [], comma: false)),
      start: left.start, end: previousEnd)
  }

  private mutating func joinedTable() throws(SQLError) -> TableExpression {
    var left = try tablePrimary()
    var count = 0
    while let (kind, natural) = try joinKind() {
      count += 1
      guard count <= 200 else { throw error("more than 200 joins", at: start) }
      let right = try tablePrimary()
      var on: Expression?
      var using: [Identifier] = []
      if accept(.on) {
        on = try expression()
      } else if keyword == .using, peek().symbol == .leftParen {
        advance()
        using = try nameList()
      } else if startsJoin {
        // `a JOIN b JOIN c ON … ON …`: the inner join comes first.
        let inner = try innerJoin(right)
        left = TableExpression(
          .join(
            Join(kind: kind, natural: natural, left: left, right: inner.table, on: inner.on, using: [], comma: false)),
          start: left.start, end: previousEnd)
        continue
      }
      left = TableExpression(
        .join(Join(kind: kind, natural: natural, left: left, right: right, on: on, using: using, comma: false)),
        start: left.start, end: previousEnd)
    }
    return left
  }

  private mutating func innerJoin(_ left: TableExpression) throws(SQLError) -> (table: TableExpression, on: Expression?)
  {
    let saved = at
    guard let (kind, natural) = try joinKind() else { return (left, nil) }
    let right = try tablePrimary()
    guard accept(.on) else {
      at = saved
      return (left, nil)
    }
    let condition = try expression()
    guard keyword == .on else {
      at = saved
      return (left, nil)
    }
    advance()
    let outer = try expression()
    let joined = TableExpression(
      .join(Join(kind: kind, natural: natural, left: left, right: right, on: condition, using: [], comma: false)),
      start: left.start, end: previousEnd)
    return (TableExpression(.grouped(joined), start: left.start, end: previousEnd), outer)
  }

  private var startsJoin: Bool {
    switch keyword {
    case .join, .inner, .left, .right, .full, .cross, .natural, .semi, .anti: return true
    default: return false
    }
  }

  private mutating func joinKind() throws(SQLError) -> (Join.Kind, natural: Bool)? {
    let first = start
    let natural = keyword == .natural
    if natural { advance() }
    var kind = Join.Kind.inner
    switch keyword {
    case .join: break
    case .inner: advance()
    case .cross:
      advance()
      kind = .cross
      if isWord("apply") {
        throw error("CROSS APPLY has no translation", at: first, construct: "CROSS APPLY", hint: "use a join")
      }
    case .left:
      advance()
      kind = accept(.semi) ? .semi : accept(.anti) ? .anti : .left
      _ = accept(.outer)
    case .right:
      advance()
      kind = .right
      _ = accept(.outer)
    case .full:
      advance()
      kind = .full
      _ = accept(.outer)
    case .semi:
      advance()
      kind = .semi
    case .anti:
      advance()
      kind = .anti
    case .asof, .positional:
      throw error(
        "\(text(token).uppercased()) JOIN has no translation", at: first, construct: "\(text(token).uppercased()) JOIN",
        hint: "write it with row_number() over the joined rows")
    default: return nil
    }
    try expect(.join, "JOIN")
    return (kind, natural)
  }

  // MARK: Primaries

  private mutating func tablePrimary() throws(SQLError) -> TableExpression {
    var table = try nested { (p: inout Parser) throws(SQLError) in try p.barePrimary() }
    while keyword == .pivot || keyword == .unpivot,
      peek().symbol == .leftParen || peek().keyword == .include || peek().keyword == .exclude
    {
      table = keyword == .pivot ? try pivot(of: table) : try unpivot(of: table)
    }
    return table
  }

  private mutating func barePrimary() throws(SQLError) -> TableExpression {
    let start = start
    let lateral = accept(.lateral)
    if symbol == .leftParen {
      if parenthesisOpensQuery {
        advance()
        let query = try query()
        try expect(.rightParen, "')'")
        let table = TableExpression(.query(query, lateral: lateral), start: start, end: previousEnd)
        try tableAlias(table)
        return table
      }
      advance()
      let inner = try fromClause()
      try expect(.rightParen, "')'")
      let table = TableExpression(.grouped(inner), start: start, end: previousEnd)
      try tableAlias(table)
      return table
    }
    if keyword == .values, peek().symbol == .leftParen {
      advance()
      let table = TableExpression(.values(try rows()), start: start, end: previousEnd)
      try tableAlias(table)
      return table
    }
    if keyword == .table, peek().symbol == .leftParen {
      advance()
      advance()
      let call = try functionTable(start: start, lateral: true, alias: false)
      try expect(.rightParen, "')'")
      try tableAlias(call)
      return call
    }
    if isFunctionTable { return try functionTable(start: start, lateral: lateral, alias: true) }
    let table = try relationName()
    table.moment = try relationMoment()
    try tableAlias(table)
    // Some dialects write the alias first.
    if table.moment == nil { table.moment = try relationMoment() }
    if keyword == .tablesample || (keyword == .sample && peek().symbol == .leftParen) {
      throw error(
        "sampling has no translation", at: self.start, construct: "TABLESAMPLE", hint: "use LIMIT or a WHERE on a hash")
    }
    return table
  }

  private var isFunctionTable: Bool {
    var distance = 0
    while peek(distance).kind == .word, peek(distance + 1).symbol == .dot { distance += 2 }
    return peek(distance).kind == .word && peek(distance + 1).symbol == .leftParen
  }

  private mutating func functionTable(start: Int32, lateral: Bool, alias: Bool) throws(SQLError) -> TableExpression {
    let value = try primary()
    guard case .call(let call) = value.kind else { throw error("a table function should stand here", at: value.start) }
    let ordinality = accept(.with, .ordinality)
    let table = TableExpression(
      .function(call, lateral: lateral, ordinality: ordinality), start: start, end: previousEnd)
    if alias {
      try tableAlias(table)
      if accept(.with) {
        // BigQuery: UNNEST(x) AS a WITH OFFSET [AS i].
        try expect(.offset, "OFFSET")
        let name = try optionalAlias() ?? Identifier(text: "offset", quoted: false, offset: previousEnd)
        table.columnAliases.append(name)
        table.kind = .function(call, lateral: lateral, ordinality: true)
      }
    }
    return table
  }

  /// A relation's name, of any number of parts.
  mutating func relationName() throws(SQLError) -> TableExpression {
    let start = start
    if token.kind == .string, dialect == .duckdb || dialect == .databricks {
      throw error(
        "reading a file by its name in FROM has no translation", at: start, construct: "FROM 'file'",
        hint: "declare it as a source with a file location")
    }
    var parts: [Identifier] = []
    repeat {
      // Backtick names may hold the dots inside (BigQuery).
      let name = try anyName("the name of a table")
      if dialect == .bigquery, name.quoted, name.text.utf8.contains(0x2E) {
        parts += name.text.split(separator: ".").map { Identifier(text: String($0), quoted: true, offset: name.offset) }
      } else {
        parts.append(name)
      }
    } while accept(.dot)
    return TableExpression(.relation(parts), start: start, end: previousEnd)
  }

  private mutating func tableAlias(_ table: TableExpression) throws(SQLError) {
    if keyword == .not || (isWord("indexed") && peek().keyword == .by) { return }
    table.alias = try optionalAlias()
    if symbol == .leftParen, table.alias != nil {
      var names: [Identifier] = []
      advance()
      repeat {
        names.append(try anyName("a column name"))
        // `AS t(a int, b text)`: the types are not needed.
        if token.kind == .word, symbol != .comma { _ = try typeName() }
      } while accept(.comma)
      try expect(.rightParen, "')'")
      table.columnAliases = names
    }
    table.end = previousEnd
  }

  // MARK: PIVOT

  private mutating func pivot(of table: TableExpression) throws(SQLError) -> TableExpression {
    let start = start
    advance()
    try expect(.leftParen, "'('")
    var aggregates: [SelectItem] = []
    repeat { aggregates.append(SelectItem(value: try expression(), alias: try pivotAlias())) } while accept(.comma)
    try expect(.for, "FOR")
    var columns: [Expression] = []
    columns.append(try primary())
    if case .tuple(let parts) = columns[0].kind { columns = parts }
    try expect(.in, "IN")
    try expect(.leftParen, "'('")
    var values: [SelectItem] = []
    if keyword == .any || keyword == .select {
      throw error(
        "PIVOT over values that are not listed has no translation", at: self.start, construct: "PIVOT … IN (ANY)",
        hint: "list the values")
    }
    repeat { values.append(SelectItem(value: try expression(), alias: try pivotAlias())) } while accept(.comma)
    try expect(.rightParen, "')'")
    var groups: [Expression]?
    if accept(.group, .by) {
      var list: [Expression] = []
      repeat { list.append(try expression()) } while accept(.comma)
      groups = list
    }
    try expect(.rightParen, "')'")
    let pivot = Pivot(aggregates: aggregates, columns: columns, values: values, groupBy: groups)
    let result = TableExpression(.pivot(table, pivot), start: start, end: previousEnd)
    try tableAlias(result)
    return result
  }

  private mutating func pivotAlias() throws(SQLError) -> Identifier? {
    if keyword == .for { return nil }
    return try optionalAlias()
  }

  private mutating func unpivot(of table: TableExpression) throws(SQLError) -> TableExpression {
    let start = start
    advance()
    var includeNulls = false
    if accept(.include) {
      try expect(.nulls, "NULLS")
      includeNulls = true
    } else if accept(.exclude) {
      try expect(.nulls, "NULLS")
    }
    try expect(.leftParen, "'('")
    let value = try anyName("a column name")
    try expect(.for, "FOR")
    let name = try anyName("a column name")
    try expect(.in, "IN")
    try expect(.leftParen, "'('")
    var columns: [SelectItem] = []
    repeat {
      let column = try primary()
      columns.append(SelectItem(value: column, alias: try optionalAlias()))
    } while accept(.comma)
    try expect(.rightParen, "')'")
    try expect(.rightParen, "')'")
    let unpivot = Unpivot(value: value, name: name, columns: columns, includeNulls: includeNulls)
    let result = TableExpression(.unpivot(table, unpivot), start: start, end: previousEnd)
    try tableAlias(result)
    return result
  }
}
