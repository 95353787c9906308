/// Arrays, structures and semi-structured data: all JSON text.
extension Binder {
  func lowerArray(_ expression: Expression, _ values: [Expression]) {
    expression.type = .array(unify(values))
    expression.kind = .template([.text("json_array(")] + jsonArguments(values) + [.text(")")])
  }

  /// Values as arguments of json_array or json_object, nested JSON kept as such.
  func jsonArguments(_ values: [Expression]) -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    for (index, value) in values.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces += jsonArgument(value)
    }
    return pieces
  }

  func jsonArgument(_ value: Expression) -> [TemplatePiece] {
    switch value.type {
    case .boolean:
      return [
        .text("json(CASE "), .expression(value), .text(" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"),
      ]
    case .json, .array, .structure: return [.text("json("), .expression(value), .text(")")]
    default: return [.expression(value)]
    }
  }

  func lowerStructure(_ expression: Expression, _ fields: [(name: String?, value: Expression)]) {
    expression.type = .structure
    var pieces: [TemplatePiece] = [.text("json_object(")]
    for (index, field) in fields.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces.append(.text(SQLText.literal(field.name ?? "_\(index)") + ", "))
      pieces += jsonArgument(field.value)
    }
    expression.kind = .template(pieces + [.text(")")])
  }

  /// `value[index]`: from 1 in DuckDB and PostgreSQL, from 0 elsewhere; a text index is a key.
  func lowerSubscript(_ expression: Expression, _ value: Expression, _ index: Expression) {
    if case .array(let element) = value.type { expression.type = element } else { expression.type = .json }
    let fromOne = dialect == .duckdb || dialect == .postgres
    let name = expression.type == .json ? "json_step" : "list_element"
    var isPositive = false
    if case .number(let text) = index.kind { isPositive = (Int(text) ?? 0) > 0 }
    if index.type == .text || !fromOne || value.type == .json {
      replace(expression, "\(name)(", value, ", ", index, ")")
    } else if isPositive {
      replace(expression, "\(name)(", value, ", (", index, ") - 1)")
    } else if dialect == .duckdb {
      // Below zero it counts from the end; there is no element 0.
      expression.kind = .template([
        .text("\(name)("), .expression(value), .text(", nullif("), .expression(index), .text(", 0) - (("),
        .expression(index), .text(") > 0))"),
      ])
    } else {
      expression.kind = .template([
        .text("\(name)("), .expression(value), .text(", CASE WHEN ("), .expression(index), .text(") > 0 THEN ("),
        .expression(index), .text(") - 1 END)"),
      ])
    }
  }

  /// `value.name` and `value:name`.
  func lowerField(_ expression: Expression, _ value: Expression, _ name: String) {
    expression.type = .json
    let key = Expression(.string(name), start: expression.start, end: expression.end)
    // Snowflake and Databricks print a value taken from JSON without its quotes only after a cast; a structure's field
    // is the value itself.
    let call = value.type == .structure ? "json_value(" : dialect == .databricks ? "json_step_text(" : "json_step("
    if value.type == .structure { expression.type = .unknown }
    if dialect == .databricks, value.type != .structure { expression.type = .text }
    replace(expression, call, value, ", ", key, ")")
  }

  func lowerQuantified(
    _ expression: Expression, _ op: BinaryOperator, _ left: Expression, all: Bool, _ right: Expression, _ scope: Scope,
    _ tables: CommonTables
  ) throws(SQLError) {
    expression.type = .boolean
    switch (right.kind, op, all) {
    case (.query(let query), .equal, false), (.query(let query), .notEqual, true):
      _ = try bind(query, outer: scope, tables: tables)
      expression.kind = .inQuery(left, query, negated: all)
    case (.query, _, _):
      throw error(
        "a comparison with ANY or ALL rows of a query has no translation", at: expression.start,
        construct: "ANY (SELECT …)", hint: "compare with min() or max() in the subquery")
    default:
      // Array forms.
      try bind(right, scope, tables)
      guard (op == .equal && !all) || (op == .notEqual && all) else {
        throw error("this comparison with ANY or ALL has no translation", at: expression.start, construct: "ANY")
      }
      test(expression, all, "list_contains", [right, left], nil)
    }
  }
}
