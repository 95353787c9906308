extension Stager {
  /// The query as a projection of one relation's rows, when it is one.
  func projection(_ query: Query) -> RowProjection? {
    guard binder.isDeterministic, lookups.isEmpty, groupings.isEmpty, let found = projected(query) else { return nil }
    return RowProjection(relation: found.relation, values: found.values.map(\.value))
  }

  /// What a query, or one inside it, makes of the relation's rows.
  private struct Projected {
    var relation: String
    /// Values by their names; the name is empty where nobody outside can use it.
    var values: [(name: String, value: ProjectedValue)]

    /// What a column of this query is made of; nil where the name does not tell.
    func value(_ name: String) -> ProjectedValue? {
      if values.count == 1, case .allColumns = values[0].value { return .column(name) }
      let folded = name.asciiLowercased()
      let named = values.filter { $0.name.asciiLowercased() == folded }
      return named.count == 1 ? named[0].value : nil
    }

    var isWholeRelation: Bool {
      if values.count == 1, case .allColumns = values[0].value { return true }
      return false
    }
  }

  private func projected(_ query: Query) -> Projected? {
    guard query.orderBy.isEmpty, query.limit == nil, query.offset == nil, case .select(let select) = query.body,
      select.isRowWise, select.condition == nil, let from = select.from, let inner = projected(from)
    else { return nil }
    var values: [(name: String, value: ProjectedValue)] = []
    for item in select.items {
      if case .star(let star) = item.value.kind {
        guard star.isPlain else { return nil }
        values += inner.values
        continue
      }
      guard let value = projected(item.value, over: inner) else { return nil }
      var name = item.alias?.text ?? ""
      if item.alias == nil, case .boundColumn(_, let column) = item.value.kind { name = column }
      values.append((name, value))
    }
    return Projected(relation: inner.relation, values: values)
  }

  private func projected(_ table: TableExpression) -> Projected? {
    guard table.columnAliases.isEmpty else { return nil }
    switch table.kind {
    case .grouped(let inner): return table.alias == nil ? projected(inner) : nil
    case .query(let query, lateral: false): return projected(query)
    case .relation(let parts):
      if parts.count == 1, let printed = table.printedName, let common = commonTable(printed) {
        return common.columns.isEmpty ? projected(common.query) : nil
      }
      return table.printedName.map { Projected(relation: $0, values: [("", .allColumns)]) }
    default: return nil
    }
  }

  private func projected(_ expression: Expression, over inner: Projected) -> ProjectedValue? {
    switch expression.kind {
    case .boundColumn(_, let name): return inner.value(name)
    case .binary(.concat, let left, let right):
      guard let left = projected(left, over: inner), let right = projected(right, over: inner) else { return nil }
      return .concatenation([left, right])
    case .template(let pieces):
      if let known = projected(pieces, over: inner) { return known }
    default: break
    }
    // Any other expression is left to SQLite, in the words it is printed in: those know the relation's columns only.
    var columns: Set<String> = []
    let isOpen = expression.walk { part in
      if case .boundColumn(_, let name) = part.kind { columns.insert(name.asciiLowercased()) }
    }
    guard isOpen, columns.isEmpty || inner.isWholeRelation else { return nil }
    return .sql(text(expression), columns: columns)
  }

  /// The functions whose meaning is plain enough to do without SQLite.
  private func projected(_ pieces: [TemplatePiece], over inner: Projected) -> ProjectedValue? {
    guard case .text(let opening)? = pieces.first, case .text(")")? = pieces.last else { return nil }
    var arguments: [Expression] = []
    for piece in pieces.dropFirst().dropLast() {
      switch piece {
      case .expression(let argument): arguments.append(argument)
      case .text(", "): continue
      default: return nil
      }
    }
    switch opening {
    case "cast_date(":
      guard arguments.count == 1, arguments[0].type.isTimestamp else { return nil }
      return projected(arguments[0], over: inner).map { .date($0) }
    case "concat_null(":
      let parts = arguments.compactMap { projected($0, over: inner) }
      return parts.count == arguments.count && !parts.isEmpty ? .concatenation(parts) : nil
    default: return nil
    }
  }
}
