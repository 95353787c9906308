extension Printer {
  /// How tightly a printed form binds: an operand looser than its place needs parentheses.
  enum Tightness: Int, Comparable {
    case or = 1, and, not, comparison, additive, multiplicative, other, primary

    static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
  }

  mutating func list(_ expressions: [Expression]) {
    for (index, item) in expressions.enumerated() {
      if index > 0 { out.write(", ") }
      expression(item)
    }
  }

  mutating func template(_ pieces: [TemplatePiece]) {
    for piece in pieces {
      switch piece {
      case .text(let text): out.write(text)
      case .expression(let inner): expression(inner)
      case .query(let snapshot): self.snapshot(snapshot)
      case .window(let window): self.window(window)
      case .grouping(let keys): out.write("\(groupingBits(keys))")
      }
    }
  }

  /// The last argument is the last thing evaluated before the call itself: what is noted there is the call's place.
  private mutating func template(_ pieces: [TemplatePiece], noting offset: Int32) {
    guard let last = pieces.lastIndex(where: { if case .expression = $0 { true } else { false } }), last > 0,
      last + 1 < pieces.count, case .expression(let argument) = pieces[last], case .text(let before) = pieces[last - 1],
      case .text(let after) = pieces[last + 1], before.hasSuffix("(") || before.hasSuffix(", "),
      after.hasPrefix(")") || after.hasPrefix(",")
    else { return template(pieces) }
    template(Array(pieces[..<last]))
    out.write("fault_place(\(offset), ")
    expression(argument)
    out.write(")")
    template(Array(pieces[(last + 1)...]))
  }

  private func tightness(_ expression: Expression) -> Tightness {
    switch expression.kind {
    case .binary(let op, _, _):
      switch op {
      case .or: return .or
      case .and: return .and
      case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: return .comparison
      case .add, .subtract: return .additive
      case .multiply, .divide, .modulo: return .multiplicative
      case .bitAnd, .bitOr, .shiftLeft, .shiftRight: return .comparison
      default: return .other
      }
    case .unary(.not, _): return .not
    case .unary: return .other
    case .between, .inList, .inQuery, .like, .isNull, .isBoolean, .isDistinct, .quantified: return .comparison
    case .exists(_, let negated): return negated ? .not : .primary
    case .collate: return .other
    // A template is made so that it needs no parentheses, or brings its own.
    default: return .primary
    }
  }

  /// Prints an operand, in parentheses unless it binds at least as tightly as `level`.
  mutating func operand(_ inner: Expression, _ level: Tightness) {
    if tightness(inner) < level {
      out.write("(")
      expression(inner)
      out.write(")")
    } else {
      expression(inner)
    }
  }

  private func symbol(_ op: BinaryOperator) -> StaticString {
    switch op {
    case .or: return " OR "
    case .and: return " AND "
    case .equal: return " = "
    case .notEqual: return " <> "
    case .less: return " < "
    case .lessEqual: return " <= "
    case .greater: return " > "
    case .greaterEqual: return " >= "
    case .add: return " + "
    case .subtract: return " - "
    case .multiply: return " * "
    case .divide, .integerDivide: return " / "
    case .modulo: return " % "
    case .concat: return " || "
    case .bitAnd: return " & "
    case .bitOr: return " | "
    case .shiftLeft: return " << "
    case .shiftRight: return " >> "
    case .jsonGet: return " -> "
    case .jsonGetText: return " ->> "
    // Rewritten before printing.
    case .power, .bitXor, .jsonPath, .jsonPathText, .contains, .containedBy, .overlaps: return " , "
    }
  }

  private mutating func binary(_ op: BinaryOperator, _ left: Expression, _ right: Expression) {
    let (leftLevel, rightLevel): (Tightness, Tightness)
    switch op {
    case .or: (leftLevel, rightLevel) = (.or, .or)
    case .and: (leftLevel, rightLevel) = (.and, .and)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      (leftLevel, rightLevel) = (.additive, .additive)
    case .add, .subtract: (leftLevel, rightLevel) = (.additive, .multiplicative)
    case .multiply, .divide, .modulo: (leftLevel, rightLevel) = (.multiplicative, .primary)
    case .concat:
      if case .binary(.concat, _, _) = left.kind { leftLevel = .other } else { leftLevel = .primary }
      rightLevel = .primary
    default: (leftLevel, rightLevel) = (.primary, .primary)
    }
    operand(left, leftLevel)
    out.write(symbol(op))
    operand(right, rightLevel)
  }

  mutating func expression(_ expression: Expression) {
    out.mark(expression.start)
    if !replacements.expressions.isEmpty, let text = replacements.expressions[ObjectIdentifier(expression)] {
      return out.write(text)
    }
    if let left = leftOut {
      if isLeftOut(expression) { return out.write("NULL") }
      if expression.isAggregate {
        leftOut = nil
        self.expression(expression)
        leftOut = left
        return
      }
    }
    switch expression.kind {
    case .null: out.write("NULL")
    case .boolean(let value): out.write(value ? "1" : "0")
    case .number(let text): out.write(text)
    case .string(let text): out.write(SQLText.literal(text))
    case .blob(let digits): out.write("x'\(digits)'")
    case .parameter(let name): out.write(name)
    case .column(let names):
      for (index, name) in names.enumerated() {
        if index > 0 { out.write(".") }
        out.write(names.count == 1 ? SQLText.unresolvedName(name.text) : SQLText.name(name.text))
      }
    case .boundColumn(let qualifier, let name):
      if let qualifier {
        out.write(SQLText.name(qualifier))
        out.write(".")
      }
      out.write(SQLText.name(name))
    case .star(let star):
      for name in star.qualifier.suffix(1) {
        out.write(SQLText.name(name.text))
        out.write(".")
      }
      out.write("*")
    case .unary(let op, let value):
      switch op {
      case .not:
        out.write("NOT ")
        operand(value, .not)
      case .minus:
        out.write("-")
        operand(value, .primary)
      case .plus:
        out.write("+")
        operand(value, .primary)
      case .bitNot:
        out.write("~")
        operand(value, .primary)
      }
    case .binary(let op, let left, let right): binary(op, left, right)
    default: predicate(expression)
    }
  }

  private mutating func predicate(_ expression: Expression) {
    switch expression.kind {
    case .between(let value, let low, let high, let negated):
      operand(value, .additive)
      out.write(negated ? " NOT BETWEEN " : " BETWEEN ")
      operand(low, .additive)
      out.write(" AND ")
      operand(high, .additive)
    case .inList(let value, let values, let negated):
      operand(value, .additive)
      out.write(negated ? " NOT IN (" : " IN (")
      if case .tuple = value.kind {
        // SQLite wants a table on the right of a row value.
        out.write("VALUES ")
      }
      list(values)
      out.write(")")
    case .inQuery(let value, let query, let negated):
      operand(value, .additive)
      out.write(negated ? " NOT IN (" : " IN (")
      self.query(query)
      out.write(")")
    case .like(let match):
      operand(match.value, .additive)
      out.write(match.negated ? " NOT" : "")
      out.write(match.form == .glob ? " GLOB " : " LIKE ")
      if let pattern = match.patterns.first { operand(pattern, .additive) }
      if let escape = match.escape {
        out.write(" ESCAPE ")
        operand(escape, .primary)
      }
    case .isNull(let value, let negated):
      operand(value, .additive)
      out.write(negated ? " IS NOT NULL" : " IS NULL")
    case .isBoolean(let value, let truth, let negated):
      operand(value, .additive)
      out.write(negated ? " IS NOT " : " IS ")
      out.write(truth ? "TRUE" : "FALSE")
    case .isDistinct(let left, let right, let negated):
      operand(left, .additive)
      out.write(negated ? " IS " : " IS NOT ")
      operand(right, .additive)
    case .conditional(let subject, let branches, let otherwise):
      out.write("CASE")
      if let subject {
        out.write(" ")
        self.expression(subject)
      }
      for branch in branches {
        out.write(" WHEN ")
        self.expression(branch.when)
        out.write(" THEN ")
        self.expression(branch.then)
      }
      if let otherwise {
        out.write(" ELSE ")
        self.expression(otherwise)
      }
      out.write(" END")
    case .exists(let query, let negated):
      out.write(negated ? "NOT EXISTS (" : "EXISTS (")
      self.query(query)
      out.write(")")
    case .query(let query):
      out.write("(")
      self.query(query)
      out.write(")")
    case .tuple(let values):
      out.write("(")
      list(values)
      out.write(")")
    case .collate(let value, let name):
      operand(value, .primary)
      out.write(" COLLATE ")
      out.write(SQLText.name(name))
    case .cast(let value, let type, _):
      out.write("CAST(")
      self.expression(value)
      out.write(" AS \(type.name))")
    case .call(let call): self.call(call)
    case .template(let pieces): notesFaultPlaces ? template(pieces, noting: expression.start) : template(pieces)
    default: out.write("NULL")  // every other kind is rewritten by binding
    }
  }

  mutating func call(_ call: FunctionCall) {
    out.write(call.isBare ? call.name : SQLText.function(call.name))
    guard !call.isBare else { return }
    out.write(call.isDistinct ? "(DISTINCT " : "(")
    if call.isStar { out.write("*") }
    list(call.arguments)
    out.write(")")
    if let filter = call.filter {
      out.write(" FILTER (WHERE ")
      expression(filter)
      out.write(")")
    }
    switch call.over {
    case nil: break
    case .named(let name):
      out.write(" OVER ")
      out.write(SQLText.name(name.text))
    case .inline(let window):
      out.write(" OVER ")
      self.window(window)
    }
  }
}
