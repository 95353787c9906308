extension Binder {
  /// Aggregates: their types, exact sums, orders inside, DISTINCT of several columns. False for a plain function.
  func lowerAggregate(_ expression: Expression, _ original: FunctionCall) throws(SQLError) -> Bool {
    var call = original
    if call.over == nil, isAggregateName(call) {
      aggregateCount += 1
      expression.isAggregate = true
    }
    switch (call.name, call.arguments.count) {
    case ("count", _): return try lowerCount(expression, call)
    case ("sum", 1), ("avg", 1), ("mean", 1), ("average", 1), ("try_sum", 1), ("try_avg", 1), ("fsum", 1),
      ("sumkahan", 1):
      lowerSum(expression, &call)
      return true
    case ("min", 1), ("max", 1):
      expression.type = call.arguments[0].type
      return true
    case ("max_by", 2), ("min_by", 2), ("arg_max", 2), ("arg_min", 2): break
    case ("listagg", 1...2), ("string_agg", 1...2), ("group_concat", 1...2), ("string_agg_distinct", 1...2):
      try lowerTextAggregate(expression, call)
      return true
    case ("array_agg", 1), ("collect_list", 1), ("collect_set", 1), ("list", 1), ("array_unique_agg", 1),
      ("json_agg", 1), ("jsonb_agg", 1):
      try lowerArrayAggregate(expression, call)
      return true
    case ("percentile_cont", 1), ("percentile_disc", 1), ("mode", 0), ("approx_percentile", 1):
      guard let item = call.withinGroup.first else { return false }
      let value = item.expression
      expression.type = call.name == "percentile_cont" || call.name == "approx_percentile" ? .double : value.type
      if item.descending, let fraction = call.arguments.first {
        wrap(fraction, "(1 - ", ")", type: .double)
      }
      call.name = call.name == "mode" ? "mode" : call.name == "percentile_disc" ? "percentile_disc" : "percentile_cont"
      call.arguments = [value] + call.arguments
      call.withinGroup = []
      expression.kind = .call(call)
      return true
    case ("object_agg", 2), ("json_object_agg", 2), ("jsonb_object_agg", 2), ("map_agg", 2):
      expression.type = .structure
      call.name = "json_group_object"
      expression.kind = .call(call)
      return true
    case ("grouping", _), ("grouping_id", _):
      expression.type = .integer
      expression.kind = .template([.grouping(call.arguments)])
      return true
    default: break
    }
    guard let rule = FunctionCatalog.rule(call.name, call.arguments.count, dialect), rule.isAggregate else {
      return false
    }
    try apply(rule, to: expression, call)
    return try reattach(expression, call)
  }

  private func isAggregateName(_ call: FunctionCall) -> Bool {
    switch call.name {
    case "count", "sum", "avg", "mean", "average", "min", "max", "listagg", "string_agg", "array_agg", "collect_list",
      "collect_set", "list", "percentile_cont", "percentile_disc", "mode", "object_agg", "json_object_agg",
      "jsonb_object_agg",
      "map_agg", "group_concat", "json_agg", "jsonb_agg", "array_unique_agg", "approx_percentile", "try_sum", "try_avg",
      "fsum":
      return true
    default: return FunctionCatalog.rule(call.name, call.arguments.count, dialect)?.isAggregate ?? false
    }
  }

  /// A template that is one call `name(args)` gets the FILTER, DISTINCT and OVER of the original.
  private func reattach(_ expression: Expression, _ call: FunctionCall) throws(SQLError) -> Bool {
    guard call.filter != nil || call.over != nil || call.isDistinct || !call.orderBy.isEmpty else {
      asNativeCall(expression, call)
      return true
    }
    guard case .template(var pieces) = expression.kind, case .text(let first)? = pieces.first,
      first.hasSuffix("(") || first.contains("("),
      case .text(let last)? = pieces.last, last.hasSuffix(")")
    else {
      throw error("'\(call.name)' cannot stand with FILTER or OVER here", at: call.nameOffset, construct: call.name)
    }
    guard call.orderBy.isEmpty || ["any_value", "max_by", "min_by"].contains(call.name) else {
      throw error(
        "'\(call.name)' with ORDER BY has no translation", at: call.nameOffset, construct: "\(call.name)(… ORDER BY …)")
    }
    if call.isDistinct, let open = first.firstIndex(of: "("), !first.contains("DISTINCT") {
      pieces[0] = .text(first[...open] + "DISTINCT " + first[first.index(after: open)...])
    }
    if let filter = call.filter { pieces += [.text(" FILTER (WHERE "), .expression(filter), .text(")")] }
    switch call.over {
    case nil: break
    case .named(let name): pieces.append(.text(" OVER \(SQLText.name(name.text))"))
    case .inline(let window):
      pieces.append(.text(" OVER "))
      pieces.append(.window(window))
    }
    expression.kind = .template(pieces)
    return true
  }

  /// A template that is a call of an aggregate of SQLite's own becomes that call: whoever groups rows knows those.
  private func asNativeCall(_ expression: Expression, _ original: FunctionCall) {
    guard case .template(var pieces) = expression.kind, case .text(let first)? = pieces.first,
      case .text(let last)? = pieces.last, pieces.count >= 3, last.hasSuffix(")"),
      let open = first.firstIndex(of: "("), ["count", "min", "max", "total"].contains(first[..<open]),
      !first[open...].hasPrefix("(DISTINCT")
    else { return }
    pieces[0] = .text(String(first[first.index(after: open)...]))
    pieces[pieces.count - 1] = .text(String(last.dropLast()))
    var argument = Expression(.template(pieces), start: expression.start, end: expression.end)
    if case .text("") = pieces[0], case .text("") = pieces[2], pieces.count == 3,
      case .expression(let inner) = pieces[1]
    {
      argument = inner
    }
    argument.isBound = true
    var call = original
    call.name = String(first[..<open])
    call.arguments = [argument]
    expression.kind = .call(call)
  }

  private func lowerCount(_ expression: Expression, _ original: FunctionCall) throws(SQLError) -> Bool {
    var call = original
    expression.type = .integer
    if call.arguments.count == 1, call.arguments[0].isStar {
      call.isStar = true
      call.arguments = []
    }
    if call.arguments.isEmpty { call.isStar = true }
    var tuple = call.arguments
    if tuple.count == 1, case .tuple(let parts) = tuple[0].kind { tuple = parts }
    if tuple.count > 1 {
      // Rows of several values: those with a NULL do not count.
      var pieces: [TemplatePiece] = [.text("CASE WHEN ")]
      for (index, part) in tuple.enumerated() {
        if index > 0 { pieces.append(.text(" AND ")) }
        pieces += [.text("("), .expression(part), .text(") IS NOT NULL")]
      }
      pieces += [.text(" THEN json_array(")] + jsonArguments(tuple) + [.text(") END")]
      let value = Expression(.template(pieces), start: expression.start, end: expression.end)
      value.isBound = true
      call.arguments = [value]
    }
    if call.isDistinct, call.over != nil {
      // SQLite has no DISTINCT in windows.
      call.isDistinct = false
      call.name = "count_distinct"
    }
    expression.kind = .call(call)
    return true
  }

  /// Sums of decimals are exact: counted in whole units of the last digit.
  private func lowerSum(_ expression: Expression, _ call: inout FunctionCall) {
    let value = call.arguments[0]
    if value.type == .text, dialect != .sqlite { wrapCast(value, to: .double, safe: false) }
    let isSum = call.name.hasSuffix("sum") || call.name == "sumkahan"
    call.name = isSum ? "sum" : "avg"
    if call.isDistinct, call.over != nil {
      call.isDistinct = false
      call.name = isSum ? "sum_distinct" : "avg_distinct"
      expression.type = isSum ? value.type : .double
      expression.kind = .call(call)
      return
    }
    switch value.type {
    case .decimal(let precision, let scale):
      let scaleLiteral = Expression(.number("\(scale)"), start: value.end, end: value.end)
      if isSum {
        expression.type = .decimal(min(precision + 10, 38), scale)
        if dialect == .duckdb { expression.type = .decimal(38, scale) }
        call.name = "decimal_sum"
        call.arguments.append(scaleLiteral)
        expression.kind = .call(call)
      } else {
        call.name = "decimal_avg"
        call.arguments.append(scaleLiteral)
        expression.kind = .call(call)
        switch dialect {
        case .spark, .databricks:
          expression.type = .decimal(min(precision + 4, 38), min(scale + 4, 38))
          roundCall(expression, min(scale + 4, 15))
        case .snowflake:
          expression.type = .decimal(38, max(scale, min(scale + 6, 12)))
          roundCall(expression, max(scale, min(scale + 6, 12)))
        default: expression.type = .double
        }
      }
    case .integer:
      expression.type = isSum ? .integer : .double
      expression.kind = .call(call)
      if !isSum, dialect == .snowflake {
        expression.type = .decimal(38, 6)
        roundCall(expression, 6)
      }
      if !isSum, dialect == .redshift {
        // Redshift: the average of integers is an integer, cut off.
        expression.type = .integer
        let inner = Expression(expression.kind, start: expression.start, end: expression.end)
        inner.isBound = true
        replace(expression, "CAST(", inner, " AS INTEGER)")
      }
    case .boolean:
      expression.type = isSum ? .integer : .double
      expression.kind = .call(call)
    case .interval, .unknown:
      expression.type = .unknown
      if !isSum { expression.type = .double }
      expression.kind = .call(call)
    default:
      expression.type = .double
      expression.kind = .call(call)
    }
  }

  private func roundCall(_ expression: Expression, _ scale: Int) {
    let inner = Expression(expression.kind, start: expression.start, end: expression.end)
    inner.isBound = true
    replace(expression, "round(", inner, ", \(scale))")
  }
}
