extension Parser {
  /// The statements of a script, parted by semicolons.
  mutating func script() throws(SQLError) -> [Statement] {
    var statements: [Statement] = []
    while true {
      while accept(.semicolon) {}
      if atEnd { return statements }
      let start = start
      let kind = try statement()
      statements.append(Statement(kind: kind, start: start, end: previousEnd))
      guard atEnd || symbol == .semicolon else { throw unexpected(expecting: "the end of the statement") }
    }
  }

  private mutating func statement() throws(SQLError) -> Statement.Kind {
    switch keyword {
    case .insert: return try insert()
    case .update: return try update()
    case .delete: return try delete()
    case .merge: return try merge()
    case .create: return try create()
    case .drop: return try drop()
    case .alter: return try alter()
    case .truncate:
      advance()
      _ = accept(.table)
      return .truncate(try relationName())
    case .select, .with, .values, .from: return .query(try query())
    default:
      if symbol == .leftParen { return .query(try query()) }
      return try metadata()
    }
  }

  /// Words the embedded engine has no use for; anything else is refused.
  private mutating func metadata() throws(SQLError) -> Statement.Kind {
    let known: Set<String> = [
      "grant", "revoke", "comment", "analyze", "optimize", "vacuum", "use", "set", "begin", "commit", "rollback",
      "start",
      "refresh", "msck", "cache", "uncache", "reset", "pragma", "checkpoint", "explain", "describe", "show", "install",
      "load",
      "transaction", "end", "unset", "alter",
    ]
    let start = start
    let first = text(token).asciiLowercased()
    guard known.contains(first) else {
      throw error(
        "the statement '\(first.uppercased())' has no translation", at: start, construct: first.uppercased(),
        hint: "remove it, or guard it with target.type")
    }
    skipStatement()
    return .metadata(words: text(from: start, to: previousEnd))
  }

  private mutating func skipStatement() {
    while !atEnd, symbol != .semicolon { advance() }
  }

  private mutating func target() throws(SQLError) -> TableExpression {
    let table = try relationName()
    if accept(.as) {
      table.alias = try anyName("an alias")
    } else if token.kind == .word, !Parser.isReserved(keyword), keyword != .set, keyword != .using, keyword != .values,
      keyword != .partition, keyword != .default, keyword != .overwrite
    {
      table.alias = try anyName("an alias")
    }
    return table
  }

  // MARK: Changes of rows

  private mutating func insert() throws(SQLError) -> Statement.Kind {
    advance()
    let overwrites = accept(.overwrite)
    if !overwrites { _ = accept(.into) }
    _ = accept(.table)
    let table = try relationName()
    if accept(.partition) {
      throw error("INSERT … PARTITION has no translation", at: start, construct: "INSERT PARTITION")
    }
    var columns: [Identifier] = []
    if symbol == .leftParen, !parenthesisOpensQuery { columns = try nameList() }
    if accept(.default) {
      throw error("INSERT DEFAULT VALUES has no translation", at: start, construct: "DEFAULT VALUES")
    }
    let query = try query()
    if accept(.on) {
      throw error(
        "INSERT … ON CONFLICT has no translation", at: previousEnd, construct: "ON CONFLICT", hint: "use MERGE")
    }
    return .insert(Insert(target: table, columns: columns, query: query, overwrites: overwrites))
  }

  private mutating func assignments() throws(SQLError) -> [Assignment] {
    var list: [Assignment] = []
    repeat {
      var name = try anyName("a column name")
      while accept(.dot) { name = try anyName("a column name") }
      try expect(.equal, "'='")
      list.append(Assignment(column: name, value: try expression()))
    } while accept(.comma)
    return list
  }

  private mutating func update() throws(SQLError) -> Statement.Kind {
    advance()
    let table = try target()
    try expect(.set, "SET")
    let assignments = try assignments()
    let from = accept(.from) ? try fromClause() : nil
    let condition = accept(.where) ? try expression() : nil
    return .update(Update(target: table, assignments: assignments, from: from, condition: condition))
  }

  private mutating func delete() throws(SQLError) -> Statement.Kind {
    advance()
    _ = accept(.from)
    let table = try target()
    let using = accept(.using) ? try fromClause() : nil
    let condition = accept(.where) ? try expression() : nil
    return .delete(Delete(target: table, using: using, condition: condition))
  }

  private mutating func merge() throws(SQLError) -> Statement.Kind {
    advance()
    _ = accept(.into)
    let table = try target()
    try expect(.using, "USING")
    let source = try fromClause()
    try expect(.on, "ON")
    let on = try expression()
    var clauses: [Merge.Clause] = []
    while keyword == .when {
      let offset = start
      advance()
      let matched = !accept(.not)
      try expect(.matched, "MATCHED")
      var bySource = false
      if accept(.by) {
        bySource = accept(.source)
        if !bySource { try expect(.target, "SOURCE or TARGET") }
      }
      let condition = accept(.and) ? try expression() : nil
      try expect(.then, "THEN")
      clauses.append(
        Merge.Clause(
          matched: matched, bySource: bySource, condition: condition, action: try mergeAction(), offset: offset))
    }
    return .merge(Merge(target: table, source: source, on: on, clauses: clauses))
  }

  private mutating func mergeAction() throws(SQLError) -> Merge.Action {
    if accept(.delete) { return .delete }
    if accept(.do) {
      try expect(.nothing, "NOTHING")
      return .nothing
    }
    if accept(.update) {
      if accept(.set), symbol == .star {
        advance()
        return .updateAll
      }
      return .update(try assignments())
    }
    try expect(.insert, "UPDATE, DELETE or INSERT")
    if accept(.star) { return .insertAll }
    var columns: [Identifier] = []
    if accept(.leftParen) {
      repeat {
        var name = try anyName("a column name")
        while accept(.dot) { name = try anyName("a column name") }
        columns.append(name)
      } while accept(.comma)
      try expect(.rightParen, "')'")
    }
    try expect(.values, "VALUES")
    guard let row = try rows().first else { throw unexpected(expecting: "values") }
    return .insert(columns, row)
  }

  // MARK: Definitions

  private mutating func create() throws(SQLError) -> Statement.Kind {
    let start = start
    advance()
    var replaces = false
    if accept(.or) {
      try expect(.replace, "REPLACE")
      replaces = true
    }
    while true {
      if accept(.temp) || accept(.temporary) || accept(.local) || accept(.materialized) || accept(.unlogged)
        || accept(.recursive)
      {
        continue
      }
      if isWord("transient") || isWord("secure") || isWord("global") || isWord("external") {
        advance()
        continue
      }
      break
    }
    if accept(.view) { return try createView(replaces) }
    if accept(.table) { return try createTable(replaces) }
    if keyword == .schema || keyword == .database || keyword == .index || isWord("extension") || isWord("role")
      || keyword == .unique
    {
      skipStatement()
      return .metadata(words: text(from: start, to: previousEnd))
    }
    throw error(
      "CREATE \(text(token).uppercased()) has no translation", at: start,
      construct: "CREATE \(text(token).uppercased())", hint: "write it as a macro")
  }

  private mutating func existence() throws(SQLError) -> Bool {
    guard accept(.if) else { return false }
    _ = accept(.not)
    try expect(.exists, "EXISTS")
    return true
  }

  private mutating func createView(_ replaces: Bool) throws(SQLError) -> Statement.Kind {
    let exists = try existence()
    let table = try relationName()
    let columns = symbol == .leftParen && !parenthesisOpensQuery ? try nameList() : []
    while !atEnd, keyword != .as { advance() }
    try expect(.as, "AS")
    return .createView(CreateView(target: table, columns: columns, query: try query(), replaces: replaces || exists))
  }

  private mutating func createTable(_ replaces: Bool) throws(SQLError) -> Statement.Kind {
    let exists = try existence()
    var result = CreateTable(
      target: try relationName(), columns: [], query: nil, replaces: replaces, ifNotExists: exists)
    if symbol == .leftParen, !parenthesisOpensQuery {
      advance()
      result.columns = try columnDefinitions()
      try expect(.rightParen, "')'")
    }
    // Storage clauses (USING delta, PARTITIONED BY …, CLUSTER BY …) say where the rows lie, not what they are.
    while !atEnd, symbol != .semicolon, keyword != .as { advance() }
    if accept(.as) { result.query = try query() }
    guard result.query != nil || !result.columns.isEmpty else { throw unexpected(expecting: "columns or AS") }
    return .createTable(result)
  }

  private mutating func columnDefinitions() throws(SQLError) -> [CreateTable.Column] {
    var columns: [CreateTable.Column] = []
    repeat {
      if keyword == .constraint || keyword == .primary || keyword == .foreign || keyword == .check || keyword == .unique
      {
        skipDefinition()
        continue
      }
      var column = CreateTable.Column(name: try anyName("a column name"))
      if token.kind == .word, keyword != .not { column.type = try typeName() }
      while !atEnd, symbol != .comma, symbol != .rightParen {
        if accept(.not, .null) {
          column.notNull = true
        } else if keyword == .primary {
          column.primaryKey = true
          advance()
        } else if symbol == .leftParen {
          skipParenthesis()
        } else {
          advance()
        }
      }
      columns.append(column)
    } while accept(.comma)
    return columns
  }

  private mutating func skipParenthesis() {
    var depth = 0
    repeat {
      if symbol == .leftParen { depth += 1 }
      if symbol == .rightParen { depth -= 1 }
      advance()
    } while depth > 0 && !atEnd
  }

  private mutating func skipDefinition() {
    while !atEnd, symbol != .comma, symbol != .rightParen {
      if symbol == .leftParen { skipParenthesis() } else { advance() }
    }
  }

  private mutating func drop() throws(SQLError) -> Statement.Kind {
    let start = start
    advance()
    _ = accept(.materialized)
    let isView = keyword == .view
    guard isView || keyword == .table else {
      skipStatement()
      return .metadata(words: text(from: start, to: previousEnd))
    }
    advance()
    let exists = try existence()
    let table = try relationName()
    if !accept(.cascade) { _ = accept(.restrict) }
    return .drop(Drop(isView: isView, ifExists: exists, target: table))
  }

  private mutating func alter() throws(SQLError) -> Statement.Kind {
    let start = start
    advance()
    guard keyword == .table || keyword == .view else {
      skipStatement()
      return .metadata(words: text(from: start, to: previousEnd))
    }
    advance()
    _ = try existence()
    let table = try relationName()
    if accept(.rename) {
      if accept(.to) { return .alter(Alter(target: table, change: .renameTable(try relationName()))) }
      _ = accept(.column)
      let old = try anyName("a column name")
      try expect(.to, "TO")
      return .alter(Alter(target: table, change: .renameColumn(old, try anyName("a column name"))))
    }
    if isWord("add"), peek().keyword != .constraint, peek().keyword != .primary {
      advance()
      if !accept(.column) { _ = accept(.columns) }
      _ = try existence()
      let parenthesised = accept(.leftParen)
      let columns = try columnDefinitions()
      if parenthesised { try expect(.rightParen, "')'") }
      return .alter(Alter(target: table, change: .addColumns(columns)))
    }
    if keyword == .drop, peek().keyword == .column || peek().keyword == .columns {
      advance()
      advance()
      _ = try existence()
      var names: [Identifier] = []
      let parenthesised = accept(.leftParen)
      repeat { names.append(try anyName("a column name")) } while accept(.comma)
      if parenthesised { try expect(.rightParen, "')'") }
      _ = accept(.cascade)
      return .alter(Alter(target: table, change: .dropColumns(names)))
    }
    skipStatement()
    return .alter(Alter(target: table, change: .metadata))
  }
}
