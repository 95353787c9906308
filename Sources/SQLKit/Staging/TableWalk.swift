extension Query {
  /// Calls `body` for every item of FROM at any depth, those of expressions' subqueries included.
  func forEachTable(_ body: (TableExpression) -> Void) {
    forEachSelect { select in
      if let from = select.from { from.forEachItem(body) }
    }
  }

  /// Calls `body` for every SELECT at any depth, inner ones first.
  func forEachSelect(_ body: (Select) -> Void) {
    for table in with?.tables ?? [] { table.query.forEachSelect(body) }
    self.body.forEachSelect(body)
    for item in orderBy { item.expression.forEachSelect(body) }
  }
}

extension Query.Body {
  fileprivate func forEachSelect(_ body: (Select) -> Void) {
    switch self {
    case .select(let select):
      select.from?.forEachQuery { $0.forEachSelect(body) }
      for expression in select.expressions { expression.forEachSelect(body) }
      body(select)
    case .set(let operation):
      operation.left.forEachSelect(body)
      operation.right.forEachSelect(body)
    case .values(let rows): for expression in rows.joined() { expression.forEachSelect(body) }
    case .nested(let query): query.forEachSelect(body)
    }
  }
}

extension Select {
  /// Every expression of its own clauses.
  var expressions: [Expression] {
    var result = items.map(\.value)
    if let condition { result.append(condition) }
    if case .list(let keys) = groupBy { result += keys }
    if let having { result.append(having) }
    if let qualify { result.append(qualify) }
    from?.forEachItem { item in
      if case .join(let join) = item.kind, let on = join.on { result.append(on) }
    }
    return result
  }
}

extension TableExpression {
  /// This item and those inside its joins; derived tables are not entered.
  func forEachItem(_ body: (TableExpression) -> Void) {
    body(self)
    switch kind {
    case .join(let join):
      join.left.forEachItem(body)
      join.right.forEachItem(body)
    case .grouped(let inner), .pivot(let inner, _), .unpivot(let inner, _): inner.forEachItem(body)
    default: break
    }
  }

  /// The queries of derived tables in this item and its joins.
  fileprivate func forEachQuery(_ body: (Query) -> Void) {
    forEachItem { item in
      switch item.kind {
      case .query(let query, _): body(query)
      case .template(let pieces): for query in Expression.queries(in: pieces) { body(query) }
      default: break
      }
    }
  }
}

extension Expression {
  fileprivate func forEachSelect(_ body: (Select) -> Void) {
    switch kind {
    case .inQuery(let value, let query, _):
      value.forEachSelect(body)
      query.forEachSelect(body)
    case .exists(let query, _), .query(let query): query.forEachSelect(body)
    case .quantified(_, let left, _, let right):
      left.forEachSelect(body)
      right.forEachSelect(body)
    case .template(let pieces):
      for piece in pieces { if case .expression(let inner) = piece { inner.forEachSelect(body) } }
      for query in Self.queries(in: pieces) { query.forEachSelect(body) }
    case .call(let call):
      for argument in call.arguments { argument.forEachSelect(body) }
      call.filter?.forEachSelect(body)
    default: for child in children ?? [] { child.forEachSelect(body) }
    }
  }

  fileprivate static func queries(in pieces: [TemplatePiece]) -> [Query] {
    pieces.compactMap { piece in
      if case .query(let snapshot) = piece, case .query(let query, _) = snapshot.kind { return query }
      return nil
    }
  }
}
