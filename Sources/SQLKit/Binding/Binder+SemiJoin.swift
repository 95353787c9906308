/// `EXISTS (SELECT … WHERE inner = outer …)` as `outer IN (SELECT inner …)`.
///
/// SQLite evaluates the first anew for every row around it, each time from the start of the inner table where no index
/// helps; the second it evaluates once and keeps sorted. 20 000 accounts against 18 000 deals: 45 s, so 0.1 s.
extension Binder {
  /// Rewrites a bound EXISTS where all that ties it to the rows around it are equalities; else leaves it as it is.
  ///
  /// - Parameter outer: the sources of the rows around it; any other source belongs to the query inside.
  func rewriteExists(_ expression: Expression, outer: [Source]) {
    guard case .exists(let query, let negated) = expression.kind, let select = plainSelect(of: query),
      let from = select.from, isUncorrelated(from, outer)
    else { return }
    var keys: [(inside: Expression, outside: Expression)] = []
    var rest: [Expression] = []
    for conjunct in select.condition?.conjuncts ?? [] {
      if side(of: conjunct, outer) == .inside {
        rest.append(conjunct)
      } else if let key = key(conjunct, outer) {
        keys.append(key)
      } else {
        return
      }
    }
    guard !keys.isEmpty else { return }
    let place = expression.start
    select.items = keys.map { SelectItem(value: $0.inside, alias: nil) }
    select.distinct = .no
    // A NULL equals nothing: without it among the keys nobody has to look for it.
    let tests = rest + keys.map { Expression(.isNull($0.inside, negated: true), start: place, end: place) }
    select.condition = tests.dropFirst().reduce(tests[0]) {
      Expression(.binary(.and, $0, $1), start: place, end: place)
    }
    query.limit = nil
    query.orderBy = []
    let value =
      keys.count == 1 ? keys[0].outside : Expression(.tuple(keys.map(\.outside)), start: place, end: place)
    let found = Expression(.inQuery(value, query, negated: false), start: place, end: place)
    // A key that is NULL is not found, where IN would say NULL.
    if keys.count == 1 {
      expression.kind = .isBoolean(found, true, negated: negated)
    } else {
      // As a condition SQLite does not look for NULLs among the rows, which takes it through all of them.
      let (yes, no) = (
        Expression(.number("1"), start: place, end: place), Expression(.number("0"), start: place, end: place)
      )
      expression.kind = .conditional(
        operand: nil, branches: [(when: found, then: negated ? no : yes)], otherwise: negated ? yes : no)
    }
  }

  /// The one SELECT a query is, when each of its rows stands for a row of its FROM.
  private func plainSelect(of query: Query) -> Select? {
    guard query.with == nil, query.offset == nil, case .select(let select) = query.body, select.having == nil,
      select.qualify == nil, select.top == nil, select.ranking == nil, select.groupingSets == nil,
      select.shape?.aggregates ?? 0 == 0
    else { return nil }
    if case .none = select.groupBy {} else { return nil }
    if case .on = select.distinct { return nil }
    if let limit = query.limit {
      guard case .number(let text) = limit.kind, let number = Int(text), number != 0 else { return nil }
    }
    return select
  }

  private enum Side { case inside, outside, both, neither }

  /// Where an expression's columns come from; `both` too where that cannot be told.
  private func side(of expression: Expression, _ outer: [Source]) -> Side {
    var (inside, outside, unknown) = (false, false, false)
    let isKnown = expression.walk { part in
      switch part.kind {
      case .boundColumn, .column:
        guard let source = part.source else {
          unknown = true
          return
        }
        if outer.contains(where: { $0 === source }) { outside = true } else { inside = true }
      case .template(let pieces) where pieces.allSatisfy(\.isText):
        if let source = part.source {
          if outer.contains(where: { $0 === source }) { outside = true } else { inside = true }
        }
      case .collate: unknown = true
      default: break
      }
    }
    if !isKnown || unknown { return .both }
    return inside ? (outside ? .both : .inside) : (outside ? .outside : .neither)
  }

  private func key(_ conjunct: Expression, _ outer: [Source]) -> (inside: Expression, outside: Expression)? {
    guard case .binary(.equal, let left, let right) = conjunct.kind else { return nil }
    switch (side(of: left, outer), side(of: right, outer)) {
    case (.inside, .outside): return (left, right)
    case (.outside, .inside): return (right, left)
    default: return nil
    }
  }

  /// Whether nothing in FROM looks at the rows around: what it joins by, that is; tables are not looked into.
  private func isUncorrelated(_ table: TableExpression, _ outer: [Source]) -> Bool {
    switch table.kind {
    case .relation: return true
    case .grouped(let inner): return isUncorrelated(inner, outer)
    case .join(let join):
      let isTied = join.on.map { side(of: $0, outer) != .inside } ?? false
      return !isTied && isUncorrelated(join.left, outer) && isUncorrelated(join.right, outer)
    case .query, .values, .function, .pivot, .unpivot, .template: return false
    }
  }
}

extension Scope {
  /// All sources that can be seen from here, outwards.
  var visibleSources: [Source] { sources + (parent?.visibleSources ?? []) }
}

extension Expression {
  /// The conditions that AND ties together.
  var conjuncts: [Expression] {
    if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
    return [self]
  }
}

extension TemplatePiece {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}
