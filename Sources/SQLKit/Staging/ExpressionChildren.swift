extension Expression {
  /// The expressions directly inside; nil where a query hides inside, or a form that is not taken apart.
  var children: [Expression]? {
    switch kind {
    case .null, .boolean, .number, .string, .blob, .parameter, .typedLiteral, .boundColumn: []
    case .unary(_, let value), .isNull(let value, _), .isBoolean(let value, _, _), .cast(let value, _, _),
      .extract(_, let value), .collate(let value, _), .field(let value, _, _):
      [value]
    case .binary(_, let left, let right), .isDistinct(let left, let right, _), .atTimeZone(let left, let right),
      .subscripted(let left, let right):
      [left, right]
    case .between(let value, let low, let high, _): [value, low, high]
    case .inList(let value, let list, _): [value] + list
    case .like(let match): [match.value] + match.patterns + (match.escape.map { [$0] } ?? [])
    case .conditional(let operand, let branches, let otherwise):
      (operand.map { [$0] } ?? []) + branches.flatMap { [$0.when, $0.then] } + (otherwise.map { [$0] } ?? [])
    case .call(let call): call.children
    case .tuple(let items), .array(let items): items
    case .interval(let literal): [literal.value]
    case .template(let pieces): Self.children(of: pieces)
    case .column, .star, .inQuery, .exists, .query, .structure, .lambda, .quantified: nil
    }
  }

  private static func children(of pieces: [TemplatePiece]) -> [Expression]? {
    var result: [Expression] = []
    for piece in pieces {
      switch piece {
      case .text: break
      case .expression(let inner): result.append(inner)
      case .query, .window, .grouping: return nil
      }
    }
    return result
  }

  /// Calls `body` for this expression and all inside it; false when one of them cannot be looked into.
  func walk(_ body: (Expression) -> Void) -> Bool {
    body(self)
    guard let children else { return false }
    return children.allSatisfy { $0.walk(body) }
  }
}

extension FunctionCall {
  /// The arguments and what else is computed for the call; nil with a window or an order, which are not taken apart.
  var children: [Expression]? {
    guard over == nil, orderBy.isEmpty, withinGroup.isEmpty, limit == nil else { return nil }
    return arguments + (filter.map { [$0] } ?? [])
  }
}
