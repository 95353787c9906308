/// Builds the tree of a template from its tokens, by Jinja's grammar.
struct Parser {
  let bytes: [UInt8]
  let tokens: [Token]
  let syntax: Syntax
  var index = 0
  var symbols = SymbolTable()
  /// How many levels of expressions and statements are open.
  var depth = 0
  var loopDepth = 0
  /// The special names used in the macros being read, innermost last.
  var openMacros: [MacroUse] = []
  /// The end tags of the host's blocks being read, innermost last.
  var customEnds: [String] = []

  /// Which special names a macro's body uses.
  struct MacroUse {
    var varargs: Symbol?
    var kwargs: Symbol?
    var caller: Symbol?
  }

  /// Deeper nesting is refused, so that neither parsing nor any walk over the tree exhausts the stack.
  static let maximumDepth = 100
  /// The height an expression's tree may have; long chains of operators and filters count.
  static let maximumHeight: Int32 = 400

  init(bytes: [UInt8], tokens: [Token], syntax: Syntax) {
    self.bytes = bytes
    self.tokens = tokens
    self.syntax = syntax
  }

  mutating func parseTemplate() throws(SyntaxFailure) -> [any Statement] {
    try parseBody(until: [])
  }

  mutating func parseWholeExpression() throws(SyntaxFailure) -> any Expression {
    let expression = try parseExpression()
    if current.kind != .end { throw failure("chunk after expression") }
    return expression
  }

  // MARK: Tokens

  var current: Token { tokens[index] }
  var next: Token { tokens[min(index + 1, tokens.count - 1)] }
  var position: SourcePosition { SourcePosition(Int(tokens[index].start)) }

  @discardableResult mutating func advance() -> Token {
    let token = tokens[index]
    if index + 1 < tokens.count { index += 1 }
    return token
  }

  mutating func skip(_ kind: TokenKind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  @discardableResult mutating func expect(_ kind: TokenKind) throws(SyntaxFailure) -> Token {
    guard current.kind == kind else {
      let found =
        current.kind == .end
        ? "unexpected end of template" : "expected token '\(kind.text)', got '\(describe(current))'"
      throw failure(current.kind == .end ? "\(found), expected '\(kind.text)'." : found)
    }
    return advance()
  }

  func text(of token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  func isName(_ token: Token, _ name: StaticString) -> Bool {
    guard token.kind == .name, token.range.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { bytes[token.range].elementsEqual($0) }
  }

  mutating func skipName(_ name: StaticString) -> Bool {
    guard isName(current, name) else { return false }
    advance()
    return true
  }

  mutating func expectName(_ name: StaticString) throws(SyntaxFailure) {
    guard skipName(name) else { throw failure("expected token '\(name)', got '\(describe(current))'") }
  }

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .name, .integer, .float, .string: text(of: token)
    default: token.kind.text
    }
  }

  func failure(_ message: String, at token: Token? = nil) -> SyntaxFailure {
    SyntaxFailure(message: message, offset: Int((token ?? current).start))
  }

  // MARK: Limits

  mutating func nested<T>(_ body: (inout Parser) throws(SyntaxFailure) -> T) throws(SyntaxFailure) -> T {
    depth += 1
    defer { depth -= 1 }
    if depth > Parser.maximumDepth { throw failure("this is nested more than \(Parser.maximumDepth) levels deep") }
    return try body(&self)
  }

  func checked(_ expression: any Expression) throws(SyntaxFailure) -> any Expression {
    if expression.height > Parser.maximumHeight {
      throw failure("this expression has more than \(Parser.maximumHeight) operations inside one another")
    }
    return expression
  }
}
