extension Binder {
  /// GROUPING SETS, ROLLUP, CUBE: a UNION ALL of the groupings, printed from one tree.
  func rewriteGroupingSets(
    _ select: Select, of query: Query, _ sets: [[Expression]], at offset: Int32, columns: [BoundColumn]?
  ) throws(SQLError) {
    guard let columns, select.items.count == columns.count else {
      throw error(
        "GROUPING SETS with a star over columns nobody knows", at: offset, construct: "GROUPING SETS",
        hint: "name the columns")
    }
    guard select.windows.isEmpty, select.qualify == nil else {
      throw error(
        "GROUPING SETS with window functions have no translation", at: offset, construct: "GROUPING SETS",
        hint: "group in a CTE first")
    }
    var keys: [Expression] = []
    var names: [String] = []
    var items: [ObjectIdentifier: Int] = [:]
    func index(of key: Expression) -> Int {
      var resolved = key
      if case .number(let text) = key.kind, let number = Int(text), number >= 1, number <= select.items.count {
        resolved = select.items[number - 1].value
      }
      let name = text(of: resolved).asciiLowercased()
      if let known = names.firstIndex(of: name) { return known }
      keys.append(resolved)
      names.append(name)
      for item in select.items
      where item.value === resolved || text(of: item.value).asciiLowercased() == name || item.alias?.folded == name {
        items[ObjectIdentifier(item.value)] = keys.count - 1
      }
      return keys.count - 1
    }
    let kept = sets.map { set in Set(set.map(index(of:))) }
    select.groupingSets = GroupingSets(keys: keys, items: items, sets: kept)
    select.groupBy = .none
    nameItems(of: select, columns)
    for position in select.items.indices where select.items[position].alias == nil {
      // A key that is left out prints as NULL: it needs its name.
      select.items[position].alias = Identifier(text: columns[position].name, quoted: true, offset: offset)
    }
    let inner = Query(body: .select(select), start: query.start, end: query.end)
    let outer = Select(start: select.start)
    outer.items = columns.map { column in
      SelectItem(
        value: Expression(.boundColumn(qualifier: nil, name: column.name), start: select.start, end: select.start))
    }
    outer.from = TableExpression(.query(inner, lateral: false), start: query.start, end: query.end)
    for position in query.orderBy.indices {
      let item = query.orderBy[position].expression
      if case .number = item.kind { continue }
      let name = text(of: item).asciiLowercased()
      guard
        let match = columns.indices.first(where: {
          columns[$0].folded == name || text(of: select.items[$0].value).asciiLowercased() == name
        })
      else {
        throw error(
          "ORDER BY after GROUPING SETS can name only columns of the result", at: item.start, construct: "GROUPING SETS"
        )
      }
      query.orderBy[position].expression = Expression(.number("\(match + 1)"), start: item.start, end: item.end)
    }
    query.body = .select(outer)
  }
}
