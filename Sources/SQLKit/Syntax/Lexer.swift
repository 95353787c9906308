/// Cuts SQL into tokens; comments and white space are dropped.
struct Lexer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let traits: DialectTraits
  private let dialect: Dialect
  private var at = 0
  private var tokens: [Token] = []

  /// The tokens of `source`, ending with one of kind `.end`.
  static func tokens(of source: [UInt8], dialect: Dialect) throws(SQLError) -> [Token] {
    var failure: SQLError?
    var result: [Token] = []
    source.withUnsafeBufferPointer { buffer in
      var lexer = Lexer(bytes: buffer, dialect: dialect)
      do throws(SQLError) {
        try lexer.run()
        result = lexer.tokens
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, dialect: Dialect) {
    self.bytes = bytes
    self.dialect = dialect
    self.traits = dialect.traits
    tokens.reserveCapacity(bytes.count / 4 + 8)
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    at + offset < bytes.count ? bytes[at + offset] : 0
  }

  private mutating func add(_ kind: Token.Kind, from start: Int, keyword: Keyword = .none, symbol: Symbol = .none) {
    tokens.append(
      Token(
        kind: kind, keyword: keyword, symbol: symbol, start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: at)))
  }

  private mutating func run() throws(SQLError) {
    while at < bytes.count {
      let start = at
      let c = bytes[at]
      switch c {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C, 0x0B:
        at += 1
      case 0xEF where byte(1) == 0xBB && byte(2) == 0xBF, 0xE2 where byte(1) == 0x80 && byte(2) == 0x8B:
        at += 3  // a byte order mark or a zero-width space is white space
      case 0xC2 where byte(1) == 0xA0:
        at += 2  // a no-break space
      case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
        skipLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
        try skipBlockComment()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/") && traits.slashComments:
        skipLine()
      case UInt8(ascii: "#") where traits.hashComments:
        skipLine()
      case UInt8(ascii: "'"):
        try quoted(0x27, kind: traits.backslashEscapes ? .escapedString : .string, from: start)
      case UInt8(ascii: "\""):
        try quoted(0x22, kind: traits.doubleQuoteIsString ? .doubleQuotedString : .quotedName, from: start)
      case UInt8(ascii: "`"):
        try quoted(0x60, kind: .quotedName, from: start)
      case UInt8(ascii: "[") where traits.bracketIdentifiers:
        try quoted(0x5D, kind: .quotedName, from: start)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        number(from: start)
      case UInt8(ascii: ".") where isDigit(byte(1)) && !precededByName:
        number(from: start)
      case UInt8(ascii: "$"):
        try dollar(from: start)
      default:
        if isNameStart(c) {
          try word(from: start)
        } else {
          try symbol(c, from: start)
        }
      }
    }
    add(.end, from: at)
  }

  /// `t.1x` is not a number after a name; `t . 5` does not occur.
  private var precededByName: Bool {
    guard let last = tokens.last, Int(last.end) == at else { return false }
    return last.kind == .word || last.kind == .quotedName || last.symbol == .rightBracket
  }

  // MARK: Comments

  private mutating func skipLine() {
    while at < bytes.count, bytes[at] != 0x0A { at += 1 }
  }

  private mutating func skipBlockComment() throws(SQLError) {
    let start = at
    var depth = 0
    let nests = dialect != .sqlite && dialect != .snowflake && dialect != .bigquery
    while at < bytes.count {
      if bytes[at] == 0x2F, byte(1) == 0x2A {
        if depth == 0 || nests { depth += 1 }
        at += 2
      } else if bytes[at] == 0x2A, byte(1) == 0x2F {
        depth -= 1
        at += 2
        if depth == 0 { return }
      } else {
        at += 1
      }
    }
    throw SQLError("the comment that starts here is never closed", offset: start, in: bytes, hint: "add */")
  }

  // MARK: Words and quoted text

  private func isDigit(_ c: UInt8) -> Bool { c &- 0x30 < 10 }

  private func isNameStart(_ c: UInt8) -> Bool {
    (c | 0x20) &- 0x61 < 26 || c == 0x5F || c >= 0x80
  }

  private func isNamePart(_ c: UInt8) -> Bool {
    (c | 0x20) &- 0x61 < 26 || c == 0x5F || c >= 0x80 || isDigit(c) || c == 0x24
  }

  private mutating func word(from start: Int) throws(SQLError) {
    while at < bytes.count, isNamePart(bytes[at]) { at += 1 }
    if at < bytes.count, at - start <= 2, bytes[at] == 0x27 || (bytes[at] == 0x22 && traits.doubleQuoteIsString) {
      let quote = bytes[at]
      switch (bytes[start] | 0x20, at - start) {
      case (UInt8(ascii: "e"), 1) where !traits.backslashEscapes:
        return try quoted(quote, kind: .escapedString, from: start)
      case (UInt8(ascii: "n"), 1):
        return try quoted(quote, kind: .string, from: start)
      case (UInt8(ascii: "x"), 1):
        return try quoted(quote, kind: .blob, from: start)
      case (UInt8(ascii: "r"), 1) where traits.doubleQuoteIsString:
        return try quoted(quote, kind: .rawString, from: start)
      default: break
      }
    }
    let keyword = Keyword.classify(UnsafeBufferPointer(rebasing: bytes[start..<at]))
    add(.word, from: start, keyword: keyword)
  }

  private mutating func quoted(_ close: UInt8, kind: Token.Kind, from start: Int) throws(SQLError) {
    let open = bytes[at]
    if dialect == .bigquery, byte(1) == open, byte(2) == open, open != 0x60 {
      at += 3
      while at < bytes.count {
        if bytes[at] == open, byte(1) == open, byte(2) == open {
          at += 3
          return add(kind, from: start)
        }
        at += bytes[at] == 0x5C ? 2 : 1
      }
      throw unclosed(start)
    }
    at += 1
    let escapes = kind == .escapedString || (kind == .doubleQuotedString && traits.backslashEscapes)
    while at < bytes.count {
      let c = bytes[at]
      if c == 0x5C, escapes {
        at += 2
      } else if c == close {
        if byte(1) == close, kind != .rawString, close != 0x5D {
          at += 2
        } else {
          at += 1
          return add(kind, from: start)
        }
      } else {
        at += 1
      }
    }
    throw unclosed(start)
  }

  private func unclosed(_ start: Int) -> SQLError {
    SQLError(
      "the quote that opens here is never closed", offset: start, in: bytes,
      hint: "close it, or double a quote inside the text")
  }

  private mutating func dollar(from start: Int) throws(SQLError) {
    if isDigit(byte(1)) {
      at += 1
      while isDigit(byte()) { at += 1 }
      return add(.parameter, from: start)
    }
    var end = at + 1
    while end < bytes.count, isNamePart(bytes[end]), bytes[end] != 0x24 { end += 1 }
    guard end < bytes.count, bytes[end] == 0x24 else {
      guard end > at + 1 else {
        throw SQLError("a dollar sign has no meaning here", offset: start, in: bytes)
      }
      at = end
      return add(.parameter, from: start)
    }
    let tag = bytes[start...end]
    at = end + 1
    while at + tag.count <= bytes.count {
      if bytes[at] == 0x24, bytes[at..<(at + tag.count)].elementsEqual(tag) {
        at += tag.count
        return add(.rawString, from: start)
      }
      at += 1
    }
    throw unclosed(start)
  }

  // MARK: Numbers

  private mutating func number(from start: Int) {
    func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    if bytes[at] == 0x30, byte(1) | 0x20 == UInt8(ascii: "x"), isHexadecimal(byte(2)) {
      at += 2
      while isHexadecimal(byte()) { at += 1 }
      return add(.number, from: start)
    }
    func digits(_ lexer: inout Lexer) {
      while lexer.isDigit(lexer.byte()) || (lexer.byte() == 0x5F && lexer.isDigit(lexer.byte(1))) { lexer.at += 1 }
    }
    digits(&self)
    if byte() == 0x2E, byte(1) != 0x2E {
      at += 1
      digits(&self)
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let signed = byte(1) == 0x2B || byte(1) == 0x2D
      if isDigit(byte(signed ? 2 : 1)) {
        at += signed ? 2 : 1
        digits(&self)
      }
    }
    // Spark's suffixes: 1L, 1S, 1Y, 1.5D, 1.5F, 1.5BD.
    if dialect == .spark || dialect == .databricks {
      let c = byte() | 0x20
      if c == UInt8(ascii: "b"), byte(1) | 0x20 == UInt8(ascii: "d"), !isNamePart(byte(2)) {
        at += 2
      } else if [UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "y"), UInt8(ascii: "d"), UInt8(ascii: "f")]
        .contains(c),
        !isNamePart(byte(1))
      {
        at += 1
      }
    }
    add(.number, from: start)
  }
}

extension Lexer {
  // MARK: Symbols

  private mutating func symbol(_ c: UInt8, from start: Int) throws(SQLError) {
    let next = byte(1)
    let third = byte(2)
    let found: (Symbol, Int)
    switch c {
    case UInt8(ascii: "("): found = (.leftParen, 1)
    case UInt8(ascii: ")"): found = (.rightParen, 1)
    case UInt8(ascii: "["): found = (.leftBracket, 1)
    case UInt8(ascii: "]"): found = (.rightBracket, 1)
    case UInt8(ascii: "{"): found = (.leftBrace, 1)
    case UInt8(ascii: "}"): found = (.rightBrace, 1)
    case UInt8(ascii: ","): found = (.comma, 1)
    case UInt8(ascii: ";"): found = (.semicolon, 1)
    case UInt8(ascii: "."): found = (.dot, 1)
    case UInt8(ascii: ":"):
      found = next == UInt8(ascii: ":") ? (.doubleColon, 2) : next == UInt8(ascii: "=") ? (.assign, 2) : (.colon, 1)
    case UInt8(ascii: "+"): found = (.plus, 1)
    case UInt8(ascii: "-"):
      found = next == UInt8(ascii: ">") ? (third == UInt8(ascii: ">") ? (.doubleArrow, 3) : (.arrow, 2)) : (.minus, 1)
    case UInt8(ascii: "*"): found = next == UInt8(ascii: "*") ? (.power, 2) : (.star, 1)
    case UInt8(ascii: "/"): found = next == UInt8(ascii: "/") ? (.doubleSlash, 2) : (.slash, 1)
    case UInt8(ascii: "%"): found = (.percent, 1)
    case UInt8(ascii: "^"): found = next == UInt8(ascii: "=") ? (.notEqual, 2) : (.caret, 1)
    case UInt8(ascii: "="):
      found = next == UInt8(ascii: ">") ? (.fatArrow, 2) : next == UInt8(ascii: "=") ? (.equal, 2) : (.equal, 1)
    case UInt8(ascii: "<"):
      switch next {
      case UInt8(ascii: "="): found = third == UInt8(ascii: ">") ? (.nullSafeEqual, 3) : (.lessEqual, 2)
      case UInt8(ascii: ">"): found = (.notEqual, 2)
      case UInt8(ascii: "<"): found = (.shiftLeft, 2)
      case UInt8(ascii: "@"): found = (.containedBy, 2)
      default: found = (.less, 1)
      }
    case UInt8(ascii: ">"):
      found =
        next == UInt8(ascii: "=") ? (.greaterEqual, 2) : next == UInt8(ascii: ">") ? (.shiftRight, 2) : (.greater, 1)
    case UInt8(ascii: "!"):
      switch (next, third) {
      case (UInt8(ascii: "="), _): found = (.notEqual, 2)
      case (UInt8(ascii: "~"), UInt8(ascii: "~")): found = byte(3) == 0x2A ? (.notILike, 4) : (.notLike, 3)
      case (UInt8(ascii: "~"), UInt8(ascii: "*")): found = (.notTildeStar, 3)
      case (UInt8(ascii: "~"), _): found = (.notTilde, 2)
      default: throw unknown(start)
      }
    case UInt8(ascii: "~"):
      switch next {
      case UInt8(ascii: "~"): found = third == UInt8(ascii: "*") ? (.iLike, 3) : (.like, 2)
      case UInt8(ascii: "*"): found = (.tildeStar, 2)
      default: found = (.tilde, 1)
      }
    case UInt8(ascii: "|"): found = next == UInt8(ascii: "|") ? (.concat, 2) : (.pipe, 1)
    case UInt8(ascii: "&"): found = (.ampersand, 1)
    case UInt8(ascii: "#") where next == UInt8(ascii: ">"):
      found = third == UInt8(ascii: ">") ? (.hashDoubleArrow, 3) : (.hashArrow, 2)
    case UInt8(ascii: "@") where next == UInt8(ascii: ">"): found = (.contains, 2)
    case UInt8(ascii: "@") where isNameStart(next):
      at += 1
      while isNamePart(byte()) { at += 1 }
      return add(.parameter, from: start)
    case UInt8(ascii: "?"): found = (.question, 1)
    default: throw unknown(start)
    }
    at += found.1
    add(.symbol, from: start, symbol: found.0)
  }

  private func unknown(_ start: Int) -> SQLError {
    let shown =
      bytes[start] >= 0x20 && bytes[start] < 0x7F
      ? "'\(Character(UnicodeScalar(bytes[start])))'" : "byte \(bytes[start])"
    return SQLError("\(shown) has no meaning in SQL", offset: start, in: bytes, hint: "remove it")
  }
}
