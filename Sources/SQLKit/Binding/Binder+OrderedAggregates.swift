/// Aggregates that gather values in an order: SQLite 3.40 has no ORDER BY inside a call, so the keys go in as arguments.
extension Binder {
  /// `listagg(x, ',') WITHIN GROUP (ORDER BY y)`, `string_agg(x, ',' ORDER BY y)`.
  func lowerTextAggregate(_ expression: Expression, _ call: FunctionCall) throws(SQLError) {
    var call = call
    expression.type = .text
    let value = call.arguments[0]
    if value.type != .integer { coerce(value, to: .text) }
    var separator = Expression(.string(call.name == "listagg" ? "" : ","), start: value.end, end: value.end)
    if call.arguments.count > 1 { separator = call.arguments[1] }
    let order = call.withinGroup + call.orderBy
    if order.isEmpty, !call.isDistinct {
      call.name = "group_concat"
      call.arguments = [value, separator]
      call.withinGroup = []
      expression.kind = .call(call)
      // Snowflake gives an empty text for no rows, the others NULL.
      if dialect == .snowflake, call.over == nil {
        let inner = Expression(expression.kind, start: expression.start, end: expression.end)
        inner.isBound = true
        replace(expression, "coalesce(", inner, ", '')")
      }
      return
    }
    gather(expression, &call, "ordered_concat", value, [separator], order)
  }

  /// `array_agg(x ORDER BY y)`, `collect_list(x)`.
  func lowerArrayAggregate(_ expression: Expression, _ call: FunctionCall) throws(SQLError) {
    var call = call
    let value = call.arguments[0]
    expression.type = .array(value.type)
    let isSet = call.name == "collect_set" || call.name == "array_unique_agg"
    if isSet { call.isDistinct = true }
    let skipsNull =
      dialect == .spark || dialect == .databricks || dialect == .snowflake || call.name.hasPrefix("collect")
    let order = call.withinGroup + call.orderBy
    let mode = Expression(
      .string((skipsNull ? "s" : "k") + (value.type == .boolean ? "b" : value.type.isJSON ? "j" : "v")),
      start: value.end, end: value.end)
    gather(expression, &call, "ordered_array", value, [mode], order)
    // No rows: an empty array in Spark and Snowflake, NULL elsewhere.
    if skipsNull, call.over == nil {
      let inner = Expression(expression.kind, start: expression.start, end: expression.end)
      inner.isBound = true
      replace(expression, "coalesce(", inner, ", '[]')")
    }
  }

  /// `name(value, extra…, directions, key…)`; DISTINCT is a letter among the directions.
  private func gather(
    _ expression: Expression, _ call: inout FunctionCall, _ name: String, _ value: Expression, _ extra: [Expression],
    _ order: [OrderItem]
  ) {
    var directions = call.isDistinct ? "u" : ""
    for item in order {
      // a or d for the direction, upper case where NULL comes first.
      let letter = item.descending ? "d" : "a"
      directions += item.nullsFirst == true ? letter.uppercased() : letter
    }
    call.name = name
    call.isDistinct = false
    call.withinGroup = []
    call.orderBy = []
    call.arguments =
      [value] + extra + [Expression(.string(directions), start: value.end, end: value.end)] + order.map(\.expression)
    expression.kind = .call(call)
  }

  // MARK: Windows

  /// Window functions proper; false for an aggregate over a window.
  func lowerWindow(_ expression: Expression, _ original: FunctionCall, _ scope: Scope, _ tables: CommonTables)
    throws(SQLError) -> Bool
  {
    var call = original
    if dialect == .spark || dialect == .databricks || dialect == .duckdb {
      if call.name == "first" { call.name = "first_value" }
      if call.name == "last" { call.name = "last_value" }
    }
    if call.arguments.count == 2, ["first_value", "last_value"].contains(call.name),
      case .boolean(let ignore) = call.arguments[1].kind
    {
      call.arguments.removeLast()  // Spark: first(x, true)
      call.nullTreatment = ignore ? .ignore : nil
    }
    switch call.name {
    case "row_number", "rank", "dense_rank", "ntile": expression.type = .integer
    case "percent_rank", "cume_dist": expression.type = .double
    case "lag", "lead", "first_value", "last_value", "nth_value":
      expression.type = call.arguments.first?.type ?? .unknown
      if call.name.hasPrefix("l"), call.arguments.count == 3 {
        expression.type = unify([call.arguments[0], call.arguments[2]])
      }
      if call.nullTreatment == .ignore {
        guard call.name == "first_value" || call.name == "last_value" else {
          return try skippingNulls(expression, &call)
        }
        call.name += "_present"
        call.nullTreatment = nil
      }
    case "ratio_to_report":
      expression.type = .double
      var sum = call
      sum.name = "sum"
      let total = Expression(.call(sum), start: expression.start, end: expression.end)
      total.isBound = true
      replace(expression, "(CAST(", call.arguments[0], " AS REAL) / nullif(", total, ", 0))")
      return true
    default: return false
    }
    expression.kind = .call(call)
    return true
  }

  /// `lag(x) IGNORE NULLS` and `lead`: the last or next value there is, over the frame before or after this row.
  private func skippingNulls(_ expression: Expression, _ call: inout FunctionCall) throws(SQLError) -> Bool {
    guard call.name == "lag" || call.name == "lead", call.arguments.count == 1, case .inline(let window) = call.over
    else {
      throw error(
        "'\(call.name)' IGNORE NULLS has no translation in this form", at: call.nameOffset, construct: "IGNORE NULLS")
    }
    let framed = WindowDefinition()
    framed.base = window.base
    framed.partitionBy = window.partitionBy
    framed.orderBy = window.orderBy
    let one = Expression(.number("1"), start: expression.start, end: expression.start)
    framed.frame =
      call.name == "lag"
      ? WindowFrame(unit: .rows, start: .unboundedPreceding, end: .preceding(one))
      : WindowFrame(unit: .rows, start: .following(one), end: .unboundedFollowing)
    call.name = call.name == "lag" ? "last_value_present" : "first_value_present"
    call.nullTreatment = nil
    call.over = .inline(framed)
    expression.kind = .call(call)
    return true
  }

  /// Calls with lambdas; false where there is none.
  func bindLambdaCall(_ expression: Expression, _ call: FunctionCall, _ scope: Scope, _ tables: CommonTables)
    throws(SQLError) -> Bool
  {
    guard let position = call.arguments.firstIndex(where: { if case .lambda = $0.kind { true } else { false } }),
      position == 1, case .lambda(let names, let body) = call.arguments[1].kind
    else { return false }
    let list = call.arguments[0]
    try bind(list, scope, tables)
    let alias = newName("x")
    let inner = Scope(parent: scope)
    for (index, name) in names.prefix(2).enumerated() {
      inner.lambdaNames[name.folded] = index == 0 ? "\(alias).value" : "\(alias).key"
    }
    try bind(body, inner, tables)
    expression.origins = list.origins + body.origins
    let from = " FROM json_each("
    switch call.name {
    case "transform", "list_transform", "array_transform", "apply", "list_apply":
      expression.type = .array(body.type)
      expression.kind = .template(
        [.text("(SELECT json_group_array(")] + jsonArgument(body) + [
          .text(")\(from)"), .expression(list), .text(") AS \(alias))"),
        ])
    case "filter", "list_filter", "array_filter":
      expression.type = list.type
      expression.kind = .template([
        .text("(SELECT json_group_array(\(alias).value)\(from)"), .expression(list), .text(") AS \(alias) WHERE "),
        .expression(body), .text(")"),
      ])
    case "exists", "any_match", "list_any", "array_any":
      expression.type = .boolean
      expression.kind = .template([
        .text("EXISTS (SELECT 1\(from)"), .expression(list), .text(") AS \(alias) WHERE "), .expression(body),
        .text(")"),
      ])
    case "forall", "all_match":
      expression.type = .boolean
      expression.kind = .template([
        .text("NOT EXISTS (SELECT 1\(from)"), .expression(list), .text(") AS \(alias) WHERE NOT ("), .expression(body),
        .text("))"),
      ])
    default:
      throw error("'\(call.name)' with a lambda has no translation", at: call.nameOffset, construct: "lambda")
    }
    return true
  }
}
