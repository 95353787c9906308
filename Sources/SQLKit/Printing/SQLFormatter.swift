/// Lays SQL out for reading: a clause a line, subqueries indented, words as they are. Text that cannot be cut into tokens
/// comes back unchanged; comments are dropped.
public func formatSQL(_ sql: String, from dialect: Dialect) -> String {
  let source = Array(sql.utf8)
  guard let tokens = try? Lexer.tokens(of: source, dialect: dialect) else { return sql }
  var formatter = SQLFormatter(source: source)
  for (index, token) in tokens.enumerated() where token.kind != .end {
    formatter.add(token, next: tokens[index + 1])
  }
  return formatter.text
}

private struct SQLFormatter {
  let source: [UInt8]
  private(set) var text = ""
  /// For each open parenthesis: whether a query stands in it.
  private var open: [Bool] = []
  private var previous: Token?

  init(source: [UInt8]) { self.source = source }

  private var indent: Int { open.filter { $0 }.count }

  private mutating func breakLine() {
    while text.last == " " { text.removeLast() }
    if !text.isEmpty, text.last != "\n" { text += "\n" }
    text += String(repeating: "  ", count: indent)
  }

  /// Whether the innermost parenthesis holds a query, or there is none.
  private var inQuery: Bool { open.last ?? true }

  private func startsClause(_ token: Token) -> Bool {
    guard token.kind == .word, inQuery else { return false }
    switch token.keyword {
    case .select, .from, .where, .having, .qualify, .window, .limit, .union, .intersect, .except, .group, .order, .with:
      return previous?.keyword != .within && previous?.symbol != .dot
    case .left, .right, .full, .inner, .cross, .natural: return previous.map { $0.keyword != .natural } ?? true
    case .join:
      switch previous?.keyword {
      case .left, .right, .full, .inner, .cross, .natural, .outer, .semi, .anti: return false
      default: return true
      }
    default: return false
    }
  }

  mutating func add(_ token: Token, next: Token) {
    let words = String(decoding: source[Int(token.start)..<Int(token.end)], as: UTF8.self)
    let isCall = token.kind == .word && next.symbol == .leftParen && [.left, .right].contains(token.keyword)
    if token.symbol == .rightParen {
      let wasQuery = open.popLast() ?? false
      if wasQuery { breakLine() }
    } else if startsClause(token), !isCall, !text.isEmpty {
      breakLine()
    } else if needsSpace(before: token) {
      text += " "
    }
    text += words
    switch token.symbol {
    case .leftParen:
      let holdsQuery = next.keyword == .select || next.keyword == .with
      open.append(holdsQuery)
      if holdsQuery { breakLine() }
    case .comma where inQuery:
      breakLine()
      text += "  "
    case .semicolon: breakLine()
    default: break
    }
    previous = token
  }

  private func needsSpace(before token: Token) -> Bool {
    guard let previous, let last = text.last, last != " ", last != "\n" else { return false }
    switch token.symbol {
    case .comma, .rightParen, .dot, .doubleColon, .semicolon, .rightBracket, .leftBracket, .colon: return false
    case .leftParen:
      // A call keeps its parenthesis; a word of the language does not.
      if previous.kind == .quotedName { return false }
      guard previous.kind == .word else { return previous.symbol != .leftParen }
      switch previous.keyword {
      case .in, .as, .and, .or, .not, .on, .from, .join, .where, .using, .over, .values, .exists, .select, .by, .when,
        .then,
        .else, .having, .qualify, .case, .except, .exclude, .union, .all, .between, .like:
        return true
      default: return false
      }
    default: break
    }
    switch previous.symbol {
    case .leftParen, .dot, .doubleColon, .leftBracket, .colon: return false
    default: return true
    }
  }
}
