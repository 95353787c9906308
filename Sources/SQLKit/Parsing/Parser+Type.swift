extension Parser {
  /// A type as written after AS, `::` or a column's name.
  mutating func typeName() throws(SQLError) -> TypeName {
    let offset = start
    guard token.kind == .word || token.kind == .quotedName else { throw unexpected(expecting: "a type") }
    var words = [identifier(token).folded]
    advance()
    while symbol == .dot {  // pg_catalog.int4
      advance()
      words = [try anyName("a type").folded]
    }
    switch words[0] {
    case "double" where isWord("precision"), "character" where isWord("varying"), "char" where isWord("varying"),
      "bit" where isWord("varying"), "binary" where isWord("varying"):
      words.append(text(token).asciiLowercased())
      advance()
    case "unsigned" where isWord("big"), "long" where isWord("raw"):
      words.append(text(token).asciiLowercased())
      advance()
    default: break
    }
    var type = TypeName(name: words.joined(separator: " "), arguments: [], offset: offset)
    if symbol == .less, ["array", "map", "struct"].contains(type.name) {
      try genericArguments(of: &type)
    } else if symbol == .leftParen {
      try typeArguments(of: &type)
    }
    if type.name == "timestamp" || type.name == "time" {
      if accept(.with) {
        let local = accept(.local)
        try expect(.time, "TIME")
        try expect(.zone, "ZONE")
        type.name += local ? " with local time zone" : " with time zone"
      } else if accept(.without) {
        try expect(.time, "TIME")
        try expect(.zone, "ZONE")
      }
    }
    if type.name == "interval", DateUnit(text(token)) != nil, token.kind == .word { advance() }
    while symbol == .leftBracket, peek().symbol == .rightBracket || peek(2).symbol == .rightBracket {
      type.isArray = true
      while symbol != .rightBracket { advance() }
      advance()
    }
    return type
  }

  private mutating func typeArguments(of type: inout TypeName) throws(SQLError) {
    advance()
    if ["struct", "map", "union", "array", "object", "vector"].contains(type.name) {
      // DuckDB's STRUCT(a INT), Snowflake's ARRAY(INT): read past.
      var depth = 1
      while depth > 0 {
        guard !atEnd else { throw unexpected(expecting: "')'") }
        if symbol == .leftParen { depth += 1 }
        if symbol == .rightParen { depth -= 1 }
        advance()
      }
      return
    }
    repeat {
      if token.kind == .number, let value = Int(text(token)) {
        type.arguments.append(value)
        advance()
        if isWord("char") || isWord("byte") || isWord("bytes") { advance() }
      } else if isWord("max") {
        advance()
      } else if symbol == .minus {
        advance()
        advance()
        type.arguments.append(0)
      } else {
        throw unexpected(expecting: "a length")
      }
    } while accept(.comma)
    try expect(.rightParen, "')'")
  }

  private mutating func genericArguments(of type: inout TypeName) throws(SQLError) {
    var depth = 0
    var first = true
    while true {
      guard !atEnd else { throw unexpected(expecting: "'>'") }
      if symbol == .less {
        depth += 1
        advance()
        if first, type.name == "array" {
          let saved = at
          type.elements = [try typeName()]
          at = saved
          first = false
        }
        continue
      }
      if symbol == .greater { depth -= 1 }
      if symbol == .shiftRight { depth -= 2 }
      advance()
      if depth <= 0 { return }
    }
  }
}
