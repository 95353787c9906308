/// What a token is.
enum TokenKind: UInt8, Sendable {
  case data, variableBegin, variableEnd, blockBegin, blockEnd
  case name, integer, float, string
  case add, sub, mul, div, floorDiv, mod, pow, tilde
  case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  case assign, dot, colon, pipe, comma, semicolon
  case end

  /// How the token is called in messages.
  var text: String {
    switch self {
    case .data: "template data"
    case .variableBegin: "begin of print statement"
    case .variableEnd: "end of print statement"
    case .blockBegin: "begin of statement block"
    case .blockEnd: "end of statement block"
    case .name: "name"
    case .integer: "integer"
    case .float: "float"
    case .string: "string"
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .floorDiv: "//"
    case .mod: "%"
    case .pow: "**"
    case .tilde: "~"
    case .leftParen: "("
    case .rightParen: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    case .assign: "="
    case .dot: "."
    case .colon: ":"
    case .pipe: "|"
    case .comma: ","
    case .semicolon: ";"
    case .end: "end of template"
    }
  }
}

/// A token: its kind and the bytes it covers.
struct Token: Sendable {
  var kind: TokenKind
  var start: Int32
  var end: Int32

  init(_ kind: TokenKind, _ start: Int, _ end: Int) {
    self.kind = kind
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}

/// A problem found while reading a template, at a byte offset.
struct SyntaxFailure: Error {
  var message: String
  var offset: Int
}
