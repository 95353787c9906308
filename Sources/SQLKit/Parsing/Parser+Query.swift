extension Parser {
  /// A whole text holding one query, with an optional final semicolon.
  mutating func wholeQuery() throws(SQLError) -> Query {
    let query = try query()
    while accept(.semicolon) {}
    guard atEnd else { throw unexpected(expecting: "the end of the statement") }
    return query
  }

  /// Whether a query starts here.
  var startsQuery: Bool {
    switch keyword {
    case .select, .with, .values: return true
    case .from: return true
    default: return symbol == .leftParen && parenthesisOpensQuery
    }
  }

  /// Whether the parenthesis here holds a query (perhaps in more parentheses).
  var parenthesisOpensQuery: Bool {
    var distance = 0
    while peek(distance).symbol == .leftParen { distance += 1 }
    switch peek(distance).keyword {
    case .select, .with: return true
    case .values: return peek(distance + 1).symbol == .leftParen
    case .from: return dialect == .duckdb || dialect == .databricks
    default: return false
    }
  }

  mutating func query() throws(SQLError) -> Query {
    try nested { (parser: inout Parser) throws(SQLError) -> Query in try parser.queryBody() }
  }

  private mutating func queryBody() throws(SQLError) -> Query {
    let start = start
    let with = try withClause()
    let body = try setExpression()
    let query = Query(body: body, start: start, end: previousEnd)
    query.with = with
    try tail(of: query)
    query.end = previousEnd
    return query
  }

  private mutating func withClause() throws(SQLError) -> WithClause? {
    guard accept(.with) else { return nil }
    let recursive = accept(.recursive)
    var tables: [CommonTable] = []
    repeat {
      if !tables.isEmpty, keyword == .select || (symbol == .leftParen && parenthesisOpensQuery) { break }
      let name = try anyName("the name of a CTE")
      let columns = symbol == .leftParen ? try nameList() : []
      try expect(.as, "AS")
      var materialized: Bool?
      if accept(.materialized) {
        materialized = true
      } else if accept(.not, .materialized) {
        materialized = false
      }
      try expect(.leftParen, "'(' before the query of the CTE")
      let query = try query()
      try expect(.rightParen, "')' after the query of the CTE")
      tables.append(CommonTable(name: name, columns: columns, query: query, materialized: materialized))
    } while accept(.comma)
    return WithClause(recursive: recursive, tables: tables)
  }

  /// ORDER BY, LIMIT, OFFSET, FETCH.
  private mutating func tail(of query: Query) throws(SQLError) {
    if accept(.order, .by) {
      if keyword == .all, peek().kind == .end || peek().symbol != .dot,
        dialect == .duckdb || dialect == .databricks || dialect == .spark || dialect == .snowflake
      {
        let start = start
        advance()
        let marker = Expression(.null, start: start, end: previousEnd)
        var item = OrderItem(expression: marker)
        try orderSuffix(&item)
        query.orderByAll = item
      } else {
        query.orderBy = try orderItems()
      }
    }
    for word: Keyword in [.distribute, .cluster, .sort] where keyword == word && peek().keyword == .by {
      // Where rows are placed is Spark's business; the rows are the same.
      advance()
      advance()
      _ = try orderItems()
    }
    while true {
      if accept(.limit) {
        if accept(.all) || accept(.null) { continue }
        let first = try expression()
        if accept(.comma) {
          query.offset = first
          query.limit = try expression()
        } else {
          query.limit = first
          if symbol == .percent {
            throw error("LIMIT with a percentage has no translation", at: start, construct: "LIMIT %")
          }
        }
      } else if accept(.offset) {
        query.offset = try expression()
        if !accept(.row) { _ = accept(.rows) }
      } else if accept(.fetch) {
        if !accept(.first) { _ = accept(.next) }
        query.limit =
          keyword == .row || keyword == .rows
          ? Expression(.number("1"), start: start, end: start) : try expression()
        if !accept(.rows) { _ = accept(.row) }
        if accept(.with, .ties) {
          throw error(
            "FETCH … WITH TIES has no translation", at: start, construct: "FETCH WITH TIES",
            hint: "use QUALIFY rank() … <= n")
        }
        try expect(.only, "ONLY")
      } else {
        return
      }
    }
  }

  // MARK: Set operations

  /// UNION and EXCEPT, left to right.
  private mutating func setExpression() throws(SQLError) -> Query.Body {
    var left = try intersection()
    var count = 0
    while keyword == .union || keyword == .except || (keyword == Keyword.minus && dialect != .sqlite) {
      left = try setOperation(left, count: &count) { (p: inout Parser) throws(SQLError) in try p.intersection() }
    }
    return left
  }

  /// INTERSECT binds tighter than UNION, except in SQLite, where all are alike.
  private mutating func intersection() throws(SQLError) -> Query.Body {
    var left = try queryPrimary()
    var count = 0
    while keyword == .intersect {
      left = try setOperation(left, count: &count) { (p: inout Parser) throws(SQLError) in try p.queryPrimary() }
    }
    return left
  }

  private mutating func setOperation(
    _ left: Query.Body, count: inout Int, right: (inout Parser) throws(SQLError) -> Query.Body
  ) throws(SQLError) -> Query.Body {
    count += 1
    guard count <= Parser.longestChain else {
      throw error("more than \(Parser.longestChain) set operations in a row", at: start)
    }
    let offset = start
    let kind: SetOperation.Kind =
      accept(.union) ? .union : accept(.intersect) ? .intersect : .except
    if kind == .except, !accept(.except) { _ = accept(Keyword.minus) }
    let all = accept(.all)
    if !all { _ = accept(.distinct) }
    let byName = accept(.by, .name)
    let other = try right(&self)
    return .set(SetOperation(kind: kind, all: all, byName: byName, left: left, right: other, offset: offset))
  }

  private mutating func queryPrimary() throws(SQLError) -> Query.Body {
    switch keyword {
    case .select: return .select(try select())
    case .from: return .select(try fromFirst())
    case .values:
      advance()
      return .values(try rows())
    case .with: return .nested(try query())
    case .table where dialect != .sqlite && peek().kind != .symbol:
      advance()
      let select = Select(start: start)
      let name = try relationName()
      select.items = [SelectItem(value: Expression(.star(StarItem(qualifier: [])), start: start, end: start))]
      select.from = name
      select.end = previousEnd
      return .select(select)
    default:
      guard symbol == .leftParen else { throw unexpected(expecting: "SELECT") }
      advance()
      let inner = try query()
      try expect(.rightParen, "')'")
      return .nested(inner)
    }
  }

  mutating func rows() throws(SQLError) -> [[Expression]] {
    var rows: [[Expression]] = []
    repeat {
      _ = accept(.row)
      if accept(.leftParen) {
        var row: [Expression] = []
        repeat { row.append(try expression()) } while accept(.comma)
        try expect(.rightParen, "')'")
        rows.append(row)
      } else {
        rows.append([try expression()])  // Spark: VALUES 1, 2
      }
    } while accept(.comma)
    return rows
  }

  // MARK: ORDER BY

  mutating func orderItems() throws(SQLError) -> [OrderItem] {
    var items: [OrderItem] = []
    repeat {
      var item = OrderItem(expression: try expression())
      try orderSuffix(&item)
      items.append(item)
    } while accept(.comma)
    return items
  }

  private mutating func orderSuffix(_ item: inout OrderItem) throws(SQLError) {
    if accept(.desc) {
      item.descending = true
    } else {
      _ = accept(.asc)
    }
    if accept(.nulls) {
      if accept(.first) {
        item.nullsFirst = true
      } else {
        try expect(.last, "FIRST or LAST")
        item.nullsFirst = false
      }
    }
  }
}
