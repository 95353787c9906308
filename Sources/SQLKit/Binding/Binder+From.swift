extension Binder {
  /// Binds an item of FROM and adds its sources to the scope.
  func bind(_ table: TableExpression, into scope: Scope, _ tables: CommonTables) throws(SQLError) {
    switch table.kind {
    case .relation(let parts): try bindRelation(table, parts, scope, tables)
    case .query(let query, let lateral):
      // A lateral subquery sees the sources before it; SQLite's does not, so only one that looks at none is possible.
      let columns = try bindSubquery(query, lateral: lateral, scope, tables, at: table.start)
      try addDerived(table, columns, scope)
    case .values(let rows):
      let columns = try bindRows(rows, outer: scope.parent, tables: tables)
      try addDerived(table, columns, scope)
    case .join(let join): try bind(join, table, scope, tables)
    case .grouped(let inner):
      let before = scope.sources.count
      try bind(inner, into: scope, tables)
      if let alias = table.alias {
        guard scope.sources.count == before + 1 else {
          throw error(
            "an alias for a join in parentheses has no translation", at: alias.offset, construct: "(a JOIN b) AS t",
            hint: "alias the tables inside")
        }
      }
    case .function(let call, let lateral, let ordinality):
      try bindFunction(table, call, lateral: lateral, ordinality: ordinality, scope, tables)
    case .pivot(let inner, let pivot): try bindPivot(table, inner, pivot, scope, tables)
    case .unpivot(let inner, let unpivot): try bindUnpivot(table, inner, unpivot, scope, tables)
    case .template: break
    }
  }

  private func bindSubquery(
    _ query: Query, lateral: Bool, _ scope: Scope, _ tables: CommonTables, at offset: Int32
  ) throws(SQLError) -> [BoundColumn]? {
    guard lateral else { return try bind(query, outer: scope.parent, tables: tables) }
    do {
      return try bind(query, outer: scope.parent, tables: tables)
    } catch {
      throw self.error(
        "a LATERAL subquery that reads the tables before it has no translation", at: offset, construct: "LATERAL",
        hint: "write it as a join, or as a scalar subquery in the select list")
    }
  }

  private func bindRelation(
    _ table: TableExpression, _ parts: [Identifier], _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    let source: Source
    if parts.count == 1, table.moment == nil, let common = tables[parts[0].folded] {
      let printed = table.alias?.text ?? parts[0].text
      table.printedName = SQLText.name(common.table.printedName)
      source = Source(path: [printed.asciiLowercased()], printed: printed, columns: common.columns, input: nil)
      if table.alias == nil, common.table.printedName != printed {
        table.alias = Identifier(text: printed, quoted: true, offset: table.start)
      }
      if common.columns == nil { useAll(of: common.table.query) }
    } else {
      let index = try input(parts, moment: table.moment, at: table.start)
      let resolved = inputs[index].resolved
      table.printedName = resolved.sqliteName
      let printed = table.alias?.text ?? parts[parts.count - 1].text
      let columns = resolved.columns?.map { column in
        var bound = BoundColumn(
          name: column.name,
          type: type(declared: column.declaredType),
          origins: [ColumnOrigin(input: index, column: column.name.asciiLowercased())])
        bound.isHidden = column.isHidden
        return bound
      }
      let path = table.alias.map { [$0.folded] } ?? parts.map(\.folded)
      source = Source(path: path, printed: printed, columns: columns, input: index)
      source.hasRowID = resolved.hasRowID
      if table.alias == nil { table.alias = Identifier(text: printed, quoted: true, offset: table.start) }
    }
    if !table.columnAliases.isEmpty {
      source.columns = try aliased(table, source, scope)
    }
    try checkUnique(source, scope, at: table.start)
    scope.sources.append(source)
  }

  /// `t AS x(a, b)`: SQLite has no such alias, so the relation is wrapped.
  private func aliased(_ table: TableExpression, _ source: Source, _ scope: Scope) throws(SQLError) -> [BoundColumn]? {
    guard let columns = source.columns?.filter({ !$0.isHidden }) else {
      throw error(
        "column aliases for a relation whose columns are not known", at: table.start, construct: "t(a, b)",
        hint: "select the columns by name in a subquery")
    }
    let renamed = try renamed(columns, table.columnAliases, at: table.start) ?? []
    var text = "(SELECT "
    for (index, pair) in zip(columns, renamed).enumerated() {
      if index > 0 { text += ", " }
      text += SQLText.name(pair.0.name) + " AS " + SQLText.name(pair.1.name)
    }
    table.kind = .template([.text(text + " FROM \(table.printedName ?? ""))")])
    return renamed
  }

  /// A derived table: named by its alias; SQLite has no column aliases for it, so they move inside.
  func addDerived(_ table: TableExpression, _ columns: [BoundColumn]?, _ scope: Scope) throws(SQLError) {
    var columns = columns
    if !table.columnAliases.isEmpty || { if case .values = table.kind { true } else { false } }() {
      let names = table.columnAliases
      columns = try renamed(columns, names, at: table.start)
      let list = (columns ?? []).map { SQLText.name($0.name) }.joined(separator: ", ")
      let inner = newName("t")
      var pieces: [TemplatePiece] = [.text("(WITH \(inner)(\(list)) AS (")]
      pieces.append(.query(TableSnapshot(table)))
      pieces.append(.text(") SELECT * FROM \(inner))"))
      table.kind = .template(pieces)
    }
    let printed = table.alias?.text ?? newName("q")
    if table.alias == nil { table.alias = Identifier(text: printed, quoted: true, offset: table.start) }
    let source = Source(path: [printed.asciiLowercased()], printed: printed, columns: columns, input: nil)
    if columns == nil, case .query(let query, _) = table.kind { useAll(of: query) }
    try checkUnique(source, scope, at: table.start)
    scope.sources.append(source)
  }

  private func checkUnique(_ source: Source, _ scope: Scope, at offset: Int32) throws(SQLError) {
    if source.path.count == 1, scope.sources.contains(where: { $0.path == source.path }) {
      throw error(
        "two tables in FROM are called '\(source.printed)'", at: offset, hint: "give one of them another alias")
    }
  }

  /// Columns nobody can follow: everything below may be used.
  private func useAll(of query: Query) {
    for index in inputs.indices where inputs[index].offset >= query.start && inputs[index].offset < query.end {
      inputs[index].allUsed = true
    }
  }

  // MARK: Joins

  private func bind(_ join: Join, _ table: TableExpression, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    let first = scope.sources.count
    try bind(join.left, into: scope, tables)
    let boundary = scope.sources.count
    try bind(join.right, into: scope, tables)
    let left = Array(scope.sources[first..<boundary])
    let right = Array(scope.sources[boundary...])
    var shared = join.using
    if join.natural {
      shared = try naturalColumns(left, right, at: table.start)
    }
    for name in shared {
      for source in left + right { if let column = source.column(name.folded) { use(column.origins) } }
      for source in right { source.merged.insert(name.folded) }
    }
    if let on = join.on { try bindCondition(on, scope, tables) }
    if join.kind == .semi || join.kind == .anti {
      try rewriteSemiJoin(join, table, left: left, right: right, shared: shared, scope)
    }
  }

  private func naturalColumns(_ left: [Source], _ right: [Source], at offset: Int32) throws(SQLError) -> [Identifier] {
    var names: [Identifier] = []
    for source in right {
      guard let columns = source.columns else {
        throw error("NATURAL JOIN with columns nobody knows", at: offset, construct: "NATURAL JOIN", hint: "use USING")
      }
      for column in columns where !column.isHidden && left.contains(where: { $0.column(column.folded) != nil }) {
        names.append(Identifier(text: column.name, quoted: true, offset: offset))
      }
    }
    return names
  }

  /// `a SEMI JOIN b ON p` keeps the rows of `a` for which a row of `b` exists.
  private func rewriteSemiJoin(
    _ join: Join, _ table: TableExpression, left: [Source], right: [Source], shared: [Identifier], _ scope: Scope
  ) throws(SQLError) {
    right.forEach { $0.hidden = true }
    let inner = Select(start: join.right.start)
    let one = Expression(.number("1"), start: join.right.start, end: join.right.start)
    inner.items = [SelectItem(value: one)]
    inner.from = join.right
    var condition = join.on
    for name in shared {
      guard let a = left.first(where: { $0.column(name.folded) != nil }),
        let b = right.first(where: { $0.column(name.folded) != nil })
      else {
        throw error("'\(name.text)' is not on both sides", at: name.offset)
      }
      let test = Expression(
        .binary(.equal, column(name, of: a), column(name, of: b)), start: name.offset, end: name.offset)
      condition = condition.map { Expression(.binary(.and, $0, test), start: name.offset, end: name.offset) } ?? test
    }
    inner.condition = condition
    let query = Query(body: .select(inner), start: join.right.start, end: join.right.end)
    let exists = Expression(.exists(query, negated: join.kind == .anti), start: table.start, end: table.end)
    rewriteExists(exists, outer: left + (scope.parent?.visibleSources ?? []))
    // `a JOIN (SELECT 1) ON EXISTS (…)` keeps the place of the join among others.
    join.kind = .inner
    join.using = []
    join.natural = false
    join.on = exists
    join.right = TableExpression(.template([.text("(SELECT 1)")]), start: table.start, end: table.start)
  }

  private func column(_ name: Identifier, of source: Source) -> Expression {
    let column = Expression(
      .boundColumn(qualifier: source.printed, name: name.text), start: name.offset, end: name.offset)
    column.source = source
    return column
  }
}
