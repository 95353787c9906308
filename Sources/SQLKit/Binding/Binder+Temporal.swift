extension Binder {
  /// Sums and differences with dates, timestamps and intervals; false for plain numbers.
  func lowerTemporal(
    _ expression: Expression, _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(SQLError) -> Bool {
    let sign = op == .subtract
    switch (left.type, right.type) {
    case (.interval, .interval):
      expression.type = .interval
      if let a = left.interval, let b = right.interval {
        expression.interval = IntervalValue(
          months: sum(a.months, b.months, sign), days: sum(a.days, b.days, sign),
          microseconds: sum(a.microseconds, b.microseconds, sign), isWholeDays: a.isWholeDays && b.isWholeDays)
        printInterval(expression)
      } else {
        replace(expression, sign ? "interval_subtract(" : "interval_add(", left, ", ", right, ")")
      }
    case (_, .interval): try addInterval(expression, to: left, right, subtract: sign)
    case (.interval, _) where !sign: try addInterval(expression, to: right, left, subtract: false)
    case (.date, .date) where sign:
      if dialect == .spark || dialect == .databricks {
        expression.type = .interval
        replace(expression, "interval_between(", left, ", ", right, ")")
      } else {
        expression.type = dialect == .bigquery ? .interval : .integer
        replace(expression, "days_between(", left, ", ", right, ")")
      }
    case (_, _) where sign && left.type.isTemporal && right.type.isTemporal:
      expression.type = .interval
      replace(expression, "interval_between(", left, ", ", right, ")")
    case (.date, .text) where sign, (.text, .date) where sign:
      align([left, right])
      return try lowerTemporal(expression, op, left, right)
    case (_, .text) where sign && left.type.isTimestamp, (.text, _) where sign && right.type.isTimestamp:
      align([left, right])
      return try lowerTemporal(expression, op, left, right)
    case (.date, _) where right.type == .integer || right.type == .unknown || right.type == .double:
      expression.type = right.type == .unknown && sign ? .unknown : .date
      replace(
        expression, sign && right.type == .unknown ? "date_subtract(" : "add_days(", left,
        sign && right.type != .unknown ? ", -(" : ", ", right, sign && right.type != .unknown ? "))" : ")")
    case (.integer, .date) where !sign, (.unknown, .date) where !sign:
      expression.type = .date
      replace(expression, "add_days(", right, ", ", left, ")")
    case (_, _)
    where (left.type.isTimestamp && right.type.isNumeric) || (right.type.isTimestamp && left.type.isNumeric):
      guard dialect == .snowflake else {
        throw error("a number cannot be added to a timestamp", at: expression.start, hint: "add an INTERVAL")
      }
      // Snowflake counts in days.
      expression.type = .timestamp
      replace(
        expression, "add_interval(", left.type.isTimestamp ? left : right, sign ? ", 0, -(" : ", 0, (",
        left.type.isTimestamp ? right : left, "), 0, 't')")
    case (.time, _), (_, .time):
      throw error(
        "arithmetic with a time of day has no translation", at: expression.start, construct: "TIME arithmetic",
        hint: "use timestamps")
    default: return false
    }
    return true
  }

  private func sum(_ a: [TemplatePiece], _ b: [TemplatePiece], _ subtract: Bool) -> [TemplatePiece] {
    [.text("(")] + a + [.text(subtract ? " - (" : " + (")] + b + [.text("))")]
  }

  private func addInterval(
    _ expression: Expression, to value: Expression, _ interval: Expression, subtract: Bool
  ) throws(SQLError) {
    if value.type == .text, dialect != .sqlite { wrapCast(value, to: .timestamp, safe: false) }
    let wholeDays = interval.interval?.isWholeDays ?? false
    let kind: String
    switch value.type {
    case .date where traits.dateIntervalStaysDate && wholeDays:
      kind = "d"
      expression.type = .date
    case .date, .timestamp:
      kind = "t"
      expression.type = .timestamp
    case .timestampTZ:
      kind = "t"
      expression.type = .timestampTZ
    case .time:
      throw error(
        "arithmetic with a time of day has no translation", at: expression.start, construct: "TIME arithmetic",
        hint: "use timestamps")
    case .unknown, .null, .text:
      kind = traits.dateIntervalStaysDate && wholeDays ? "a" : "t"
      expression.type = kind == "t" ? .timestamp : .unknown
    default:
      throw error("an interval cannot be added to this type", at: expression.start)
    }
    guard let parts = interval.interval else {
      replace(
        expression, "add_interval_text(", value, ", ", interval, subtract ? ", -1, '\(kind)')" : ", 1, '\(kind)')")
      return
    }
    let minus = subtract ? "-" : ""
    expression.kind = .template(
      [.text("add_interval("), .expression(value), .text(", \(minus)(")] + parts.months + [.text("), \(minus)(")]
        + parts.days
        + [.text("), \(minus)(")] + parts.microseconds + [.text("), '\(kind)')")])
  }

  /// `3 * INTERVAL '1 day'`.
  func lowerScaledInterval(_ expression: Expression, _ left: Expression, _ right: Expression) throws(SQLError) {
    let (interval, factor) = left.type == .interval ? (left, right) : (right, left)
    expression.type = .interval
    guard let parts = interval.interval else {
      replace(expression, "interval_multiply(", interval, ", ", factor, ")")
      return
    }
    func scaled(_ pieces: [TemplatePiece]) -> [TemplatePiece] {
      [.text("(")] + pieces + [.text(" * "), .text("("), .expression(factor), .text("))")]
    }
    expression.interval = IntervalValue(
      months: scaled(parts.months), days: scaled(parts.days), microseconds: scaled(parts.microseconds),
      isWholeDays: parts.isWholeDays)
    printInterval(expression)
  }

  /// How an interval looks where it is a value of its own.
  private func printInterval(_ expression: Expression) {
    guard let parts = expression.interval else { return }
    expression.kind = .template(
      [.text("make_interval(")] + parts.months + [.text(", ")] + parts.days + [.text(", ")] + parts.microseconds
        + [.text(")")])
  }

  func lowerInterval(_ expression: Expression, _ literal: IntervalLiteral) throws(SQLError) {
    let text: String?
    switch literal.value.kind {
    case .string(let words): text = words
    case .number(let digits): text = digits
    default: text = nil
    }
    if let unitName = literal.unit, let unit = DateUnit(unitName) {
      if let text, let amount = IntervalText.amount(text, unit) {
        expression.interval = amount.value
      } else if text != nil, let parsed = IntervalText.parse((text ?? "") + " " + unitName) {
        expression.interval = parsed.value
      } else {
        let value = literal.value
        if value.type == .text { wrapCast(value, to: .double, safe: false) }
        expression.interval = IntervalText.scaled(value, unit)
      }
    } else if let text, let parsed = IntervalText.parse(text) {
      expression.interval = parsed.value
    } else if text != nil {
      throw error(
        "this interval cannot be read", at: literal.value.start, construct: "INTERVAL",
        hint: "write INTERVAL '3 days' or INTERVAL 3 DAY")
    } else {
      wrapCast(literal.value, to: .interval, safe: false)
      replace(expression, "(", literal.value, ")")
      return
    }
    printInterval(expression)
  }

  func lowerExtract(_ expression: Expression, _ field: String, _ value: Expression) throws(SQLError) {
    guard let unit = DateUnit(field) else {
      throw error("'\(field)' is no part of a date", at: expression.start, construct: "EXTRACT(\(field))")
    }
    lowerDatePart(expression, unit, value)
  }

  func lowerAtTimeZone(_ expression: Expression, _ value: Expression, _ zone: Expression) throws(SQLError) {
    if value.type == .text { wrapCast(value, to: .timestamp, safe: false) }
    if value.type == .date { wrapCast(value, to: .timestamp, safe: false) }
    // A timestamp with a zone is shown in the zone; one without is taken to be in it.
    let toLocal = value.type == .timestampTZ
    expression.type = toLocal ? .timestamp : .timestampTZ
    if case .string(let name) = zone.kind, ["utc", "etc/utc", "gmt", "z"].contains(name.asciiLowercased()) {
      replace(expression, "(", value, ")")
    } else {
      replace(expression, toLocal ? "utc_to_zone(" : "zone_to_utc(", value, ", ", zone, ")")
    }
  }
}
