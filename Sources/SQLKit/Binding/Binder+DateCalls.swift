/// Functions with a unit of time among their arguments, in each dialect's order.
extension Binder {
  /// Where a call's unit stands, from 0.
  private func unitPosition(_ name: String, _ count: Int) -> Int? {
    switch (name, count) {
    case ("dateadd", 3), ("date_add", 3), ("timestampadd", 3), ("datediff", 3), ("timestampdiff", 3), ("datesub", 3),
      ("date_sub", 3), ("timeadd", 3), ("timediff", 3), ("date_part", 2), ("datepart", 2), ("datetrunc", 2),
      ("timestamp_trunc", 2) where dialect != .bigquery:
      return 0
    case ("date_diff", 3), ("datetime_diff", 3), ("timestamp_diff", 3): return dialect == .bigquery ? 2 : 0
    case ("date_trunc", 2): return dialect == .bigquery ? 1 : 0
    case ("date_trunc", 3): return 0
    case ("timestamp_trunc", _), ("datetime_trunc", _), ("last_day", 2): return count >= 2 ? 1 : nil
    case ("trunc", 2): return dialect == .databricks || dialect == .spark ? 1 : nil
    default: return nil
    }
  }

  /// Turns a bare unit (`dateadd(day, …)`) into text before it is taken for a column.
  func unitArguments(_ call: inout FunctionCall) throws(SQLError) {
    guard let position = unitPosition(call.name, call.arguments.count) else { return }
    let argument = call.arguments[position]
    let word: String
    switch argument.kind {
    case .column(let names) where names.count == 1: word = names[0].text
    case .string(let text): word = text
    case .call(let inner) where inner.name == "week": word = "isoweek"
    default: return
    }
    if DateUnit(word) == nil, ["date_part", "datepart"].contains(call.name) || call.name == "trunc" { return }
    guard let unit = DateUnit(word) else {
      throw error("'\(word)' is no unit of time", at: argument.start, construct: "\(call.name)(\(word))")
    }
    call.arguments[position] = Expression(.string(unit.rawValue), start: argument.start, end: argument.end)
    call.arguments[position].type = .text
    call.arguments[position].isBound = true
  }

  private func unit(_ argument: Expression) -> DateUnit? {
    if case .string(let text) = argument.kind { return DateUnit(text) }
    return nil
  }

  /// Rewrites a call with a unit; false for any other.
  func lowerDateCall(_ expression: Expression, _ call: FunctionCall) throws(SQLError) -> Bool {
    let arguments = call.arguments
    switch (call.name, arguments.count) {
    case ("dateadd", 3), ("date_add", 3), ("timestampadd", 3), ("timeadd", 3):
      try addUnits(expression, arguments[0], arguments[1], to: arguments[2], subtract: false)
    case ("date_sub", 3):
      try addUnits(expression, arguments[0], arguments[1], to: arguments[2], subtract: true)
    case ("date_add", 2), ("date_sub", 2), ("timestamp_add", 2), ("timestamp_sub", 2), ("datetime_add", 2),
      ("datetime_sub", 2):
      guard arguments[1].type == .interval else { return false }
      let minus = call.name.hasSuffix("sub")
      if call.name.hasPrefix("date_"), arguments[0].type == .text { wrapCast(arguments[0], to: .date, safe: false) }
      return try lowerTemporal(expression, minus ? .subtract : .add, arguments[0], arguments[1])
    case ("datediff", 3), ("date_diff", 3), ("timestampdiff", 3), ("timediff", 3):
      try difference(expression, call)
    case ("datetime_diff", 3), ("timestamp_diff", 3): try difference(expression, call)
    case ("datesub", 3): whole(expression, arguments[0], arguments[1], arguments[2])
    case ("datediff", 2) where dialect == .snowflake || dialect == .redshift: return false
    case ("date_trunc", 2...), ("datetrunc", 2), ("timestamp_trunc", 2...), ("datetime_trunc", 2...):
      try truncate(expression, call)
    case ("trunc", 2)
    where unit(arguments[1]) != nil && arguments[0].type.isTemporal
      || arguments.count == 2 && unit(arguments[1]) != nil && (dialect == .databricks || dialect == .spark):
      expression.type = .date
      if arguments[0].type != .date { wrapCast(arguments[0], to: .date, safe: false) }
      replace(expression, "date_trunc(", arguments[1], ", ", arguments[0], ", 'd')")
    case ("trunc", 1) where dialect == .redshift && arguments[0].type.isTemporal:
      expression.kind = arguments[0].kind
      expression.type = arguments[0].type
      expression.origins = arguments[0].origins
      wrapCast(expression, to: .date, safe: false)
    case ("date_part", 2), ("datepart", 2):
      guard let unit = unit(arguments[0]) else {
        expression.type = .unknown
        replace(expression, "date_part(", arguments[0], ", ", arguments[1], ")")
        return true
      }
      lowerDatePart(expression, unit, arguments[1])
    case ("last_day", 2):
      expression.type = .date
      replace(expression, "last_day(", arguments[0], ", ", arguments[1], ")")
    default: return false
    }
    return true
  }

  private func addUnits(
    _ expression: Expression, _ unitArgument: Expression, _ amount: Expression, to value: Expression, subtract: Bool
  ) throws(SQLError) {
    guard let unit = unit(unitArgument), let size = IntervalText.unitSize(unit) else {
      throw error("this unit cannot be added", at: unitArgument.start, construct: "dateadd")
    }
    if value.type == .text { wrapCast(value, to: .timestamp, safe: false) }
    let stays = value.type == .date && size.microseconds == 0 && dialect != .duckdb
    switch value.type {
    case .timestampTZ: expression.type = .timestampTZ
    // Redshift, Spark and Databricks give a timestamp for a date too.
    case _ where [.redshift, .databricks, .spark].contains(dialect): expression.type = .timestamp
    case .date where stays: expression.type = .date
    case .unknown: expression.type = .unknown
    default: expression.type = .timestamp
    }
    let kind = expression.type == .date ? "d" : expression.type == .unknown ? "a" : "t"
    if amount.type == .text { wrapCast(amount, to: .integer, safe: false) }
    func times(_ factor: Int) -> [TemplatePiece] {
      factor == 0
        ? [.text("0")]
        : [.text(subtract ? "-(" : "("), .expression(amount), .text(factor == 1 ? ")" : ") * \(factor)")]
    }
    expression.kind = .template(
      [.text("add_interval("), .expression(value), .text(", ")] + times(size.months) + [.text(", ")] + times(size.days)
        + [.text(", ")] + times(size.microseconds) + [.text(", '\(kind)')")])
  }

  /// Boundaries crossed, or whole units elapsed, from the earlier to the later argument.
  private func difference(_ expression: Expression, _ call: FunctionCall) throws(SQLError) {
    let unitIndex = unitPosition(call.name, 3) ?? 0
    var rest = call.arguments
    let unitArgument = rest.remove(at: unitIndex)
    // BigQuery: date_diff(later, earlier, unit).
    let (from, to) = dialect == .bigquery ? (rest[1], rest[0]) : (rest[0], rest[1])
    expression.type = .integer
    if dialect == .databricks || dialect == .spark || call.name == "timestampdiff" && dialect != .snowflake
      || call.name == "timestamp_diff"
    {
      return whole(expression, unitArgument, from, to)
    }
    // DuckDB counts weeks as sevens of days, everything else by boundaries.
    if dialect == .duckdb, unit(unitArgument) == .week { return whole(expression, unitArgument, from, to) }
    let weekStart = dialect == .redshift || dialect == .bigquery ? 7 : options.weekStart
    expression.kind = .template([
      .text("date_diff("), .expression(unitArgument), .text(", "), .expression(from), .text(", "), .expression(to),
      .text(weekStart == 1 ? ")" : ", \(weekStart))"),
    ])
  }

  private func whole(_ expression: Expression, _ unit: Expression, _ from: Expression, _ to: Expression) {
    expression.type = .integer
    expression.kind = .template([
      .text("elapsed_units("), .expression(unit), .text(", "), .expression(from), .text(", "), .expression(to),
      // Java's months are whole when the day of the month is reached; DuckDB's end with a shorter month.
      .text(dialect == .spark || dialect == .databricks ? ", 'day')" : ", 'end')"),
    ])
  }

  private func truncate(_ expression: Expression, _ call: FunctionCall) throws(SQLError) {
    let unitIndex = unitPosition(call.name, call.arguments.count) ?? 0
    let unitArgument = call.arguments[unitIndex]
    let value = call.arguments[unitIndex == 0 ? 1 : 0]
    let dateStays =
      dialect == .snowflake || dialect == .bigquery && call.name == "date_trunc"

    var kind = "t"
    switch value.type {
    case .date where dateStays: (kind, expression.type) = ("d", .date)
    case .date where dialect == .postgres: expression.type = .timestampTZ
    case .timestampTZ: expression.type = .timestampTZ
    case .unknown where dateStays: (kind, expression.type) = ("a", .unknown)
    default: expression.type = .timestamp
    }
    if dialect == .bigquery, unit(unitArgument) == .week {
      replace(expression, "date_trunc('sunday', ", value, ", '\(kind)')")
    } else {
      replace(expression, "date_trunc(", unitArgument, ", ", value, ", '\(kind)')")
    }
  }

  /// EXTRACT and its sisters: numbers are counted as the dialect counts them.
  func lowerDatePart(_ expression: Expression, _ unit: DateUnit, _ value: Expression) {
    expression.type = .integer
    if value.type == .interval {
      replace(expression, "interval_part('\(unit.rawValue)', ", value, ")")
      if unit == .epoch || unit == .second { expression.type = .double }
      return
    }
    var name = unit.rawValue
    var suffix = ""
    switch unit {
    case .epoch: expression.type = dialect == .snowflake || dialect == .redshift ? .integer : .double
    case .dayOfWeek where dialect == .databricks || dialect == .spark || dialect == .bigquery: suffix = " + 1"
    case .second:
      // PostgreSQL and Spark give seconds with their fraction, the others whole ones.
      if dialect == .postgres || dialect == .spark || dialect == .databricks {
        expression.type = dialect == .postgres ? .double : .decimal(8, 6)
        name = "fractional_second"
      }
    case .millisecond where dialect == .postgres: expression.type = .double
    case .week where dialect == .bigquery: name = "sunday_week"
    default: break
    }
    if expression.type == .integer, unit == .epoch { name = "epoch_whole" }
    replace(
      expression, suffix.isEmpty ? "date_part('\(name)', " : "(date_part('\(name)', ", value,
      suffix.isEmpty ? ")" : ")\(suffix))")
  }

  /// Formatting and parsing whose meaning hangs on the type of the first argument.
  func lowerFormat(_ expression: Expression, _ call: FunctionCall) throws(SQLError) -> Bool {
    let arguments = call.arguments
    switch (call.name, arguments.count) {
    case ("length", 1), ("len", 1), ("reverse", 1):
      guard case .array = arguments[0].type else { return false }
      expression.type = call.name == "reverse" ? arguments[0].type : .integer
      replace(expression, call.name == "reverse" ? "list_reverse(" : "list_length(", arguments[0], ")")
    case ("named_struct", _) where arguments.count % 2 == 0:
      let names = stride(from: 0, to: arguments.count, by: 2).map { index -> String? in
        if case .string(let name) = arguments[index].kind { name } else { nil }
      }
      lowerStructure(expression, names.enumerated().map { ($0.element, arguments[$0.offset * 2 + 1]) })
    case ("struct", _), ("struct_pack", _), ("row", _):
      lowerStructure(
        expression,
        arguments.enumerated().map { index, value in
          var name = index < call.labels.count ? call.labels[index] : nil
          if name == nil { name = outputName(value) }
          return (name ?? "col\(index + 1)", value)
        })
    case ("decode", 3...):
      lowerDecode(expression, arguments)
    case ("to_char", 1), ("to_varchar", 1), ("string", 1), ("to_text", 1):
      expression.kind = arguments[0].kind
      expression.type = arguments[0].type
      wrapCast(expression, to: .text, safe: false)
    case ("to_char", 2), ("to_varchar", 2):
      expression.type = .text
      let style = dialect == .spark || dialect == .databricks ? "java" : "sql"
      if arguments[0].type.isNumeric {
        replace(expression, "number_format(", arguments[0], ", ", arguments[1], ")")
      } else {
        replace(expression, "format_time(", arguments[0], ", ", arguments[1], ", '\(style)')")
      }
    case ("round", 1), ("round", 2): try lowerRound(expression, arguments)
    case ("bround", 1...2), ("round_even", 2):
      expression.type = arguments[0].type
      if arguments.count == 1 {
        replace(expression, "round_even(", arguments[0], ", 0)")
      } else {
        replace(expression, "round_even(", arguments[0], ", ", arguments[1], ")")
      }
    case ("to_decimal", 2...3), ("to_number", 2...3), ("to_numeric", 2...3), ("try_to_decimal", 2...3),
      ("try_to_number", 2...3), ("try_to_numeric", 2...3):
      guard dialect == .snowflake, case .number(let precision) = arguments[1].kind, let digits = Int(precision) else {
        throw error("'\(call.name)' with a format has no translation", at: call.nameOffset, construct: call.name)
      }
      var scale = 0
      if arguments.count > 2, case .number(let text) = arguments[2].kind { scale = Int(text) ?? 0 }
      expression.kind = arguments[0].kind
      expression.type = arguments[0].type
      wrapCast(expression, to: .decimal(digits, scale), safe: call.name.hasPrefix("try"))
    default: return false
    }
    return true
  }

  /// `decode(x, a, b, …, default)`: NULL equals NULL here.
  private func lowerDecode(_ expression: Expression, _ arguments: [Expression]) {
    let results = arguments.indices.filter { $0 >= 2 && ($0 % 2 == 0 || $0 == arguments.count - 1) }
    expression.type = unify(results.map { arguments[$0] })
    var pieces: [TemplatePiece] = [.text("CASE")]
    var index = 1
    while index + 1 < arguments.count {
      pieces += [
        .text(" WHEN ("), .expression(arguments[0]), .text(") IS ("), .expression(arguments[index]), .text(") THEN "),
        .expression(arguments[index + 1]),
      ]
      index += 2
    }
    if index < arguments.count { pieces += [.text(" ELSE "), .expression(arguments[index])] }
    expression.kind = .template(pieces + [.text(" END")])
  }

  private func lowerRound(_ expression: Expression, _ arguments: [Expression]) throws(SQLError) {
    let value = arguments[0]
    if value.type == .text { wrapCast(value, to: .double, safe: false) }
    var digits: Int? = 0
    if arguments.count > 1 {
      digits = nil
      if case .number(let text) = arguments[1].kind { digits = Int(text) }
      if case .unary(.minus, let inner) = arguments[1].kind, case .number(let text) = inner.kind {
        digits = Int(text).map { -$0 }
      }
    }
    switch value.type {
    case .decimal(let precision, let scale):
      let kept = min(max(digits ?? scale, 0), scale)
      expression.type = .decimal(max(precision - scale + kept + 1, kept + 1), kept)
      if dialect == .duckdb || dialect == .postgres { expression.type = .decimal(precision, kept) }
    case .integer: expression.type = .integer
    default: expression.type = value.type == .unknown ? .unknown : .double
    }
    if dialect == .sqlite {
      expression.type = .double
      return
    }
    let evenHalves = dialect == .postgres && value.type == .double && arguments.count == 1
    let isExact = dialect == .duckdb && value.type == .double
    let name = evenHalves ? "round_even(" : isExact ? "round_exact(" : "round_half_up("
    if let digits {
      replace(expression, name, value, ", \(digits))")
    } else {
      replace(expression, name, value, ", ", arguments[1], ")")
    }
  }
}
