typealias CommonTables = [String: TableBinding]

extension Binder {
  /// Binds a query and gives its columns; nil where a star stands for columns nobody knows.
  func bind(_ query: Query, outer: Scope?, tables: CommonTables) throws(SQLError) -> [BoundColumn]? {
    var tables = tables
    if let with = query.with { try bind(with, outer: outer, tables: &tables) }
    defer { if query.with != nil { withStack.removeLast() } }
    var columns: [BoundColumn]?
    if case .select(let select) = query.body {
      columns = try bind(select, of: query, outer: outer, tables: tables)
    } else {
      columns = try bind(&query.body, outer: outer, tables: tables)
      try bindOrder(of: query, columns: columns, outer: outer, tables: tables)
    }
    let empty = Scope(parent: outer)
    if let limit = query.limit { try bind(limit, empty, tables) }
    if let offset = query.offset { try bind(offset, empty, tables) }
    return columns
  }

  /// Binds the operand of a set operation, or the body of a query that is no plain SELECT.
  private func bind(_ body: inout Query.Body, outer: Scope?, tables: CommonTables) throws(SQLError) -> [BoundColumn]? {
    switch body {
    case .select(let select):
      // As a query of its own, so that rewriting can replace the body.
      let query = Query(body: body, start: select.start, end: select.end)
      let columns = try bind(select, of: query, outer: outer, tables: tables)
      body = query.orderBy.isEmpty && query.limit == nil ? query.body : .nested(query)
      return columns
    case .nested(let query): return try bind(query, outer: outer, tables: tables)
    case .values(let rows): return try bindRows(rows, outer: outer, tables: tables)
    case .set(let operation): return try bind(operation, outer: outer, tables: tables)
    }
  }

  // MARK: VALUES

  func bindRows(_ rows: [[Expression]], outer: Scope?, tables: CommonTables) throws(SQLError) -> [BoundColumn] {
    let scope = Scope(parent: outer)
    var types = [SQLType](repeating: .null, count: rows.first?.count ?? 0)
    for row in rows {
      guard row.count == types.count else {
        throw error(
          "a row of \(row.count) values among rows of \(types.count)", at: row.first?.start ?? 0,
          hint: "give every row the same number of values")
      }
      for (index, value) in row.enumerated() {
        try bind(value, scope, tables)
        types[index] = SQLType.common(types[index], value.type)
      }
    }
    for row in rows {
      for (value, type) in zip(row, types) { coerce(value, to: type) }
    }
    return types.enumerated().map { BoundColumn(name: "column\($0.offset + 1)", type: $0.element, origins: []) }
  }

  // MARK: Set operations

  private func bind(_ operation: SetOperation, outer: Scope?, tables: CommonTables) throws(SQLError) -> [BoundColumn]? {
    let left = try bind(&operation.left, outer: outer, tables: tables)
    let right = try bind(&operation.right, outer: outer, tables: tables)
    guard var columns = left, var others = right else {
      guard !operation.byName else {
        throw error(
          "UNION BY NAME over columns nobody knows", at: operation.offset, construct: "UNION BY NAME",
          hint: "name the columns")
      }
      return left ?? right
    }
    if operation.byName {
      alignByName(operation, &columns, &others)
    }
    guard columns.count == others.count else {
      throw error(
        "\(operation.kind.rawValue) of \(columns.count) columns with \(others.count)", at: operation.offset,
        hint: "select the same number of columns on both sides")
    }
    if operation.all, operation.kind != .union {
      throw error(
        "\(operation.kind.rawValue) ALL has no translation", at: operation.offset,
        construct: "\(operation.kind.rawValue) ALL",
        hint: "use \(operation.kind.rawValue), or number the duplicates with row_number()")
    }
    var casts = [SQLType?](repeating: nil, count: columns.count)
    var otherCasts = casts
    for index in columns.indices {
      let (a, b) = (columns[index].type, others[index].type)
      let type = SQLType.common(a, b)
      if needsCast(a, to: type) { casts[index] = type }
      if needsCast(b, to: type) { otherCasts[index] = type }
      columns[index].type = type
      columns[index].origins += others[index].origins.filter { !columns[index].origins.contains($0) }
      // Rows are compared whole: every column decides which survive.
      if !operation.all { use(columns[index].origins) }
    }
    operation.left = recast(operation.left, left ?? [], casts)
    operation.right = recast(operation.right, right ?? [], otherCasts)
    return columns
  }

  /// Wraps a side of a set operation so that its columns have the types of the result.
  private func recast(_ body: Query.Body, _ columns: [BoundColumn], _ casts: [SQLType?]) -> Query.Body {
    guard casts.contains(where: { $0 != nil }) else { return body }
    if case .select(let select) = body, select.items.count == columns.count,
      !select.items.contains(where: { $0.value.isStar })
    {
      var plain = true
      if case .no = select.distinct {} else { plain = false }
      if plain {
        for (index, type) in casts.enumerated() {
          guard let type else { continue }
          let value = select.items[index].value
          if select.items[index].alias == nil {
            select.items[index].alias = Identifier(text: columns[index].name, quoted: true, offset: value.start)
          }
          coerce(value, to: type)
        }
        return body
      }
    }
    let start: Int32 = 0
    let inner = Query(body: body, start: start, end: start)
    let select = Select(start: start)
    select.from = TableExpression(.query(inner, lateral: false), start: start, end: start)
    for (column, type) in zip(columns, casts) {
      let value = Expression(.boundColumn(qualifier: nil, name: column.name), start: start, end: start)
      value.type = column.type
      if let type { coerce(value, to: type) }
      select.items.append(SelectItem(value: value, alias: Identifier(text: column.name, quoted: true, offset: start)))
    }
    return .select(select)
  }

  private func alignByName(_ operation: SetOperation, _ left: inout [BoundColumn], _ right: inout [BoundColumn]) {
    var names = left
    for column in right where !names.contains(where: { $0.folded == column.folded }) { names.append(column) }
    operation.left = reordered(operation.left, left, names)
    operation.right = reordered(operation.right, right, names)
    let (oldLeft, oldRight) = (left, right)
    left = names.map { name in
      oldLeft.first { $0.folded == name.folded } ?? BoundColumn(name: name.name, type: .null, origins: [])
    }
    right = names.map { name in
      oldRight.first { $0.folded == name.folded } ?? BoundColumn(name: name.name, type: .null, origins: [])
    }
  }

  private func reordered(_ body: Query.Body, _ columns: [BoundColumn], _ names: [BoundColumn]) -> Query.Body {
    if columns.map(\.folded) == names.map(\.folded) { return body }
    let select = Select(start: 0)
    select.from = TableExpression(.query(Query(body: body, start: 0, end: 0), lateral: false), start: 0, end: 0)
    for name in names {
      let known = columns.contains { $0.folded == name.folded }
      let value = Expression(known ? .boundColumn(qualifier: nil, name: name.name) : .null, start: 0, end: 0)
      select.items.append(SelectItem(value: value, alias: Identifier(text: name.name, quoted: true, offset: 0)))
    }
    return .select(select)
  }

  /// ORDER BY after a set operation: output columns and their numbers.
  private func bindOrder(
    of query: Query, columns: [BoundColumn]?, outer: Scope?, tables: CommonTables
  ) throws(SQLError) {
    if var all = query.orderByAll {
      guard let columns else {
        throw error("ORDER BY ALL over columns nobody knows", at: all.expression.start, construct: "ORDER BY ALL")
      }
      all.nullsFirst = all.nullsFirst ?? nullsFirst(descending: all.descending)
      query.orderBy = columns.indices.map { index in
        var item = all
        item.expression = Expression(.number("\(index + 1)"), start: all.expression.start, end: all.expression.end)
        return item
      }
      return
    }
    guard !query.orderBy.isEmpty else { return }
    let scope = Scope(parent: nil)
    scope.sources = [Source(path: [], printed: "", columns: columns, input: nil)]
    var plain = true
    for index in query.orderBy.indices {
      let item = query.orderBy[index]
      if case .number = item.expression.kind {} else { try bind(item.expression, scope, tables) }
      query.orderBy[index].nullsFirst = item.nullsFirst ?? nullsFirst(descending: item.descending)
      switch item.expression.kind {
      case .number, .boundColumn, .column: break
      default: plain = false
      }
    }
    if !plain, case .set = query.body {
      // SQLite orders a compound only by its columns; an expression needs the compound inside.
      let inner = Query(body: query.body, start: query.start, end: query.end)
      let select = Select(start: query.start)
      select.items = [
        SelectItem(value: Expression(.star(StarItem(qualifier: [])), start: query.start, end: query.start))
      ]
      select.from = TableExpression(.query(inner, lateral: false), start: query.start, end: query.end)
      query.body = .select(select)
    }
  }

  /// Where NULL stands in this dialect when the author does not say.
  func nullsFirst(descending: Bool) -> Bool {
    switch traits.nullOrder {
    case .lowest: return !descending
    case .highest: return descending
    case .last: return false
    }
  }

  // MARK: WITH

  private func bind(_ with: WithClause, outer: Scope?, tables: inout CommonTables) throws(SQLError) {
    withStack.append(with)
    for (position, table) in with.tables.enumerated() {
      let folded = table.name.folded
      let isRecursive = with.recursive && QueryWalk.reads(table.query, folded)
      if isRecursive {
        try bindRecursive(table, outer: outer, tables: &tables)
      } else {
        // SQLite lets a CTE see itself; the author's dialects do not. Inside, the name means what it means outside.
        if tables[folded] != nil { table.printedName = newName(table.name.text) }
        let columns = try bind(table.query, outer: outer, tables: tables)
        tables[folded] = TableBinding(table: table, columns: try renamed(columns, table.columns, at: table.name.offset))
      }
      commonTables.append((withStack, table, position))
    }
  }

  func renamed(_ columns: [BoundColumn]?, _ names: [Identifier], at offset: Int32) throws(SQLError) -> [BoundColumn]? {
    guard !names.isEmpty else { return columns }
    guard let columns else { return names.map { BoundColumn(name: $0.text, type: .unknown, origins: []) } }
    guard names.count <= columns.count else {
      throw error("\(names.count) column names for \(columns.count) columns", at: offset)
    }
    return columns.enumerated().map { index, column in
      BoundColumn(
        name: index < names.count ? names[index].text : column.name, type: column.type, origins: column.origins)
    }
  }

  private func bindRecursive(_ table: CommonTable, outer: Scope?, tables: inout CommonTables) throws(SQLError) {
    guard case .set(let operation) = table.query.body else {
      throw error("a recursive CTE is a UNION of its start and its step", at: table.name.offset)
    }
    // The start gives names and types; the step then reads them.
    let start = try bind(&operation.left, outer: outer, tables: tables)
    let columns = try renamed(start, table.columns, at: table.name.offset)
    var inner = tables
    inner[table.name.folded] = TableBinding(table: table, columns: columns)
    _ = try bind(&operation.right, outer: outer, tables: inner)
    if let columns { columns.forEach { use($0.origins) } }
    tables[table.name.folded] = TableBinding(table: table, columns: columns)
  }
}

extension Expression {
  var isStar: Bool {
    if case .star = kind { return true }
    return false
  }
}
