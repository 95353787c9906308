/// Looks for names in a tree that is not bound yet.
enum QueryWalk {
  /// Whether the query reads a relation of this unqualified, folded name anywhere in a FROM.
  static func reads(_ query: Query, _ name: String) -> Bool {
    if let with = query.with {
      for table in with.tables where reads(table.query, name) { return true }
    }
    return reads(query.body, name)
  }

  private static func reads(_ body: Query.Body, _ name: String) -> Bool {
    switch body {
    case .select(let select): return select.from.map { reads($0, name) } ?? false
    case .set(let operation): return reads(operation.left, name) || reads(operation.right, name)
    case .values: return false
    case .nested(let query): return reads(query, name)
    }
  }

  /// Whether a function stands in FROM.
  static func hasFunction(_ table: TableExpression) -> Bool {
    switch table.kind {
    case .function: return true
    case .join(let join): return hasFunction(join.left) || hasFunction(join.right)
    case .grouped(let inner): return hasFunction(inner)
    default: return false
    }
  }

  private static func reads(_ table: TableExpression, _ name: String) -> Bool {
    switch table.kind {
    case .relation(let parts): return parts.count == 1 && parts[0].folded == name
    case .query(let query, _): return reads(query, name)
    case .join(let join): return reads(join.left, name) || reads(join.right, name)
    case .grouped(let inner), .pivot(let inner, _), .unpivot(let inner, _): return reads(inner, name)
    case .values, .function, .template: return false
    }
  }
}
