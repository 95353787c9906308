extension Binder {
  func bindCall(_ expression: Expression, _ call: FunctionCall, _ scope: Scope, _ tables: CommonTables) throws(SQLError)
  {
    try bind(call.arguments, scope, tables)
    for argument in call.arguments {
      for origin in argument.origins where !expression.origins.contains(origin) { expression.origins.append(origin) }
    }
    if let filter = call.filter { try bind(filter, scope, tables) }
    if case .inline(let window) = call.over { try bind(window, scope, tables) }
    if call.over != nil {
      windowCount += 1
    } else if ["count", "sum", "min", "max", "avg"].contains(call.name) {
      aggregateCount += 1
    }
    if ["count", "row_number", "rank", "dense_rank"].contains(call.name) { expression.type = .integer }
  }

  func lowerDatePart(_ expression: Expression, _ unit: DateUnit, _ value: Expression) {
    replace(expression, "date_part('\(unit.rawValue)', ", value, ")")
    expression.type = .integer
  }
}
