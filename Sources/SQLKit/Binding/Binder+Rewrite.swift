/// Rewritings of a whole SELECT, after its parts are bound.
extension Binder {
  func rewrite(
    _ select: Select, of query: Query, scope: Scope, columns: inout [BoundColumn]?, isGrouped: Bool
  ) throws(SQLError) {
    if case .sets(let sets, let offset) = select.groupBy {
      try rewriteGroupingSets(select, of: query, sets, at: offset, columns: columns)
    }
    if case .on(let keys) = select.distinct {
      try rewriteDistinctOn(select, of: query, keys, columns: columns)
    } else if let condition = select.qualify {
      select.qualify = nil
      if try rewriteLatestRow(select, condition, scope: scope, isGrouped: isGrouped) {
        // SQLite would merge the winners into a join around them and look for them anew for every row there, where it
        // should keep and index them: 500 000 rows against 100 000 took over ten minutes, so 0.7 s. A limit prevents it.
        if query.limit == nil { query.limit = Expression(.number("-1"), start: condition.start, end: condition.end) }
        return
      }
      try filterOutside(select, of: query, by: condition, columns: columns)
      if isRankable(select, isGrouped: isGrouped) { select.ranking = firstRowWindow(condition) }
    }
  }

  /// Nothing but the condition looks at other rows.
  private func isRankable(_ select: Select, isGrouped: Bool) -> Bool {
    guard !isGrouped, select.windows.isEmpty, select.having == nil, select.shape?.windows == 1,
      select.shape?.aggregates == 0, case .no = select.distinct, case .none = select.groupBy
    else { return false }
    return true
  }

  // MARK: QUALIFY and DISTINCT ON

  /// `SELECT columns FROM (SELECT columns, condition AS _keep …) WHERE _keep`, ORDER BY and LIMIT outside.
  private func filterOutside(
    _ select: Select, of query: Query, by condition: Expression, columns: [BoundColumn]?
  ) throws(SQLError) {
    guard let columns, select.items.count == columns.count else {
      throw error(
        "QUALIFY with a star over columns nobody knows", at: condition.start, construct: "QUALIFY",
        hint: "name the columns")
    }
    let keep = newName("keep")
    select.items.append(
      SelectItem(value: condition, alias: Identifier(text: keep, quoted: true, offset: condition.start)))
    let outer = Select(start: select.start)
    outer.condition = Expression(.boundColumn(qualifier: nil, name: keep), start: condition.start, end: condition.end)
    wrap(select, of: query, in: outer, columns: columns)
  }

  /// Makes `outer` select the given columns from `select`, and moves the query's ORDER BY and LIMIT to it.
  private func wrap(_ select: Select, of query: Query, in outer: Select, columns: [BoundColumn]) {
    nameItems(of: select, columns)
    for (index, item) in query.orderBy.enumerated() {
      switch item.expression.kind {
      case .number: continue
      case .boundColumn(nil, let name) where columns.contains(where: { $0.name == name }): continue
      default: break
      }
      // An order by something that is not in the result: a column of the inner query that the outer does not show.
      let hidden = newName("order")
      let offset = item.expression.start
      select.items.append(
        SelectItem(value: item.expression, alias: Identifier(text: hidden, quoted: true, offset: offset)))
      query.orderBy[index].expression = Expression(
        .boundColumn(qualifier: nil, name: hidden), start: offset, end: offset)
    }
    outer.items = columns.map { column in
      SelectItem(
        value: Expression(.boundColumn(qualifier: nil, name: column.name), start: select.start, end: select.start),
        alias: nil)
    }
    if case .yes = select.distinct {
      select.distinct = .no
      outer.distinct = .yes
    }
    let inner = Query(body: .select(select), start: query.start, end: query.end)
    outer.from = TableExpression(.query(inner, lateral: false), start: query.start, end: query.end)
    query.body = .select(outer)
  }

  /// Gives every item the name its column has.
  func nameItems(of select: Select, _ columns: [BoundColumn]) {
    for index in columns.indices where index < select.items.count {
      if select.items[index].alias == nil, !select.items[index].value.isPlainColumn(named: columns[index].name) {
        select.items[index].alias = Identifier(
          text: columns[index].name, quoted: true, offset: select.items[index].value.start)
      }
    }
  }

  /// `DISTINCT ON (k) … ORDER BY k, t`: the first row of each k in that order.
  private func rewriteDistinctOn(
    _ select: Select, of query: Query, _ keys: [Expression], columns: [BoundColumn]?
  ) throws(SQLError) {
    let offset = keys.first?.start ?? select.start
    guard let columns, select.items.count == columns.count else {
      throw error(
        "DISTINCT ON with a star over columns nobody knows", at: offset, construct: "DISTINCT ON",
        hint: "name the columns")
    }
    func resolved(_ expression: Expression) -> Expression {
      if case .number(let text) = expression.kind, let number = Int(text), number >= 1, number <= select.items.count {
        return select.items[number - 1].value
      }
      if case .boundColumn(nil, let name) = expression.kind,
        let item = select.items.first(where: { $0.alias?.folded == name.asciiLowercased() })
      {
        return item.value
      }
      return expression
    }
    let window = WindowDefinition()
    window.partitionBy = keys.map(resolved)
    window.orderBy = query.orderBy.map { item in
      var item = item
      item.expression = resolved(item.expression)
      return item
    }
    var call = FunctionCall(name: "row_number", nameOffset: offset, arguments: [])
    call.over = .inline(window)
    let number = Expression(.call(call), start: offset, end: offset)
    let condition = Expression(
      .binary(.equal, number, Expression(.number("1"), start: offset, end: offset)), start: offset, end: offset)
    select.distinct = .no
    try filterOutside(select, of: query, by: condition, columns: columns)
  }
}
