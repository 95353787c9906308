/// A query that stands for a value.
extension Binder {
  /// SQLite takes the first row of such a query; every other engine says that a second one is an error.
  func refuseSecondRow(_ expression: Expression, _ query: Query) {
    guard dialect != .sqlite, !hasOneRow(query) else { return }
    let table = TableExpression(.query(query, lateral: false), start: query.start, end: query.end)
    let name = newName("value")
    expression.kind = .template([
      .text("(WITH \(name)(value) AS ("), .query(TableSnapshot(table)),
      .text(") SELECT single_value(value) FROM \(name))"),
    ])
  }

  /// Whether a query cannot give two rows, by its form alone.
  private func hasOneRow(_ query: Query) -> Bool {
    if case .number(let text) = query.limit?.kind, text == "0" || text == "1" { return true }
    switch query.body {
    case .nested(let inner): return hasOneRow(inner)
    case .values(let rows): return rows.count == 1
    case .set: return false
    case .select(let select):
      guard let shape = select.shape, select.qualify == nil, select.ranking == nil else { return false }
      if case .none = select.groupBy { return shape.aggregates > 0 || select.from == nil }
      return false
    }
  }
}
