extension Stager {
  /// Finds the SELECTs with GROUP BY over a relation worth cutting, inner ones first.
  func findGroupings(_ query: Query) {
    var around: [WithClause] = []
    findGroupings(query, &around, isTop: true)
  }

  private func findGroupings(_ query: Query, _ around: inout [WithClause], isTop: Bool) {
    if let with = query.with {
      around.append(with)
      for table in with.tables { findGroupings(table.query, &around, isTop: false) }
    }
    if case .select(let select) = query.body {
      select.from?.forEachItem { item in
        if case .query(let inner, lateral: false) = item.kind { findGroupings(inner, &around, isTop: false) }
      }
      if let stage = grouping(select, of: query, around: around) { groupings.append(stage) }
    }
    if query.with != nil { around.removeLast() }
  }

  /// Takes a SELECT apart into what is grouped and what is computed of the groups; notes what is printed in its place.
  private func grouping(_ select: Select, of query: Query, around: [WithClause]) -> GroupingStage? {
    guard case .list(let written) = select.groupBy, !written.isEmpty, let shape = select.shape, shape.windows == 0,
      select.windows.isEmpty, select.qualify == nil, select.top == nil, case .no = select.distinct,
      let keys = keys(written, of: select), let driving = drivingTable(of: select)
    else { return nil }
    let table = "_groups_\(groupings.count + 1)"
    let outputs = select.items.map(\.value) + (select.having.map { [$0] } ?? []) + query.orderBy.map(\.expression)
    let distinct = distinctArgument(of: outputs)
    var parts = GroupedParts(keys: keys.map(text), table: table, distinct: distinct.map(text))
    for output in outputs where !isReference(output, in: query, select) {
      guard take(output, into: &parts) else { return nil }
    }
    // An aggregate the binder knows of and this walk did not meet hides in text: leave the query to SQLite.
    guard parts.aggregateObjects.count == shape.aggregates else { return nil }
    for (expression, replacement) in parts.replacements { replacements.expressions[expression] = replacement }
    let groupedBy = keys + (distinct.map { [$0] } ?? [])
    let stage = GroupingStage(
      table: table, input: input(of: select, keys: groupedBy, parts, around: around, driving: driving),
      keys: groupedBy.map(keyColumn), aggregates: parts.aggregates.map(\.kind))
    replacements.selects[ObjectIdentifier(select)] = table
    if distinct != nil {
      replacements.regroupings[ObjectIdentifier(select)] = keys.indices.map { "\(table)_k\($0)" }
    }
    return stage
  }

  /// What `count(DISTINCT …)` counts, where the outputs count something so: the rows are grouped by it too, and what comes of
  /// that once more without it. Two different things cannot be counted so; the second is met by ``take(_:into:)``.
  private func distinctArgument(of outputs: [Expression]) -> Expression? {
    var found: Expression?
    for output in outputs {
      _ = output.walk { part in
        if found == nil, case .call(let call) = part.kind, call.isDistinctCount { found = call.arguments[0] }
      }
    }
    return found.flatMap { $0.walk({ _ in }) ? $0 : nil }
  }

  /// A term of ORDER BY that only names an output column.
  private func isReference(_ expression: Expression, in query: Query, _ select: Select) -> Bool {
    guard query.orderBy.contains(where: { $0.expression === expression }) else { return false }
    if case .number = expression.kind { return true }
    if case .boundColumn(qualifier: nil, let name) = expression.kind {
      return select.items.contains { $0.alias?.text.asciiLowercased() == name.asciiLowercased() }
    }
    return false
  }

  /// The keys as expressions over the input: numbers and aliases replaced by what they stand for.
  private func keys(_ written: [Expression], of select: Select) -> [Expression]? {
    var result: [Expression] = []
    for key in written {
      var key = key
      if case .number(let text) = key.kind {
        guard let number = Int(text), number >= 1, number <= select.items.count else { return nil }
        key = select.items[number - 1].value
      } else if case .boundColumn(qualifier: nil, let name) = key.kind,
        let item = select.items.first(where: { $0.alias?.text.asciiLowercased() == name.asciiLowercased() })
      {
        key = item.value
      }
      // A constant key makes groups of no use here, and a query inside cannot be compared.
      guard key.walk({ _ in }) else { return nil }
      result.append(key)
    }
    return result
  }

  private func keyColumn(_ key: Expression) -> StagedColumn {
    // Only a plain column lends its affinity to comparisons; any other expression has none.
    if case .boundColumn = key.kind { return StagedColumn(name: "", declaredType: key.type.declaredName) }
    return StagedColumn(name: "", declaredType: nil)
  }

  func text(_ expression: Expression) -> String {
    var printer = Printer(capacity: 64)
    printer.replacements = replacements
    printer.expression(expression)
    return printer.out.text
  }

  /// Walks an output: a key becomes its column of the groups, an aggregate becomes its, and all else must be made of those.
  private func take(_ expression: Expression, into parts: inout GroupedParts) -> Bool {
    let identity = ObjectIdentifier(expression)
    if parts.replacements[identity] != nil { return true }
    if let key = parts.keys.firstIndex(of: text(expression)) {
      parts.replacements[identity] = "\(parts.table)_k\(key)"
      return true
    }
    if case .call(let call) = expression.kind, call.isDistinctCount {
      guard let distinct = parts.distinct, text(call.arguments[0]) == distinct else { return false }
      parts.aggregateObjects.insert(identity)
      parts.replacements[identity] = "count(\(parts.table)_k\(parts.keys.count))"
      return true
    }
    if case .call(let call) = expression.kind, let kind = call.groupAggregate {
      let argument = call.groupArgument
      guard argument?.walk({ _ in }) ?? true else { return false }
      parts.aggregateObjects.insert(identity)
      let index = parts.index(of: kind, argument.map { (self.text($0), $0) })
      let column = "\(parts.table)_a\(index)"
      if parts.distinct == nil {
        parts.replacements[identity] = column
        return true
      }
      guard let again = kind.again(column, of: argument?.type ?? .integer) else { return false }
      parts.replacements[identity] = again
      return true
    }
    if case .boundColumn = expression.kind { return false }
    guard let children = expression.children else { return false }
    for child in children { guard take(child, into: &parts) else { return false } }
    return true
  }

  /// The rows to be grouped: the SELECT's own FROM and WHERE with the keys and arguments as its columns.
  private func input(
    of select: Select, keys: [Expression], _ parts: GroupedParts, around: [WithClause], driving: TableExpression
  ) -> CuttableQuery {
    var printer = Printer(capacity: 1024)
    printer.replacements = replacements
    // Inside the input the keys and arguments are themselves.
    for identity in parts.replacements.keys { printer.replacements.expressions[identity] = nil }
    printer.replacements.tables[ObjectIdentifier(driving)] = Self.hole
    var depth = 0
    for with in around {
      let visible = count(of: with, before: select)
      if visible == 0 { continue }
      if depth > 0 { printer.out.write("SELECT * FROM (") }
      printer.with(with, upTo: visible)
      depth += 1
    }
    printer.out.write("SELECT ")
    printer.list(keys + parts.aggregates.compactMap(\.argument))
    if let from = select.from {
      printer.out.write("\nFROM ")
      printer.table(from)
    }
    if let condition = select.condition {
      printer.out.write("\nWHERE ")
      printer.expression(condition)
    }
    for _ in 1..<max(depth, 1) { printer.out.write(")") }
    return cuttable(printer, driving: driving)
  }

  /// How many of a WITH clause's tables come before the one that holds this SELECT.
  private func count(of with: WithClause, before select: Select) -> Int {
    for (index, table) in with.tables.enumerated() {
      var holds = false
      table.query.forEachSelect { if $0 === select { holds = true } }
      if holds { return index }
    }
    return with.tables.count
  }
}

/// What a grouped SELECT is made of.
struct GroupedParts {
  let keys: [String]
  let table: String
  /// What is counted as distinct, the last of the keys the rows are grouped by.
  let distinct: String?
  var aggregates: [(kind: GroupingStage.Aggregate, text: String, argument: Expression?)] = []
  /// What stands in the place of an expression in the final query.
  var replacements: [ObjectIdentifier: String] = [:]
  var aggregateObjects: Set<ObjectIdentifier> = []

  init(keys: [String], table: String, distinct: String? = nil) {
    self.keys = keys
    self.table = table
    self.distinct = distinct
  }

  /// The aggregate's number; one that is asked for twice is kept once.
  mutating func index(of kind: GroupingStage.Aggregate, _ argument: (text: String, value: Expression)?) -> Int {
    let text = argument?.text ?? ""
    if let known = aggregates.firstIndex(where: { $0.kind == kind && $0.text == text }) { return known }
    aggregates.append((kind, text, argument?.value))
    return aggregates.count - 1
  }
}

extension GroupingStage.Aggregate {
  /// The aggregate of finer groups' aggregates that is the aggregate of all their rows; nil where there is none that is
  /// the same to the last digit.
  fileprivate func again(_ column: String, of type: SQLType) -> String? {
    switch self {
    case .countRows, .count: "sum(\(column))"
    case .sum: type == .integer || type == .boolean ? "sum(\(column))" : nil
    case .minimum: "min(\(column))"
    case .maximum: "max(\(column))"
    case .decimalSum(let scale): "decimal_sum(\(column), \(scale))"
    case .total, .average, .decimalAverage: nil
    }
  }
}

extension FunctionCall {
  /// `count(DISTINCT x)` and nothing else about it.
  fileprivate var isDistinctCount: Bool {
    name == "count" && isDistinct && arguments.count == 1 && !isStar && over == nil && filter == nil && orderBy.isEmpty
      && withinGroup.isEmpty && limit == nil && nullTreatment == nil
  }

  /// The aggregate a hash table can keep that this call is, if it is one.
  var groupAggregate: GroupingStage.Aggregate? {
    guard over == nil, orderBy.isEmpty, withinGroup.isEmpty, limit == nil, nullTreatment == nil else { return nil }
    if name == "count", isStar || arguments.isEmpty { return filter == nil ? .countRows : .count }
    if arguments.count == 2, !isDistinct, case .number(let text) = arguments[1].kind, let scale = Int(text),
      (0...18).contains(scale)
    {
      switch name {
      case "decimal_sum": return .decimalSum(scale: scale)
      case "decimal_avg": return .decimalAverage(scale: scale)
      default: return nil
      }
    }
    guard arguments.count == 1 else { return nil }
    switch name {
    // DISTINCT changes nothing for the extremes.
    case "min": return .minimum
    case "max": return .maximum
    case "count" where !isDistinct: return .count
    case "sum" where !isDistinct: return .sum
    case "total" where !isDistinct: return .total
    case "avg" where !isDistinct: return .average
    default: return nil
    }
  }

  /// What a hash table takes in of each row: the argument, where the row passes the call's FILTER; nil for none.
  var groupArgument: Expression? {
    guard let filter else { return isStar || arguments.isEmpty ? nil : arguments[0] }
    let value = isStar || arguments.isEmpty ? TemplatePiece.text("1") : .expression(arguments[0])
    return Expression(
      .template([.text("CASE WHEN "), .expression(filter), .text(" THEN "), value, .text(" END")]),
      start: filter.start, end: filter.end)
  }
}
