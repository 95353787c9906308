/// Columns beside aggregates that no group has one value of: SQLite takes any row's, the author's dialect refuses them.
extension Binder {
  /// - Throws: at the first such column of the select list.
  func checkGrouped(_ select: Select, _ scope: Scope) throws(SQLError) {
    // PostgreSQL allows what depends on a primary key, and which columns are one is not known here.
    guard dialect != .sqlite, dialect != .postgres else { return }
    var keys: [Expression] = []
    switch select.groupBy {
    // Aggregates of a subquery do not make groups here.
    case .none: guard select.items.contains(where: { $0.value.holdsAggregate }) else { return }
    case .list(let list): keys = list
    case .all, .sets: return
    }
    var wholes: Set<Int> = []
    for key in keys { if case .number(let text) = key.kind, let number = Int(text) { wholes.insert(number - 1) } }
    let known = GroupKeys(keys: keys, scope: scope)
    for (index, item) in select.items.enumerated() where !wholes.contains(index) {
      guard let column = known.loose(item.value), case .boundColumn(_, let name) = column.kind else { continue }
      throw error(
        "'\(name)' is neither aggregated nor in GROUP BY", at: column.start,
        hint: "group by it, or take any_value(\(name))")
    }
  }
}

extension Expression {
  /// An aggregate call, also as the copy of one that a rewriting has made.
  fileprivate var isOneOfManyRows: Bool {
    if isAggregate { return true }
    switch kind {
    case .call(let call): return call.over == nil && AggregateNames.all.contains(call.name)
    case .template(let pieces):
      guard case .text(let text)? = pieces.first, let open = text.firstIndex(of: "(") else { return false }
      return AggregateNames.all.contains(String(text[..<open]))
    default: return false
    }
  }

  fileprivate var holdsAggregate: Bool { isOneOfManyRows || children?.contains { $0.holdsAggregate } ?? false }
}

/// The names aggregates are printed with.
private enum AggregateNames {
  static let all: Set<String> = {
    var names: Set<String> = [
      "sum", "avg", "min", "max", "count", "total", "decimal_sum", "decimal_avg", "sum_distinct", "avg_distinct",
      "count_distinct", "group_concat", "ordered_concat", "ordered_array", "json_group_array", "json_group_object",
      "percentile_cont", "percentile_disc", "mode", "first_value_present", "last_value_present",
    ]
    for (name, rules) in FunctionCatalog.rules {
      for rule in rules where rule.isAggregate {
        names.insert(name)
        if case .text(let text)? = rule.pieces.first, let open = text.firstIndex(of: "(") {
          names.insert(String(text[..<open]))
        }
      }
    }
    return names
  }()
}

/// What the rows of a group have in common.
private struct GroupKeys {
  private let scope: Scope
  private var columns: Set<ColumnOfSource> = []
  private var texts: Set<String> = []

  private struct ColumnOfSource: Hashable {
    var source: Int
    var column: String
  }

  init(keys: [Expression], scope: Scope) {
    self.scope = scope
    for key in keys {
      let key = Self.unwrapped(key)
      if let column = column(key) { columns.insert(column) }
      texts.insert(Self.text(key))
    }
  }

  /// A column of this SELECT's own sources in an expression that is made of more than keys and aggregates; nil as well
  /// where the expression cannot be looked into.
  func loose(_ expression: Expression) -> Expression? {
    if expression.isOneOfManyRows { return nil }
    if let column = column(expression) { return columns.contains(column) ? nil : expression }
    guard let children = expression.children, !children.isEmpty, !texts.contains(Self.text(Self.unwrapped(expression)))
    else { return nil }
    for child in children { if let found = loose(child) { return found } }
    return nil
  }

  private func column(_ expression: Expression) -> ColumnOfSource? {
    guard case .boundColumn(let qualifier, let name) = expression.kind else { return nil }
    let folded = name.asciiLowercased()
    let place = scope.sources.firstIndex { source in
      !source.hidden && (qualifier == nil || qualifier == source.printed) && source.column(folded) != nil
        && (qualifier != nil || !source.merged.contains(folded))
    }
    return place.map { ColumnOfSource(source: $0, column: folded) }
  }

  /// An alias of the select list is bound as its expression in parentheses.
  private static func unwrapped(_ expression: Expression) -> Expression {
    if case .template(let pieces) = expression.kind, pieces.count == 3, case .text("(") = pieces[0],
      case .expression(let inner) = pieces[1], case .text(")") = pieces[2]
    {
      return unwrapped(inner)
    }
    return expression
  }

  private static func text(_ expression: Expression) -> String {
    var printer = Printer(capacity: 64)
    printer.expression(expression)
    return printer.out.text
  }
}
