/// One lexical unit of SQL, as a range of the source's bytes.
struct Token {
  enum Kind: UInt8 {
    /// A bare word: keyword or identifier.
    case word
    /// `"x"` or `` `x` `` or `[x]`.
    case quotedName
    /// `"x"` where the dialect means a string by it.
    case doubleQuotedString
    /// `'x'` with doubled quotes only.
    case string
    /// A string with backslash escapes (`E'x'`, or the dialect's habit).
    case escapedString
    /// `$$x$$`, `r'x'`: taken as it stands.
    case rawString
    /// `x'0f'`.
    case blob
    case number
    /// `?`, `$1`, `:name`, `@name`.
    case parameter
    case symbol
    case end
  }

  var kind: Kind
  /// What the word means when it is one of the language's, else `.none`.
  var keyword: Keyword
  /// The symbol, for `Kind.symbol`.
  var symbol: Symbol
  /// First byte.
  var start: Int32
  /// One past the last byte.
  var end: Int32
}

/// Operators and punctuation.
enum Symbol: UInt8 {
  case none
  case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, semicolon, dot, colon, doubleColon
  case plus, minus, star, slash, doubleSlash, percent, caret, power
  case equal, notEqual, less, lessEqual, greater, greaterEqual, nullSafeEqual
  case concat, ampersand, pipe, shiftLeft, shiftRight
  case tilde, tildeStar, notTilde, notTildeStar, like, notLike, iLike, notILike
  case arrow, doubleArrow, hashArrow, hashDoubleArrow, fatArrow, assign
  case contains, containedBy, question
}
