extension Binder {
  /// Binds one SELECT; `query` carries its ORDER BY and LIMIT, and its body may be replaced by a rewriting.
  func bind(_ select: Select, of query: Query, outer: Scope?, tables: CommonTables) throws(SQLError) -> [BoundColumn]? {
    let scope = Scope(parent: outer)
    try moveSetReturning(select)
    if let from = select.from {
      scope.qualifies = QueryWalk.hasFunction(from)
      try bind(from, into: scope, tables)
    }
    for window in select.windows { scope.windows[window.name.folded] = window.definition }
    for window in select.windows { try bind(window.definition, scope, tables) }
    if let top = select.top {
      query.limit = top
      select.top = nil
    }
    try expandStars(select, scope, tables)

    let aggregatesBefore = aggregateCount
    let windowsBeforeAll = windowCount
    var aggregating: [Bool] = []
    var columns: [BoundColumn]? = []
    for index in select.items.indices {
      let item = select.items[index]
      if case .star(let star) = item.value.kind {
        columns = appending(try starColumns(star, scope, at: item.value.start), to: columns)
        aggregating.append(false)
        continue
      }
      let original = item.alias == nil ? outputName(item.value) : ""
      let before = aggregateCount
      let windowsBefore = windowCount
      scope.aliasesVisible = true
      try bind(item.value, scope, tables)
      scope.aliasesVisible = false
      aggregating.append(aggregateCount > before || windowCount > windowsBefore)
      let name: String
      if let alias = item.alias {
        name = alias.text
        scope.aliases[alias.folded] = item.value
      } else {
        name = original
        // SQLite would name it by its translated text.
        if !item.value.isPlainColumn(named: name) {
          select.items[index].alias = Identifier(text: name, quoted: true, offset: item.value.start)
        }
      }
      columns?.append(BoundColumn(name: name, type: item.value.type, origins: item.value.origins))
    }

    scope.aliasesVisible = true
    if let condition = select.condition { try bindCondition(condition, scope, tables) }
    try bindGroupBy(select, scope, tables, columns: columns, aggregating: aggregating)
    if let having = select.having { try bindCondition(having, scope, tables) }
    let isGrouped = aggregateCount > aggregatesBefore || { if case .none = select.groupBy { false } else { true } }()
    if isGrouped { try checkGrouped(select, scope) }
    let isQualified = select.qualify != nil
    if let qualify = select.qualify { try bindCondition(qualify, scope, tables) }
    if case .on(let keys) = select.distinct {
      for index in keys.indices { try bindReference(keys[index], select, scope, tables) }
    }
    if case .yes = select.distinct { columns?.forEach { use($0.origins) } }
    try bindOrder(of: query, select, scope, tables, columns: columns)
    scope.aliasesVisible = false
    select.shape = (aggregateCount - aggregatesBefore, windowCount - windowsBeforeAll)
    try rewrite(select, of: query, scope: scope, columns: &columns, isGrouped: isGrouped && !isQualified)
    return columns
  }

  private func appending(_ more: [BoundColumn]?, to columns: [BoundColumn]?) -> [BoundColumn]? {
    guard let columns, let more else { return nil }
    return columns + more
  }

  /// The name a column without an alias has.
  func outputName(_ value: Expression) -> String {
    switch value.kind {
    case .column(let names): return names.last?.text ?? ""
    case .field(_, let name, _): return name.text
    case .cast(let inner, let type, _) where dialect == .postgres || dialect == .redshift:
      if case .column = inner.kind { return outputName(inner) }
      return type.name
    case .cast(let inner, _, _) where dialect == .databricks || dialect == .spark || dialect == .duckdb:
      if dialect != .duckdb, case .column = inner.kind { return outputName(inner) }
      return text(of: value)
    case .call(let call) where dialect == .postgres || dialect == .redshift: return call.name
    case .call(let call) where call.isStar && call.name == "count":
      return dialect == .duckdb
        ? "count_star()" : dialect == .spark || dialect == .databricks ? "count(1)" : text(of: value)
    case .conditional where dialect == .postgres || dialect == .redshift: return "case"
    default:
      return dialect == .postgres || dialect == .redshift ? "?column?" : text(of: value)
    }
  }

  func text(of value: Expression) -> String {
    let words = source[Int(value.start)..<Int(value.end)].split(whereSeparator: { $0 <= 0x20 })
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  // MARK: GROUP BY and ORDER BY

  private func bindGroupBy(
    _ select: Select, _ scope: Scope, _ tables: CommonTables, columns: [BoundColumn]?, aggregating: [Bool]
  ) throws(SQLError) {
    switch select.groupBy {
    case .none: break
    case .all(let offset):
      guard columns != nil, !select.items.contains(where: { $0.value.isStar }) else {
        throw error(
          "GROUP BY ALL with a star over columns nobody knows", at: offset, construct: "GROUP BY ALL",
          hint: "name the columns")
      }
      var keys: [Expression] = []
      for (index, isAggregate) in aggregating.enumerated() where !isAggregate {
        keys.append(Expression(.number("\(index + 1)"), start: offset, end: offset))
      }
      select.groupBy = .list(keys)
    case .list(let keys):
      for key in keys { try bindReference(key, select, scope, tables) }
    case .sets(let sets, _):
      for key in sets.joined() where !key.isBound { try bindReference(key, select, scope, tables) }
    }
  }

  /// A key of GROUP BY or DISTINCT ON: an expression, or the number of a select item.
  private func bindReference(_ key: Expression, _ select: Select, _ scope: Scope, _ tables: CommonTables)
    throws(SQLError)
  {
    if case .number(let text) = key.kind, let number = Int(text) {
      guard number >= 1, number <= select.items.count || select.items.contains(where: { $0.value.isStar }) else {
        throw error("there is no column \(number) to refer to", at: key.start)
      }
      if number <= select.items.count { use(select.items[number - 1].value.origins) }
      return
    }
    try bind(key, scope, tables)
  }

  private func bindOrder(
    of query: Query, _ select: Select, _ scope: Scope, _ tables: CommonTables, columns: [BoundColumn]?
  ) throws(SQLError) {
    if var all = query.orderByAll {
      guard let columns else {
        throw error(
          "ORDER BY ALL over columns nobody knows", at: all.expression.start, construct: "ORDER BY ALL",
          hint: "name the columns")
      }
      all.nullsFirst = all.nullsFirst ?? nullsFirst(descending: all.descending)
      query.orderByAll = nil
      query.orderBy = columns.indices.map { index in
        var item = all
        item.expression = Expression(.number("\(index + 1)"), start: all.expression.start, end: all.expression.end)
        return item
      }
      return
    }
    for index in query.orderBy.indices {
      let item = query.orderBy[index]
      // An alias of the select list comes first here, in every dialect.
      if case .column(let names) = item.expression.kind, names.count == 1, scope.aliases[names[0].folded] != nil {
        item.expression.type = scope.aliases[names[0].folded]?.type ?? .unknown
        item.expression.kind = .boundColumn(qualifier: nil, name: names[0].text)
        item.expression.isBound = true
      } else {
        try bindReference(item.expression, select, scope, tables)
      }
      query.orderBy[index].nullsFirst = item.nullsFirst ?? nullsFirst(descending: item.descending)
    }
  }

  // MARK: Stars

  /// The sources a star stands for.
  private func sources(of star: StarItem, _ scope: Scope, at offset: Int32) throws(SQLError) -> [Source] {
    guard !star.qualifier.isEmpty else {
      guard !scope.sources.isEmpty else { throw error("a star without FROM", at: offset) }
      return scope.sources.filter { !$0.hidden }
    }
    let path = star.qualifier.map(\.folded)
    guard let source = scope.sources.first(where: { $0.answers(to: path) && !$0.hidden }) else {
      throw error("nothing in FROM is called '\(star.qualifier.map(\.text).joined(separator: "."))'", at: offset)
    }
    return [source]
  }

  /// The columns of a plain star, as they come.
  private func starColumns(_ star: StarItem, _ scope: Scope, at offset: Int32) throws(SQLError) -> [BoundColumn]? {
    var columns: [BoundColumn] = []
    for source in try sources(of: star, scope, at: offset) {
      guard let some = source.columns else {
        if let input = source.input { inputs[input].allUsed = true }
        return nil
      }
      let hides = star.qualifier.isEmpty
      columns += some.filter { !$0.isHidden && !(hides && source.merged.contains($0.folded)) }
    }
    return columns
  }

  /// Spells out the stars that SQLite cannot: with EXCEPT, REPLACE or RENAME, or beside something that needs the list.
  private func expandStars(_ select: Select, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    guard select.items.contains(where: { $0.value.isStar }) else { return }
    let hidden = scope.sources.contains { $0.hidden || $0.columns?.first?.sql != nil }
    let needed =
      select.qualify != nil || hidden
      || { if case .on = select.distinct { true } else { false } }()
      || { if case .all = select.groupBy { true } else { false } }()
    var items: [SelectItem] = []
    for item in select.items {
      guard case .star(let star) = item.value.kind, needed || !star.isPlain || needsNames(scope, star) else {
        if case .star(var star) = item.value.kind, !star.qualifier.isEmpty {
          let path = star.qualifier.map(\.folded)
          if let source = scope.sources.first(where: { $0.answers(to: path) }) {
            star.qualifier = [Identifier(text: source.printed, quoted: true, offset: item.value.start)]
            item.value.kind = .star(star)
          }
        }
        items.append(item)
        continue
      }
      items += try expanded(star, item.value, scope, tables, mustKnow: needed || !star.isPlain)
    }
    select.items = items
  }

  /// Two sources with a column of one name: SQLite would call the second `name:1`.
  private func needsNames(_ scope: Scope, _ star: StarItem) -> Bool {
    guard star.qualifier.isEmpty, scope.sources.count > 1 else { return false }
    return scope.sources.allSatisfy { $0.columns != nil }
  }

  private func expanded(
    _ star: StarItem, _ value: Expression, _ scope: Scope, _ tables: CommonTables, mustKnow: Bool
  ) throws(SQLError) -> [SelectItem] {
    var items: [SelectItem] = []
    var missing = Set(star.except.map(\.folded)).union(star.replace.map(\.name.folded)).union(
      star.rename.map(\.from.folded))
    for source in try sources(of: star, scope, at: value.start) {
      guard let columns = source.columns else {
        throw error(
          "the columns behind this star are not known", at: value.start, construct: "*",
          hint: "declare the columns of the relation, or name them here")
      }
      for column in columns
      where !column.isHidden && !(star.qualifier.isEmpty && source.merged.contains(column.folded)) {
        missing.remove(column.folded)
        if star.except.contains(where: { $0.folded == column.folded }) { continue }
        var name = column.name
        if let other = star.rename.first(where: { $0.from.folded == column.folded }) { name = other.to.text }
        if let replacement = star.replace.first(where: { $0.name.folded == column.folded }) {
          items.append(
            SelectItem(value: replacement.value, alias: Identifier(text: name, quoted: true, offset: value.start)))
          continue
        }
        let reference = Expression(
          column.sql.map { .template([.text($0)]) } ?? .boundColumn(qualifier: source.printed, name: column.name),
          start: value.start, end: value.end)
        reference.type = column.type
        reference.origins = column.origins
        reference.isBound = true
        items.append(SelectItem(value: reference, alias: Identifier(text: name, quoted: true, offset: value.start)))
      }
    }
    if let name = missing.sorted().first {
      throw error(
        "the star holds no column '\(name)'", at: value.start, hint: "remove it from EXCEPT, REPLACE or RENAME")
    }
    return items
  }
}

extension Expression {
  func isPlainColumn(named name: String) -> Bool {
    if case .boundColumn(_, let column) = kind { return column == name }
    if case .column(let names) = kind { return names.last?.text == name }
    return false
  }
}
