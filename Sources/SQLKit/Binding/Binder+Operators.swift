extension Binder {
  func lowerBinary(
    _ expression: Expression, _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(SQLError) {
    switch op {
    case .and, .or: expression.type = .boolean
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      expression.type = .boolean
      if case .tuple = left.kind { return }
      align([left, right])
    case .add, .subtract:
      if try lowerTemporal(expression, op, left, right) { return }
      lowerArithmetic(expression, op, left, right)
    case .multiply:
      if left.type == .interval || right.type == .interval {
        return try lowerScaledInterval(expression, left, right)
      }
      lowerArithmetic(expression, op, left, right)
    case .divide: lowerDivision(expression, left, right)
    case .integerDivide:
      expression.type = .integer
      replace(expression, dialect == .duckdb ? "floor_divide(" : "integer_divide(", left, ", ", right, ")")
    case .modulo: lowerModulo(expression, left, right)
    case .power:
      expression.type = .double
      replace(expression, "power(", left, ", ", right, ")")
    case .concat: lowerConcat(expression, left, right)
    case .bitXor:
      expression.type = .integer
      replace(expression, "bit_xor(", left, ", ", right, ")")
    case .bitAnd, .bitOr, .shiftLeft, .shiftRight: expression.type = .integer
    case .jsonGet: lowerJSONStep(expression, left, right, text: false)
    case .jsonGetText: lowerJSONStep(expression, left, right, text: true)
    case .jsonPath, .jsonPathText:
      expression.type = op == .jsonPath ? .json : .text
      replace(expression, op == .jsonPath ? "json_path(" : "json_path_text(", left, ", ", right, ")")
    case .contains, .containedBy, .overlaps:
      throw error(
        "the operator has no translation", at: right.start, construct: "@>", hint: "compare the fields you mean")
    }
  }

  /// Puts a template of two operands in place of an expression.
  func replace(
    _ expression: Expression, _ before: String, _ left: Expression, _ between: String, _ right: Expression,
    _ after: String
  ) {
    expression.kind = .template([.text(before), .expression(left), .text(between), .expression(right), .text(after)])
  }

  func replace(_ expression: Expression, _ before: String, _ value: Expression, _ after: String) {
    expression.kind = .template([.text(before), .expression(value), .text(after)])
  }

  // MARK: Numbers

  /// `+`, `-` and `*` of numbers. Decimals are held as the double nearest to them; each operation rounds to the scale of
  /// its result, which gives the double nearest to the exact result for up to 15 digits, so that equal amounts are equal.
  private func lowerArithmetic(_ expression: Expression, _ op: BinaryOperator, _ left: Expression, _ right: Expression)
  {
    for side in [left, right] where side.type == .text && dialect != .sqlite {
      wrapCast(side, to: .double, safe: false)
    }
    let type = SQLType.arithmetic(op, left.type, right.type)
    expression.type = type
    guard case .decimal(_, let scale) = type, scale > 0, dialect != .sqlite else { return }
    let bare = Expression(.binary(op, left, right), start: expression.start, end: expression.end)
    bare.isBound = true
    replace(expression, "round(", bare, ", \(scale))")
  }

  /// Whether the divisor can be zero, as far as the text shows.
  private func mayBeZero(_ divisor: Expression) -> Bool {
    switch divisor.kind {
    case .number(let text): return Double(text) == 0 || text.hasPrefix("0x")
    case .call(let call): return call.name != "nullif" || call.arguments.count != 2 || !isZero(call.arguments[1])
    case .template(let pieces):
      // A cast or a parenthesis around a divisor that is safe.
      if pieces.count == 3, case .expression(let inner) = pieces[1], case .text(let before) = pieces[0],
        before == "(" || before == "CAST("
      {
        return mayBeZero(inner)
      }
      return true
    default: return true
    }
  }

  private func isZero(_ expression: Expression) -> Bool {
    if case .number(let text) = expression.kind { return Double(text) == 0 }
    return false
  }

  private func lowerDivision(_ expression: Expression, _ left: Expression, _ right: Expression) {
    if dialect != .sqlite {
      for side in [left, right] where side.type == .text { wrapCast(side, to: .double, safe: false) }
    }
    let zero = mayBeZero(right)
    switch traits.division {
    case .sqlite: expression.type = SQLType.arithmetic(.divide, left.type, right.type)
    case .integerOrError:
      expression.type =
        left.type == .integer && right.type == .integer
        ? .integer : left.type.isKnown && right.type.isKnown ? .double : .unknown
      var pieces: [TemplatePiece] = [.text("(")]
      let exact = left.type != .integer && left.type.isNumeric
      // A decimal may sit in a column as an integer: 10.00 is stored as 10.
      if exact || (right.type != .integer && right.type.isNumeric) {
        pieces += [.text("CAST("), .expression(left), .text(" AS REAL) / ")]
      } else {
        pieces += [.text("("), .expression(left), .text(") / ")]
      }
      pieces +=
        zero ? [.text("nonzero("), .expression(right), .text("))")] : [.text("("), .expression(right), .text("))")]
      expression.kind = .template(pieces)
    case .fractionOrError:
      let type = SQLType.quotient(left.type, right.type, dialect)
      expression.type = type
      var pieces: [TemplatePiece] = [.text("CAST("), .expression(left), .text(" AS REAL) / ")]
      pieces +=
        zero ? [.text("nonzero("), .expression(right), .text(")")] : [.text("("), .expression(right), .text(")")]
      if case .decimal(_, let scale) = type {
        pieces.insert(.text("round("), at: 0)
        pieces.append(.text(", \(scale))"))
      } else {
        pieces.insert(.text("("), at: 0)
        pieces.append(.text(")"))
      }
      expression.kind = .template(pieces)
    case .ieeeDouble:
      expression.type = .double
      if zero {
        replace(expression, "ieee_divide(", left, ", ", right, ")")
      } else {
        replace(expression, "(CAST(", left, " AS REAL) / (", right, "))")
      }
    }
  }

  private func lowerModulo(_ expression: Expression, _ left: Expression, _ right: Expression) {
    let integers = left.type == .integer && right.type == .integer
    expression.type = integers ? .integer : SQLType.arithmetic(.subtract, left.type, right.type)
    if dialect == .sqlite || (integers && !mayBeZero(right)) { return }
    replace(expression, "modulo(", left, ", ", right, ", '\(dialect.rawValue)')")
  }

  // MARK: Text

  /// `||` gives NULL where either side is NULL, in SQLite as elsewhere; what differs is the text of what is not text.
  private func lowerConcat(_ expression: Expression, _ left: Expression, _ right: Expression) {
    if left.type.isArray || right.type.isArray {
      expression.type = left.type.isArray ? left.type : right.type
      replace(expression, "list_concat(", left, ", ", right, ")")
      return
    }
    expression.type = .text
    guard dialect != .sqlite else { return }
    for side in [left, right] where side.type != .integer && side.type != .unknown { coerce(side, to: .text) }
  }

  func lowerJSONStep(_ expression: Expression, _ left: Expression, _ right: Expression, text: Bool) {
    expression.type = text ? .text : .json
    guard dialect != .sqlite else {
      expression.type = text ? .unknown : .json
      return
    }
    replace(expression, text ? "json_step_text(" : "json_step(", left, ", ", right, ")")
  }
}

extension SQLType {
  var isArray: Bool {
    if case .array = self { return true }
    return false
  }

  /// The type of a sum, difference or product.
  static func arithmetic(_ op: BinaryOperator, _ a: SQLType, _ b: SQLType) -> SQLType {
    switch (a, b) {
    case (.integer, .integer): return .integer
    case (.double, _) where b.isNumeric || b == .null, (_, .double) where a.isNumeric || a == .null: return .double
    case (.decimal, _), (_, .decimal):
      guard let (p, s) = a.digits, let (q, t) = b.digits else { return a.isKnown && b.isKnown ? .double : .unknown }
      if op == .multiply { return bounded(p + q, s + t) }
      let scale = max(s, t)
      return bounded(max(p - s, q - t) + scale + 1, scale)
    case (.null, _) where b.isNumeric: return b
    case (_, .null) where a.isNumeric: return a
    default: return a.isKnown && b.isKnown ? .double : .unknown
    }
  }

  /// Precision and scale of an exact number.
  var digits: (Int, Int)? {
    switch self {
    case .integer: return (19, 0)
    case .decimal(let p, let s): return (p, s)
    case .null: return (1, 0)
    default: return nil
    }
  }

  /// A decimal within 38 digits; what is too much is taken from the scale, of which six digits stay (Spark's rule).
  static func bounded(_ precision: Int, _ scale: Int) -> SQLType {
    guard precision > 38 else { return .decimal(precision, scale) }
    return .decimal(38, max(38 - (precision - scale), min(scale, 6)))
  }

  /// The type of `a / b` where it is a fraction.
  static func quotient(_ a: SQLType, _ b: SQLType, _ dialect: Dialect) -> SQLType {
    guard a.isKnown || a == .null, b.isKnown || b == .null else { return .unknown }
    if dialect == .snowflake {
      // Scale: max(s1, min(s1 + 6, 12)). https://docs.snowflake.com/en/sql-reference/operators-arithmetic
      guard let (_, s) = a.digits, b.digits != nil else { return .double }
      return .decimal(38, max(s, min(s + 6, 12)))
    }
    guard dialect != .bigquery else { return .double }
    switch (a, b) {
    case (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal):
      guard let (p, s) = a.exactDigits, let (q, t) = b.exactDigits else { return .double }
      let scale = max(6, s + q + 1)
      return bounded(p - s + t + scale, scale)
    default: return .double
    }
  }

  /// As `digits`, with an integer beside a decimal as Spark's INT (10 digits).
  private var exactDigits: (Int, Int)? { self == .integer ? (10, 0) : digits }
}
