/// "The newest row of each key" over a wide table, with what selects from it row by row: the rows are ranked while they are
/// written, so that none goes through a sorter.
///
/// The form before, which SQLite still gets where this one does not fit: a window over whole rows, then a filter on its
/// number.
extension Stager {
  /// A query of one source whose rows carry, behind their own columns, what they are ranked by.
  private struct Ranked {
    var select: Select
    /// The names of its own columns.
    var names: [String]
    var window: WindowDefinition
    /// Columns that say whether a row passes the conditions above the ranking.
    var filters: [String] = []
    var driving: TableExpression
  }

  func latestRows(_ query: Query) -> LatestRowStage? {
    var inlined = 0
    guard let ranked = ranked(query, inlined: &inlined), inlined == binder.commonTables.count,
      let name = ranked.driving.printedName, let rows = options.rowCount(name), rows >= options.rowsWorthCutting
    else { return nil }
    let select = ranked.select
    // One filter in the place of several.
    if !ranked.filters.isEmpty {
      let all = select.items.suffix(ranked.filters.count).map(\.value)
      select.items.removeLast(ranked.filters.count)
      let place = select.start
      let value = all.dropFirst().reduce(all[0]) {
        Expression(.binary(.and, $0, $1), start: place, end: place)
      }
      select.items.append(SelectItem(value: value))
    }
    let outer = Query(body: .select(select), start: query.start, end: query.end)
    let thinned = thinned(outer, select, columns: ranked.names.count, driving: ranked.driving)
    return LatestRowStage(
      query: cuttable(outer, driving: ranked.driving), keyCount: ranked.window.partitionBy.count,
      order: ranked.window.orderBy.map { item in
        // SQLite's own habit: NULL is least.
        LatestRowStage.OrderKey(
          isDescending: item.descending, nullsFirst: item.nullsFirst ?? !item.descending)
      }, hasFilter: !ranked.filters.isEmpty, thinned: thinned)
  }

  private func ranked(_ query: Query, inlined: inout Int) -> Ranked? {
    guard query.orderBy.isEmpty, query.limit == nil, query.offset == nil, case .select(let select) = query.body
    else { return nil }
    if let ranked = ranking(select, inlined: &inlined) { return ranked }
    guard select.isRowWise, let from = select.from, let (inner, alias) = inside(from, inlined: &inlined),
      let below = ranked(inner, inlined: &inlined)
    else { return nil }
    return passing(select, over: below, alias: alias)
  }

  /// The query a single item of FROM stands for, and the name its columns are printed with.
  ///
  /// - Parameter inlined: counts the CTEs that are read in their own place. When they are all there are, no other part of the
  ///   query reads one, and the WITH can go.
  private func inside(_ from: TableExpression, inlined: inout Int) -> (query: Query, alias: Identifier)? {
    switch from.kind {
    case .query(let query, lateral: false): return from.alias.map { (query, $0) }
    case .relation(let parts):
      guard parts.count == 1, let printed = from.printedName, let common = commonTable(printed),
        common.columns.isEmpty, commonTableUses[common.printedName] == 1
      else { return nil }
      inlined += 1
      return (common.query, from.alias ?? parts[0])
    default: return nil
    }
  }

  /// The place of the ranking itself: `SELECT columns FROM (SELECT columns, row_number() … = 1 AS keep FROM …) WHERE keep`.
  private func ranking(_ outer: Select, inlined: inout Int) -> Ranked? {
    guard case .query(let query, lateral: false)? = outer.from?.kind, query.with == nil, query.orderBy.isEmpty,
      query.limit == nil, query.offset == nil, case .select(let inner) = query.body, let window = inner.ranking,
      let from = inner.from, outer.items.count == inner.items.count - 1, case .no = outer.distinct,
      case .boundColumn(nil, inner.items.last?.alias?.text ?? "")? = outer.condition?.kind,
      let (source, driving) = source(from, inlined: &inlined)
    else { return nil }
    let select = Select(start: inner.start)
    select.items = Array(inner.items.dropLast())
    select.condition = inner.condition
    select.from = source
    let names = select.items.compactMap(name)
    guard names.count == select.items.count else { return nil }
    for (index, key) in window.partitionBy.enumerated() { select.items.append(item(key, Self.key(index))) }
    for (index, key) in window.orderBy.enumerated() { select.items.append(item(key.expression, Self.order(index))) }
    return Ranked(select: select, names: names, window: window, driving: driving)
  }

  /// What the ranking reads: a relation, perhaps through CTEs and derived tables that work row by row.
  private func source(
    _ from: TableExpression, inlined: inout Int
  ) -> (TableExpression, driving: TableExpression)? {
    if case .relation = from.kind, let name = from.printedName, commonTable(name) == nil { return (from, from) }
    guard let (query, alias) = inside(from, inlined: &inlined), query.with == nil, query.orderBy.isEmpty,
      query.limit == nil,
      query.offset == nil, case .select(let select) = query.body, select.isRowWise, let below = select.from,
      let (table, driving) = source(below, inlined: &inlined)
    else { return nil }
    let copy = Select(start: select.start)
    copy.items = select.items
    copy.condition = select.condition
    copy.from = table
    let result = TableExpression(
      .query(Query(body: .select(copy), start: query.start, end: query.end), lateral: false), start: from.start,
      end: from.end)
    result.alias = alias
    return (result, driving)
  }

  /// A SELECT over ranked rows: its own columns, then those the rows carry, its condition among them.
  private func passing(_ select: Select, over below: Ranked, alias: Identifier) -> Ranked? {
    let result = Select(start: select.start)
    let place = select.start
    func carried(_ name: String) -> SelectItem {
      let column = Expression(.boundColumn(qualifier: alias.text, name: name), start: place, end: place)
      return SelectItem(value: column, alias: Identifier(text: name, quoted: true, offset: place))
    }
    for item in select.items {
      guard case .star(let star) = item.value.kind else {
        result.items.append(item)
        continue
      }
      guard star.isPlain else { return nil }
      result.items += below.names.map(carried)
    }
    let names = result.items.compactMap(name)
    guard names.count == result.items.count else { return nil }
    var filters = below.filters
    result.items += below.window.partitionBy.indices.map { carried(Self.key($0)) }
    result.items += below.window.orderBy.indices.map { carried(Self.order($0)) }
    result.items += filters.map(carried)
    if let condition = select.condition {
      filters.append("_filter_\(filters.count)")
      result.items.append(item(condition, filters[filters.count - 1]))
    }
    let inner = Query(body: .select(below.select), start: select.start, end: select.end)
    let from = TableExpression(.query(inner, lateral: false), start: select.start, end: select.end)
    from.alias = alias
    result.from = from
    return Ranked(
      select: result, names: names, window: below.window, filters: filters, driving: below.driving)
  }

  private func name(_ item: SelectItem) -> String? {
    if let alias = item.alias { return alias.text }
    if case .boundColumn(_, let name) = item.value.kind { return name }
    return nil
  }

  private func item(_ value: Expression, _ name: String) -> SelectItem {
    SelectItem(value: value, alias: Identifier(text: name, quoted: true, offset: value.start))
  }

  private static func key(_ index: Int) -> String { "_key_\(index)" }
  private static func order(_ index: Int) -> String { "_order_\(index)" }
}
