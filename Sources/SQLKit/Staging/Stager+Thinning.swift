/// Columns that pass through a query as they are need not pass through SQLite: whoever holds the driving relation's row can
/// put them into the result.
extension Stager {
  /// From so many columns on it is worth it.
  private static let worthThinning = 3

  /// The query without those of its first `count` columns that are the driving relation's own; nil when they are few.
  ///
  /// - Parameter select: the query's own SELECT, which works row by row.
  func thinned(_ query: Query, _ select: Select, columns count: Int, driving: TableExpression) -> ThinnedQuery? {
    guard binder.isDeterministic, !select.items.contains(where: { $0.value.isStar }) else { return nil }
    let columns = select.items.prefix(count).map { ownColumn($0.value, of: select, driving) }
    guard columns.count(where: { $0 != nil }) >= Self.worthThinning else { return nil }
    let all = select.items
    defer { select.items = all }
    select.items = zip(all, columns).filter { $0.1 == nil }.map(\.0) + all.dropFirst(count)
    if select.items.isEmpty {
      // Something has to come of each row.
      select.items = [SelectItem(value: Expression(.number("0"), start: select.start, end: select.start))]
    }
    return ThinnedQuery(query: cuttable(query, driving: driving), columns: columns)
  }

  /// The driving relation's column that an expression is, followed through derived tables and CTEs; nil for any other.
  private func ownColumn(_ expression: Expression, of select: Select, _ driving: TableExpression) -> String? {
    guard case .boundColumn(let qualifier, let name) = expression.kind, let from = select.from else { return nil }
    var sources: [TableExpression] = []
    from.forEachItem { item in
      if case .join = item.kind { return }
      if case .grouped = item.kind { return }
      sources.append(item)
    }
    if let qualifier { sources = sources.filter { calledName($0) == qualifier.asciiLowercased() } }
    guard sources.count == 1, sources[0].columnAliases.isEmpty else { return nil }
    return ownColumn(name, of: sources[0], driving)
  }

  private func ownColumn(_ name: String, of table: TableExpression, _ driving: TableExpression) -> String? {
    if table === driving { return name }
    guard let query = queryBehind(table), case .select(let select) = query.body else { return nil }
    let folded = name.asciiLowercased()
    if select.items.count == 1, case .star(let star) = select.items[0].value.kind {
      guard star.isPlain, let from = select.from else { return nil }
      return ownColumn(name, of: from, driving)
    }
    let named = select.items.filter { item in
      if let alias = item.alias { return alias.text.asciiLowercased() == folded }
      if case .boundColumn(_, let column) = item.value.kind { return column.asciiLowercased() == folded }
      return item.value.isStar
    }
    guard named.count == 1, !named[0].value.isStar else { return nil }
    return ownColumn(named[0].value, of: select, driving)
  }

  /// The query of a derived table or CTE.
  private func queryBehind(_ table: TableExpression) -> Query? {
    switch table.kind {
    case .query(let query, lateral: false): return query
    case .relation(let parts):
      guard parts.count == 1, let printed = table.printedName, let common = commonTable(printed),
        common.columns.isEmpty
      else { return nil }
      return common.query
    default: return nil
    }
  }

  private func calledName(_ table: TableExpression) -> String? {
    if let alias = table.alias { return alias.text.asciiLowercased() }
    if case .relation(let parts) = table.kind { return parts.last?.text.asciiLowercased() }
    return nil
  }
}
