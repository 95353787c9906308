extension Binder {
  /// Binds a call: its arguments, then what it means in SQLite.
  func bindCall(_ expression: Expression, _ original: FunctionCall, _ scope: Scope, _ tables: CommonTables)
    throws(SQLError)
  {
    var call = original
    if let dot = call.name.lastIndex(of: "."), call.name != "hll_count.extract" {
      // `pg_catalog.lower`, `safe.parse_date`, `dbo.f`: only the name counts.
      call.name = String(call.name[call.name.index(after: dot)...])
    }
    if dialect == .snowflake, ["seq1", "seq2", "seq4", "seq8"].contains(call.name),
      scope.sources.contains(where: { $0.column("seq4") != nil })
    {
      // The number of a row of `TABLE(GENERATOR(…))`, which is that table's one column here.
      return try bindColumn(
        expression, [Identifier(text: "seq4", quoted: false, offset: call.nameOffset)], scope, tables)
    }
    try unitArguments(&call)
    if try bindLambdaCall(expression, call, scope, tables) { return }
    if call.name == "count", call.arguments.count == 1, call.arguments[0].isStar { call.arguments[0].isBound = true }
    try bind(call.arguments, scope, tables)
    if let filter = call.filter { try bind(filter, scope, tables) }
    for index in call.orderBy.indices { try bindOrderItem(&call.orderBy[index], scope, tables) }
    for index in call.withinGroup.indices { try bindOrderItem(&call.withinGroup[index], scope, tables) }
    if case .inline(let window) = call.over { try bind(window, scope, tables) }
    for part in call.arguments + call.withinGroup.map(\.expression) {
      for origin in part.origins where !expression.origins.contains(origin) { expression.origins.append(origin) }
    }
    if call.over != nil { windowCount += 1 }
    expression.kind = .call(call)
    if dialect == .sqlite, lowerNative(expression, call) { return }
    if lowerClock(expression, call) { return }
    if call.over != nil, try lowerWindow(expression, call, scope, tables) { return }
    if try lowerAggregate(expression, call) { return }
    if try lowerDateCall(expression, call) { return }
    if try lowerFormat(expression, call) { return }
    if try lowerSeries(expression, call) { return }
    if let rule = FunctionCatalog.rule(call.name, call.arguments.count, dialect) {
      return try apply(rule, to: expression, call)
    }
    try unknownFunction(expression, call)
  }

  func bindOrderItem(_ item: inout OrderItem, _ scope: Scope, _ tables: CommonTables) throws(SQLError) {
    try bind(item.expression, scope, tables)
    item.nullsFirst = item.nullsFirst ?? nullsFirst(descending: item.descending)
  }

  /// SQLite's dialect: its own functions are what the author means, types aside.
  private func lowerNative(_ expression: Expression, _ call: FunctionCall) -> Bool {
    switch call.name {
    case "count", "row_number", "rank", "dense_rank", "ntile", "length", "instr", "unicode", "changes":
      expression.type = .integer
    case "sum", "min", "max", "abs", "lag", "lead", "first_value", "last_value", "nth_value":
      expression.type = call.arguments.first?.type ?? .unknown
    case "avg", "total", "percent_rank", "cume_dist", "julianday": expression.type = .double
    case "round": expression.type = .double
    case "lower", "upper", "trim", "ltrim", "rtrim", "substr", "substring", "replace", "printf", "format", "hex",
      "group_concat",
      "char", "quote", "typeof", "strftime", "time", "md5":
      expression.type = .text
    case "date": expression.type = .date
    case "datetime": expression.type = .timestamp
    case "json", "json_array", "json_object", "json_group_array", "json_group_object": expression.type = .json
    case "random", "randomblob", "coalesce", "ifnull", "nullif", "iif": return markRandom(call) && false
    default: return false
    }
    if ["count", "sum", "min", "max", "avg", "total", "group_concat"].contains(call.name), call.over == nil,
      call.arguments.count < 2 || call.name == "group_concat"
    {
      aggregateCount += 1
    }
    noteClockArguments(call)
    return true
  }

  private func markRandom(_ call: FunctionCall) -> Bool {
    if call.name.hasPrefix("random") { isDeterministic = false }
    return true
  }

  /// `date('now')` reads the clock too.
  private func noteClockArguments(_ call: FunctionCall) {
    guard ["date", "datetime", "time", "julianday", "strftime"].contains(call.name) else { return }
    let reads =
      call.arguments.isEmpty
      || call.arguments.contains { if case .string("now") = $0.kind { true } else { false } }
    if reads {
      usesCurrentDate = true
      usesCurrentTimestamp = call.name != "date"
    }
  }

  // MARK: Rules

  /// Puts a rule's template in place of a call.
  func apply(_ rule: FunctionRule, to expression: Expression, _ call: FunctionCall) throws(SQLError) {
    guard call.labels.isEmpty || !call.labels.contains(where: { $0 != nil }) || call.name == "struct" else {
      throw error(
        "named arguments of '\(call.name)' have no translation", at: call.nameOffset, construct: "=>",
        hint: "give them by position")
    }
    switch rule.result {
    case .fixed(let type): expression.type = type
    case .argument(let index):
      expression.type = index <= call.arguments.count ? call.arguments[index - 1].type : .unknown
    case .common(let from): expression.type = unify(Array(call.arguments.dropFirst(from - 1)))
    case .element:
      if case .array(let element) = call.arguments[0].type {
        expression.type = element
      } else {
        expression.type = .unknown
      }
    case .temporal: expression.type = call.arguments[0].type == .date ? .date : .timestamp
    }
    var pieces: [TemplatePiece] = []
    for piece in rule.pieces {
      switch piece {
      case .text(let text): pieces.append(.text(text))
      case .dialect: pieces.append(.text("'\(dialect.rawValue)'"))
      case .argument(let index, let conversion):
        guard index <= call.arguments.count else {
          pieces.append(.text("NULL"))
          continue
        }
        pieces += converted(call.arguments[index - 1], conversion)
      case .arguments(let from, let conversion):
        for (index, argument) in call.arguments.dropFirst(from - 1).enumerated() {
          if index > 0 { pieces.append(.text(", ")) }
          pieces += converted(argument, conversion)
        }
      }
    }
    expression.kind = .template(withNativeParts(pieces, call))
  }

  /// SQLite's own `substr` in the place of functions of ours, where the positions are written out and mean the same in both.
  private func withNativeParts(_ pieces: [TemplatePiece], _ call: FunctionCall) -> [TemplatePiece] {
    guard case .text(let opening)? = pieces.first, pieces.count >= 4, call.arguments.count >= 2 else { return pieces }
    let numbers = call.arguments.dropFirst().map { argument in
      if case .number(let text) = argument.kind { Int(text) } else { Int?.none }
    }
    guard let first = numbers[0] else { return pieces }
    func substr(_ positions: String) -> [TemplatePiece] {
      [.text("substr("), pieces[1], .text(", \(positions))")]
    }
    switch (opening, numbers.count) {
    case ("text_left(", 1) where first >= 0: return substr("1, \(first)")
    case ("text_right(", 1) where first >= 1: return substr("-\(first)")
    case ("sql_substr(", 1) where first >= 1, ("pg_substr(", 1) where first >= 1: return substr("\(first)")
    case ("sql_substr(", 2) where first >= 1, ("pg_substr(", 2) where first >= 1:
      guard let length = numbers[1], length >= 0 else { return pieces }
      return substr("\(first), \(length)")
    default: return pieces
    }
  }

  private func converted(_ argument: Expression, _ conversion: FunctionRule.Conversion) -> [TemplatePiece] {
    switch conversion {
    case .none: return [.expression(argument)]
    case .json: return jsonArgument(argument)
    case .to(let type):
      switch type {
      case .text:
        if argument.type != .integer, argument.type.isKnown { coerce(argument, to: .text) }
      case .date:
        if argument.type != .date { wrapCast(argument, to: .date, safe: false) }
      case .timestamp:
        if !argument.type.isTimestamp { wrapCast(argument, to: .timestamp, safe: false) }
      case .boolean:
        if argument.type == .text { wrapCast(argument, to: .boolean, safe: false) }
      default:
        if argument.type == .text { wrapCast(argument, to: type, safe: false) }
      }
      return [.expression(argument)]
    }
  }

  /// A function no rule knows goes through as it stands, and fails when it is run if SQLite does not know it either.
  private func unknownFunction(_ expression: Expression, _ call: FunctionCall) throws(SQLError) {
    if FunctionCatalog.isKnown(call.name),
      FunctionCatalog.rules[call.name]?.contains(where: { $0.dialects.contains(dialect) }) == true
    {
      throw error(
        "'\(call.name)' does not take \(call.arguments.count) arguments", at: call.nameOffset,
        construct: "\(call.name)()")
    }
    if dialect != .sqlite, !NativeFunctions.same.contains(call.name) {
      throw error(
        "the function '\(call.name)' is not known in \(dialect.rawValue) on this engine", at: call.nameOffset,
        construct: "\(call.name)()",
        hint: "write it with functions that are known, or run the model on its own platform")
    }
    if !call.withinGroup.isEmpty || !call.orderBy.isEmpty || call.nullTreatment == .ignore {
      throw error(
        "'\(call.name)' with an order or IGNORE NULLS has no translation", at: call.nameOffset, construct: call.name)
    }
  }
}

/// Functions that mean the same in SQLite as everywhere, or are this engine's own, and need no rule.
enum NativeFunctions {
  static let same: Set<String> = [
    "json_valid", "json_array", "json_object", "json_each", "likely", "unlikely", "glob", "hex", "typeof", "changes",
    "last_insert_rowid", "sqlite_version", "julianday", "printf", "instr", "unicode", "quote", "zeroblob",
  ]
}
