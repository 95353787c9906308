/// Reads tokens into a tree. One grammar for all dialects: what only one of them writes is accepted from all, unless it
/// would mean something else there.
struct Parser {
  let source: [UInt8]
  let dialect: Dialect
  let traits: DialectTraits
  private let tokens: [Token]
  var at = 0
  private var depth = 0

  /// Nesting beyond this is refused, so that no input can exhaust the stack.
  static let deepest = 240
  /// The longest chain of operators of one precedence (SQLite's own limit on depth is 1000).
  static let longestChain = 900

  init(_ source: [UInt8], dialect: Dialect) throws(SQLError) {
    self.source = source
    self.dialect = dialect
    traits = dialect.traits
    guard source.count < Int(Int32.max) else {
      throw SQLError("a statement of over 2 GiB cannot be read", offset: 0, in: [])
    }
    tokens = try Lexer.tokens(of: source, dialect: dialect)
  }

  // MARK: Looking

  var token: Token { tokens[at] }

  func peek(_ distance: Int = 1) -> Token {
    tokens[min(at + distance, tokens.count - 1)]
  }

  var keyword: Keyword { tokens[at].keyword }

  var symbol: Symbol { tokens[at].symbol }

  var start: Int32 { tokens[at].start }

  /// The end of the token before the current one.
  var previousEnd: Int32 { at > 0 ? tokens[at - 1].end : 0 }

  var atEnd: Bool { tokens[at].kind == .end }

  func text(_ token: Token) -> String {
    String(decoding: source[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  func text(from start: Int32, to end: Int32) -> String {
    String(decoding: source[Int(start)..<Int(end)], as: UTF8.self)
  }

  /// Whether a bare word reads `word` (lower case), whatever its class.
  func isWord(_ word: StaticString, at distance: Int = 0) -> Bool {
    let token = peek(distance)
    guard token.kind == .word, Int(token.end - token.start) == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { expected in
      for (index, byte) in expected.enumerated() {
        let c = source[Int(token.start) + index]
        if (c &- 0x41 < 26 ? c | 0x20 : c) != byte { return false }
      }
      return true
    }
  }

  // MARK: Moving

  mutating func advance() {
    if at < tokens.count - 1 { at += 1 }
  }

  mutating func accept(_ keyword: Keyword) -> Bool {
    guard tokens[at].keyword == keyword else { return false }
    advance()
    return true
  }

  mutating func accept(_ symbol: Symbol) -> Bool {
    guard tokens[at].symbol == symbol else { return false }
    advance()
    return true
  }

  /// Takes both words or neither.
  mutating func accept(_ first: Keyword, _ second: Keyword) -> Bool {
    guard keyword == first, peek().keyword == second else { return false }
    advance()
    advance()
    return true
  }

  mutating func expect(_ keyword: Keyword, _ what: StaticString) throws(SQLError) {
    guard accept(keyword) else { throw unexpected(expecting: what) }
  }

  mutating func expect(_ symbol: Symbol, _ what: StaticString) throws(SQLError) {
    guard accept(symbol) else { throw unexpected(expecting: what) }
  }

  // MARK: Failing

  func error(_ message: String, at offset: Int32, construct: String? = nil, hint: String? = nil) -> SQLError {
    SQLError(message, offset: Int(offset), in: source, construct: construct, hint: hint)
  }

  func unexpected(expecting what: StaticString) -> SQLError {
    let token = token
    if token.kind == .end {
      return error("the statement ends where \(what) should follow", at: previousEnd)
    }
    return error("\(what) should stand here, not '\(text(token).prefix(40))'", at: token.start)
  }

  /// Guards recursion.
  mutating func nested<T>(_ body: (inout Parser) throws(SQLError) -> T) throws(SQLError) -> T {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Parser.deepest else {
      throw error("nested more than \(Parser.deepest) deep", at: start, hint: "split the statement into CTEs or models")
    }
    return try body(&self)
  }

  // MARK: Names

  /// Words that end an expression or a table, so that none of them is an alias without AS.
  static func isReserved(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .from, .where, .group, .having, .order, .limit, .union, .intersect, .except, .on, .using, .join, .inner, .left,
      .right, .full, .cross, .natural, .qualify, .window, .as, .when, .then, .else, .end, .and, .or, .not, .lateral,
      .fetch, .offset, .for, .pivot, .unpivot, .tablesample, .semi, .anti, .asof, .select, .with, .set, .positional,
      .is, .in, .like, .ilike, .rlike, .similar, .between, .collate, .isnull, .notnull, .into, .desc, .asc,
      .returning, .distribute, .cluster, .sort, .case, .create, .exists, .distinct, .all, .null, .glob, .regexp, .minus:
      return true
    default: return false
    }
  }

  /// Decodes a word or quoted name.
  func identifier(_ token: Token) -> Identifier {
    switch token.kind {
    case .quotedName, .doubleQuotedString:
      return Identifier(text: unquotedName(token), quoted: true, offset: token.start)
    default:
      return Identifier(text: text(token), quoted: false, offset: token.start)
    }
  }

  private func unquotedName(_ token: Token) -> String {
    let low = Int(token.start) + 1
    let high = Int(token.end) - 1
    let quote = source[high]
    guard low < high else { return "" }
    let inner = source[low..<high]
    if quote != 0x5D, inner.contains(quote) {
      var bytes: [UInt8] = []
      var skip = false
      for byte in inner {
        if byte == quote, !skip {
          skip = true
          continue
        }
        skip = false
        bytes.append(byte)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: inner, as: UTF8.self)
  }

  /// A name where only a name can stand (after AS, a dot, in a column list): any word will do.
  mutating func anyName(_ what: StaticString) throws(SQLError) -> Identifier {
    let token = token
    switch token.kind {
    case .word, .quotedName, .doubleQuotedString:
      advance()
      return identifier(token)
    case .string where what == "an alias":
      // SQLite, DuckDB, Snowflake and Spark let an alias be written as a string.
      advance()
      return Identifier(text: stringValue(token), quoted: true, offset: token.start)
    default:
      throw unexpected(expecting: what)
    }
  }

  /// An alias without AS, if the next word can be one.
  mutating func optionalAlias() throws(SQLError) -> Identifier? {
    if accept(.as) { return try anyName("an alias") }
    switch token.kind {
    case .quotedName: break
    case .doubleQuotedString: break
    case .word where !Parser.isReserved(keyword): break
    default: return nil
    }
    let name = identifier(token)
    advance()
    return name
  }

  /// `(a, b, c)`.
  mutating func nameList() throws(SQLError) -> [Identifier] {
    try expect(.leftParen, "a list of names in parentheses")
    var names: [Identifier] = []
    repeat {
      if symbol == .rightParen, !names.isEmpty { break }
      names.append(try anyName("a name"))
    } while accept(.comma)
    try expect(.rightParen, "')'")
    return names
  }
}

extension StaticString {
  static func == (left: StaticString, right: StaticString) -> Bool {
    left.utf8CodeUnitCount == right.utf8CodeUnitCount
      && left.withUTF8Buffer { a in right.withUTF8Buffer { b in a.elementsEqual(b) } }
  }
}
