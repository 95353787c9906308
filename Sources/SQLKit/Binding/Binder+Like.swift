extension Binder {
  func lowerLike(_ expression: Expression, _ match: LikeMatch) throws(SQLError) {
    if match.value.type.isKnown, match.value.type != .text, dialect != .sqlite { coerce(match.value, to: .text) }
    if match.quantifier != .one {
      return try lowerQuantifiedLike(expression, match)
    }
    let pattern = match.patterns[0]
    switch match.form {
    case .glob: return
    case .regexp, .regexpIgnoringCase:
      if dialect == .sqlite { break }
      let flags = match.form == .regexp ? "" : "i"
      // Snowflake's RLIKE and REGEXP match the whole text; the others find a part.
      let name = dialect == .snowflake ? "regexp_full_match" : "regexp_matches"
      test(expression, match.negated, name, [match.value, pattern], "'\(flags)'")
      return
    case .similar where dialect == .duckdb:
      // DuckDB's is a regular expression for the whole text.
      test(expression, match.negated, "regexp_full_match", [match.value, pattern], "''")
      return
    case .similar:
      test(expression, match.negated, "similar_to", [match.value, pattern], nil)
      return
    case .like, .iLike: break
    }
    if dialect == .sqlite {
      if match.form == .regexp { test(expression, match.negated, "regexp_matches", [match.value, pattern], "''") }
      return
    }
    let ignoringCase = match.form == .iLike
    if case .string(let text) = pattern.kind, let escape = escapeCharacter(match) {
      let parsed = LikePattern(text, escape: escape)
      if !ignoringCase, let glob = parsed?.glob {
        // GLOB minds case and runs at C speed, with an index where the start is fixed.
        var other = match
        other.form = .glob
        other.patterns = [Expression(.string(glob), start: pattern.start, end: pattern.end)]
        other.escape = nil
        expression.kind = .like(other)
        return
      }
      if ignoringCase, text.utf8.allSatisfy({ $0 < 0x80 }) {
        // SQLite's LIKE ignores the case of ASCII letters, which are all this pattern has.
        var other = match
        other.form = .like
        if text.contains("\\"), other.escape == nil, escape == "\\" {
          other.escape = Expression(.string("\\"), start: pattern.start, end: pattern.end)
        }
        expression.kind = .like(other)
        return
      }
    }
    var arguments = [match.value, pattern]
    let defaultEscape = traits.likeBackslash ? "'\\'" : "''"
    if let escape = match.escape { arguments.append(escape) }
    test(
      expression, match.negated, ignoringCase ? "sql_ilike" : "sql_like", arguments,
      match.escape == nil ? defaultEscape : nil)
  }

  /// The escape character in force: empty for none, nil where it is not a constant.
  private func escapeCharacter(_ match: LikeMatch) -> String? {
    guard let escape = match.escape else { return traits.likeBackslash ? "\\" : "" }
    if case .string(let text) = escape.kind { return text }
    return nil
  }

  /// A call that gives a truth value, negated where asked.
  func test(_ expression: Expression, _ negated: Bool, _ name: String, _ arguments: [Expression], _ extra: String?) {
    var pieces: [TemplatePiece] = [.text(negated ? "(NOT \(name)(" : "\(name)(")]
    for (index, argument) in arguments.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces.append(.expression(argument))
    }
    if let extra { pieces.append(.text(", " + extra)) }
    pieces.append(.text(negated ? "))" : ")"))
    expression.kind = .template(pieces)
    expression.type = .boolean
  }

  /// `x LIKE ANY (a, b)`: the tests one by one.
  private func lowerQuantifiedLike(_ expression: Expression, _ match: LikeMatch) throws(SQLError) {
    var combined: Expression?
    // NOT LIKE ANY is: unlike at least one. NOT LIKE ALL: unlike all.
    let op: BinaryOperator = match.quantifier == .any ? .or : .and
    for pattern in match.patterns {
      var single = match
      single.quantifier = .one
      single.patterns = [pattern]
      let test = Expression(.like(single), start: expression.start, end: expression.end)
      test.type = .boolean
      test.isBound = true
      try lowerLike(test, single)
      combined =
        combined.map { left in
          let both = Expression(.binary(op, left, test), start: expression.start, end: expression.end)
          both.isBound = true
          return both
        } ?? test
    }
    guard let combined else { return }
    replace(expression, "(", combined, ")")
    expression.type = .boolean
  }
}

/// A LIKE pattern taken apart.
struct LikePattern {
  /// The same match in GLOB's language.
  let glob: String

  /// Nil for a pattern whose escape stands before nothing.
  init?(_ text: String, escape: String) {
    guard escape.count <= 1 else { return nil }
    let escapeCharacter = escape.first
    var glob = ""
    var escaped = false
    for character in text {
      if escaped {
        glob += LikePattern.literal(character)
        escaped = false
      } else if character == escapeCharacter {
        escaped = true
      } else if character == "%" {
        glob += "*"
      } else if character == "_" {
        glob += "?"
      } else {
        glob += LikePattern.literal(character)
      }
    }
    if escaped { return nil }
    self.glob = glob
  }

  private static func literal(_ character: Character) -> String {
    switch character {
    case "*", "?", "[": return "[\(character)]"
    default: return String(character)
    }
  }
}
