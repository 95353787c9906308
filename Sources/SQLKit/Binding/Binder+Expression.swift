extension Binder {
  /// Binds a condition: like any expression, and its columns count as used.
  func bindCondition(_ expression: Expression, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    try bind(expression, scope, tables)
  }

  func bind(_ list: [Expression], _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    for expression in list { try bind(expression, scope, tables) }
  }

  func bind(_ window: WindowDefinition, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    try bind(window.partitionBy, scope, tables)
    for index in window.orderBy.indices {
      let item = window.orderBy[index]
      try bind(item.expression, scope, tables)
      window.orderBy[index].nullsFirst = item.nullsFirst ?? nullsFirst(descending: item.descending)
    }
    if let frame = window.frame {
      for bound in [frame.start, frame.end ?? .currentRow] {
        switch bound {
        case .preceding(let value), .following(let value):
          try bind(value, scope, tables)
          if value.type == .interval {
            throw error(
              "a RANGE frame of an interval has no translation", at: value.start, construct: "RANGE INTERVAL",
              hint: "join the table with itself, or use ROWS over a date spine")
          }
        default: break
        }
      }
    }
  }

  private func inherit(_ expression: Expression, _ parts: [Expression]) {
    for part in parts {
      for origin in part.origins where !expression.origins.contains(origin) { expression.origins.append(origin) }
    }
  }

  /// Binds an expression: names, then its operands, then itself.
  func bind(_ expression: Expression, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    guard !expression.isBound else {
      use(expression.origins)
      return
    }
    expression.isBound = true
    switch expression.kind {
    case .null: expression.type = .null
    case .boolean: expression.type = .boolean
    case .number, .string, .blob, .template: break
    case .parameter(let name): try bindParameter(expression, name, scope)
    case .boundColumn: use(expression.origins)
    case .column(let names): try bindColumn(expression, names, scope, tables)
    case .star: throw error("a * stands for columns, and here is room for one value", at: expression.start)
    case .unary(let op, let value):
      try bind(value, scope, tables)
      inherit(expression, [value])
      expression.type = op == .not ? .boolean : value.type
    case .binary(let op, let left, let right):
      try bind(left, scope, tables)
      try bind(right, scope, tables)
      inherit(expression, [left, right])
      try lowerBinary(expression, op, left, right)
    case .between(let value, let low, let high, _):
      try bind([value, low, high], scope, tables)
      inherit(expression, [value, low, high])
      align([value, low, high])
      expression.type = .boolean
    case .inList(let value, let values, let negated):
      try bind([value] + values, scope, tables)
      inherit(expression, [value] + values)
      if values.isEmpty { expression.kind = .boolean(negated) }
      if case .tuple = value.kind {} else { align([value] + values) }
      expression.type = .boolean
    case .inQuery(let value, let query, _):
      try bind(value, scope, tables)
      let columns = try bind(query, outer: scope, tables: tables)
      inherit(expression, [value])
      columns?.forEach { use($0.origins) }
      if let columns, columns.count == 1 {
        let type = comparisonType([value.type, columns[0].type])
        if let type, needsCast(value.type, to: type) { coerce(value, to: type) }
      }
      expression.type = .boolean
    case .like(let match):
      try bind([match.value] + match.patterns + (match.escape.map { [$0] } ?? []), scope, tables)
      inherit(expression, [match.value] + match.patterns)
      expression.type = .boolean
      try lowerLike(expression, match)
    case .isNull(let value, _), .isBoolean(let value, _, _):
      try bind(value, scope, tables)
      inherit(expression, [value])
      expression.type = .boolean
    case .isDistinct(let left, let right, _):
      try bind([left, right], scope, tables)
      inherit(expression, [left, right])
      align([left, right])
      expression.type = .boolean
    case .conditional(let operand, let branches, let otherwise):
      try bindConditional(expression, operand, branches, otherwise, scope, tables)
    case .cast(let value, let type, let safe):
      try bind(value, scope, tables)
      inherit(expression, [value])
      try lowerCast(expression, value, type, safe: safe)
    case .typedLiteral(let type, let text): try lowerTypedLiteral(expression, type, text)
    case .call(let call):
      try bindCall(expression, call, scope, tables)
    case .exists(let query, _):
      _ = try bind(query, outer: scope, tables: tables)
      expression.type = .boolean
      rewriteExists(expression, outer: scope.visibleSources)
    case .query(let query):
      let columns = try bind(query, outer: scope, tables: tables)
      if let columns {
        guard columns.count == 1 else {
          throw error(
            "a subquery used as a value has \(columns.count) columns", at: expression.start, hint: "select one column")
        }
        expression.type = columns[0].type
        expression.origins = columns[0].origins
        use(columns[0].origins)
      }
      refuseSecondRow(expression, query)
    case .interval(let literal):
      try bind(literal.value, scope, tables)
      inherit(expression, [literal.value])
      expression.type = .interval
      try lowerInterval(expression, literal)
    case .extract(let field, let value):
      try bind(value, scope, tables)
      inherit(expression, [value])
      try lowerExtract(expression, field, value)
    case .atTimeZone(let value, let zone):
      try bind([value, zone], scope, tables)
      inherit(expression, [value])
      try lowerAtTimeZone(expression, value, zone)
    case .tuple(let values):
      if values.isEmpty { throw error("() holds no value", at: expression.start) }
      try bind(values, scope, tables)
      inherit(expression, values)
    case .array(let values):
      try bind(values, scope, tables)
      inherit(expression, values)
      lowerArray(expression, values)
    case .structure(let fields):
      try bind(fields.map(\.value), scope, tables)
      inherit(expression, fields.map(\.value))
      lowerStructure(expression, fields)
    case .lambda:
      throw error("a lambda has no translation here", at: expression.start, construct: "lambda")
    case .subscripted(let value, let written):
      var index = written
      // BigQuery says from where it counts.
      if case .call(let call) = written.kind, let first = call.arguments.first, call.arguments.count == 1 {
        switch call.name {
        case "offset", "safe_offset": index = first
        case "ordinal", "safe_ordinal":
          let one = Expression(.number("1"), start: first.start, end: first.end)
          one.type = .integer
          index = Expression(.binary(.subtract, first, one), start: first.start, end: first.end)
        default: break
        }
      }
      try bind([value, index], scope, tables)
      inherit(expression, [value])
      lowerSubscript(expression, value, index)
    case .field(let value, let name, _):
      try bind(value, scope, tables)
      inherit(expression, [value])
      lowerField(expression, value, name.text)
    case .quantified(let op, let left, let all, let right):
      try bind(left, scope, tables)
      try lowerQuantified(expression, op, left, all: all, right, scope, tables)
    case .collate(let value, let name):
      try bind(value, scope, tables)
      inherit(expression, [value])
      expression.type = value.type
      if !["binary", "nocase", "rtrim"].contains(name.asciiLowercased()) {
        // Only the C and POSIX collations order bytes as SQLite does.
        guard ["c", "posix", "ucs_basic", "utf8_binary"].contains(name.asciiLowercased()) else {
          throw error("the collation '\(name)' has no translation", at: expression.start, construct: "COLLATE")
        }
        expression.kind = .collate(value, "BINARY")
      }
    }
  }

  private func bindConditional(
    _ expression: Expression, _ operand: Expression?, _ branches: [(when: Expression, then: Expression)],
    _ otherwise: Expression?, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    if let operand { try bind(operand, scope, tables) }
    var results: [Expression] = []
    var tests: [Expression] = []
    for branch in branches {
      try bind(branch.when, scope, tables)
      try bind(branch.then, scope, tables)
      tests.append(branch.when)
      results.append(branch.then)
    }
    if let otherwise {
      try bind(otherwise, scope, tables)
      results.append(otherwise)
    }
    if let operand { align([operand] + tests) }
    expression.type = unify(results)
    inherit(expression, (operand.map { [$0] } ?? []) + tests + results)
  }
}
