extension Binder {
  /// PIVOT with its values listed: an aggregate with a FILTER for each value, grouped by the columns nobody names.
  func bindPivot(
    _ table: TableExpression, _ inner: TableExpression, _ pivot: Pivot, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    let inside = Scope(parent: scope.parent)
    try bind(inner, into: inside, tables)
    let place = table.start
    let available = try knownColumns(inside, at: place, "PIVOT")
    try bind(pivot.columns, inside, tables)
    var taken = Set(pivot.columns.flatMap(columnNames))
    var aggregates: [SelectItem] = []
    for item in pivot.aggregates {
      let name = item.alias?.text ?? outputName(item.value)
      taken.formUnion(names(in: item.value))
      try bind(item.value, inside, tables)
      aggregates.append(
        SelectItem(value: item.value, alias: Identifier(text: name, quoted: true, offset: item.value.start)))
    }
    let select = Select(start: place)
    var columns: [BoundColumn] = []
    var keys: [Expression] = []
    for (source, column) in available where !taken.contains(column.folded) {
      let key = Expression(.boundColumn(qualifier: source.printed, name: column.name), start: place, end: place)
      key.type = column.type
      keys.append(key)
      use(column.origins)
      select.items.append(SelectItem(value: key, alias: Identifier(text: column.name, quoted: true, offset: place)))
      columns.append(column)
    }
    for value in pivot.values {
      let label = try pivotLabel(value)
      let parts: [Expression] = if case .tuple(let list) = value.value.kind { list } else { [value.value] }
      try bind(parts, inside, tables)
      var condition: Expression?
      for (column, part) in zip(pivot.columns, parts) {
        let test = Expression(.binary(.equal, column, part), start: part.start, end: part.end)
        align([part, Expression(column.kind, type: column.type, at: column)])
        condition = condition.map { Expression(.binary(.and, $0, test), start: part.start, end: part.end) } ?? test
      }
      guard let condition else { continue }
      for (index, aggregate) in aggregates.enumerated() {
        let filtered = try filtered(aggregate.value, by: condition)
        var name = label
        if aggregates.count > 1 || (pivot.aggregates[index].alias != nil && dialect != .snowflake && dialect != .duckdb)
          || (dialect == .duckdb && pivot.aggregates[index].alias != nil)
        {
          name += "_" + (aggregate.alias?.text ?? "")
        }
        select.items.append(
          SelectItem(value: filtered, alias: Identifier(text: name, quoted: true, offset: value.value.start)))
        columns.append(BoundColumn(name: name, type: aggregate.value.type, origins: aggregate.value.origins))
      }
    }
    select.from = inner
    select.groupBy = .list(keys)
    aggregateCount = max(0, aggregateCount - aggregates.count)
    table.kind = .query(Query(body: .select(select), start: place, end: table.end), lateral: false)
    try addDerived(table, columns, scope)
  }

  private func knownColumns(_ scope: Scope, at offset: Int32, _ construct: String) throws(SQLError) -> [(
    Source, BoundColumn
  )] {
    var all: [(Source, BoundColumn)] = []
    for source in scope.sources {
      guard let columns = source.columns else {
        throw error(
          "\(construct) over columns nobody knows", at: offset, construct: construct,
          hint: "select the columns by name in a CTE first")
      }
      all += columns.map { (source, $0) }
    }
    return all
  }

  private func columnNames(_ expression: Expression) -> [String] {
    switch expression.kind {
    case .boundColumn(_, let name): return [name.asciiLowercased()]
    case .column(let names): return names.last.map { [$0.folded] } ?? []
    default: return []
    }
  }

  /// Columns an aggregate's arguments name, before it is bound.
  private func names(in expression: Expression) -> [String] {
    switch expression.kind {
    case .call(let call): return call.arguments.flatMap(names(in:))
    case .binary(_, let left, let right): return names(in: left) + names(in: right)
    case .cast(let value, _, _), .unary(_, let value): return names(in: value)
    case .conditional(let subject, let branches, let otherwise):
      return (subject.map(names(in:)) ?? []) + branches.flatMap { names(in: $0.when) + names(in: $0.then) }
        + (otherwise.map(names(in:)) ?? [])
    default: return columnNames(expression)
    }
  }

  private func pivotLabel(_ value: SelectItem) throws(SQLError) -> String {
    if let alias = value.alias { return alias.text }
    switch value.value.kind {
    // Snowflake keeps the quotes in the name.
    case .string(let text): return dialect == .snowflake ? "'\(text)'" : text
    case .number(let text): return text
    case .boolean(let truth): return truth ? "true" : "false"
    case .tuple(let parts):
      return parts.map { if case .string(let text) = $0.kind { text } else { self.text(of: $0) } }.joined(
        separator: "_")
    default: return text(of: value.value)
    }
  }

  /// The aggregate over the rows that meet a condition.
  private func filtered(_ aggregate: Expression, by condition: Expression) throws(SQLError) -> Expression {
    let result = Expression(aggregate.kind, type: aggregate.type, at: aggregate)
    switch aggregate.kind {
    case .call(var call):
      call.filter = condition
      result.kind = .call(call)
    case .template(let pieces):
      guard case .text(let last)? = pieces.last, last == ")" else { fallthrough }
      result.kind = .template(pieces + [.text(" FILTER (WHERE "), .expression(condition), .text(")")])
    default:
      throw error(
        "this aggregate cannot stand in PIVOT", at: aggregate.start, construct: "PIVOT",
        hint: "use a plain aggregate and compute with its result outside")
    }
    return result
  }

  // MARK: UNPIVOT

  /// UNPIVOT: each row once for every listed column.
  func bindUnpivot(
    _ table: TableExpression, _ inner: TableExpression, _ unpivot: Unpivot, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    let inside = Scope(parent: scope.parent)
    try bind(inner, into: inside, tables)
    let place = table.start
    let available = try knownColumns(inside, at: place, "UNPIVOT")
    try bind(unpivot.columns.map(\.value), inside, tables)
    let listed = Set(unpivot.columns.flatMap { columnNames($0.value) })
    let plainNames = unpivot.columns.map { columnNames($0.value).first }
    let type = unify(unpivot.columns.map(\.value))
    var columns: [BoundColumn] = []
    let select = Select(start: place)
    for (source, column) in available where !listed.contains(column.folded) {
      let key = Expression(.boundColumn(qualifier: source.printed, name: column.name), start: place, end: place)
      use(column.origins)
      select.items.append(SelectItem(value: key, alias: Identifier(text: column.name, quoted: true, offset: place)))
      columns.append(column)
    }
    let names = newName("names")
    var choice: [TemplatePiece] = [.text("CASE \(names).column1")]
    var values = "(VALUES "
    var origins: [ColumnOrigin] = []
    for (index, item) in unpivot.columns.enumerated() {
      let name =
        item.alias?.text ?? plainNames[index].map { dialect == .snowflake ? $0.uppercased() : original($0, available) }
        ?? ""
      values += (index > 0 ? ", " : "") + "(\(SQLText.literal(name)))"
      choice += [.text(" WHEN \(SQLText.literal(name)) THEN "), .expression(item.value)]
      origins += item.value.origins
    }
    choice.append(.text(" END"))
    select.items.append(
      SelectItem(
        value: Expression(.template([.text("\(names).column1")]), start: place, end: place), alias: unpivot.name))
    let value = Expression(.template(choice), start: place, end: place)
    select.items.append(SelectItem(value: value, alias: unpivot.value))
    columns.append(BoundColumn(name: unpivot.name.text, type: .text, origins: []))
    columns.append(BoundColumn(name: unpivot.value.text, type: type, origins: origins))
    let list = TableExpression(.template([.text(values + ")")]), start: place, end: place)
    list.alias = Identifier(text: names, quoted: true, offset: place)
    select.from = TableExpression(
      .join(Join(kind: .cross, natural: false, left: inner, right: list, on: nil, using: [], comma: false)),
      start: place, end: place)
    if !unpivot.includeNulls {
      select.condition = Expression(
        .template([.text("("), .expression(value), .text(") IS NOT NULL")]), start: place, end: place)
    }
    table.kind = .query(Query(body: .select(select), start: place, end: table.end), lateral: false)
    try addDerived(table, columns, scope)
  }

  private func original(_ folded: String, _ available: [(Source, BoundColumn)]) -> String {
    available.first { $0.1.folded == folded }?.1.name ?? folded
  }
}

extension Expression {
  /// A bound copy that shares its parts.
  convenience init(_ kind: Kind, type: SQLType, at place: Expression) {
    self.init(kind, start: place.start, end: place.end)
    self.type = type
    origins = place.origins
    isBound = true
  }
}
