/// The inside of `{{ … }}` and `{% … %}`.
extension Lexer {
  mutating func readVariable(from start: Int, tag: Int) throws(SyntaxFailure) {
    tokens.append(Token(.variableBegin, tag, start))
    position = start
    brackets.removeAll(keepingCapacity: true)
    while true {
      position = skipSpaces(position)
      guard position < bytes.count else { return }
      if brackets.isEmpty {
        if matches("}}", at: position) {
          tokens.append(Token(.variableEnd, position, position + 2))
          position += 2
          return
        }
        if matches("-}}", at: position) {
          tokens.append(Token(.variableEnd, position, position + 3))
          position = skipSpaces(position + 3)
          return
        }
      }
      try readToken()
    }
  }

  mutating func readBlock(from start: Int, tag: Int) throws(SyntaxFailure) {
    tokens.append(Token(.blockBegin, tag, start))
    let keywordIndex = tokens.count
    position = start
    brackets.removeAll(keepingCapacity: true)
    while true {
      position = skipSpaces(position)
      guard position < bytes.count else { return }
      if brackets.isEmpty {
        let sign = bytes[position]
        let isSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
        if matches("%}", at: position + (isSign ? 1 : 0)) {
          let end = position + (isSign ? 3 : 2)
          tokens.append(Token(.blockEnd, position, end))
          position = end
          if let keyword = rawKeyword(at: keywordIndex) { return try readRawBody(of: keyword, tag: tag) }
          return skipAfterTag(stripped: sign == UInt8(ascii: "-"), kept: sign == UInt8(ascii: "+"))
        }
      }
      try readToken()
    }
  }

  /// The raw custom block whose header is the tag just read.
  private func rawKeyword(at index: Int) -> CustomBlockSyntax? {
    guard !syntax.customBlocks.isEmpty, tokens[index].kind == .name else { return nil }
    let name = tokens[index].range
    return syntax.customBlocks.first { block in
      if case .raw = block.body { bytes[name].elementsEqual(block.keyword.utf8) } else { false }
    }
  }

  /// Reads the body of a raw custom block as one data token, and leaves the end tag to be read as usual.
  private mutating func readRawBody(of block: CustomBlockSyntax, tag: Int) throws(SyntaxFailure) {
    let keyword = Array(block.endKeyword.utf8)
    let start = position
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "%") {
        let sign = byte(at: index + 2)
        let tagStart = index + (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 3 : 2)
        let inner = skipSpaces(tagStart)
        if inner + keyword.count <= bytes.count, bytes[inner..<inner + keyword.count].elementsEqual(keyword),
          !byte(at: inner + keyword.count).isLetter
        {
          tokens.append(Token(.data, start, index))
          return try readBlock(from: tagStart, tag: index)
        }
      }
      index += 1
    }
    throw SyntaxFailure(message: "Missing end of the '\(block.keyword)' block", offset: tag)
  }

  /// The tokens of an expression on its own.
  mutating func tokenizeExpression() throws(SyntaxFailure) -> [Token] {
    while true {
      position = skipSpaces(position)
      guard position < bytes.count else { break }
      try readToken()
    }
    tokens.append(Token(.end, bytes.count, bytes.count))
    return tokens
  }

  private mutating func readToken() throws(SyntaxFailure) {
    let first = bytes[position]
    if first.isDigit { return readNumber() }
    if first.isLetter || first == UInt8(ascii: "_") || first >= 0x80 { return try readName() }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try readString(quote: first) }
    try readOperator(first)
  }

  private mutating func readName() throws(SyntaxFailure) {
    let start = position
    var hasOther = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte >= 0x80 { hasOther = true } else if !byte.isLetter, !byte.isDigit, byte != UInt8(ascii: "_") { break }
      position += 1
    }
    if hasOther {
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      for (index, scalar) in name.unicodeScalars.enumerated() {
        let fits = index == 0 ? scalar.properties.isXIDStart || scalar == "_" : scalar.properties.isXIDContinue
        if !fits { throw SyntaxFailure(message: "Invalid character in identifier", offset: start) }
      }
    }
    tokens.append(Token(.name, start, position))
  }

  private mutating func readString(quote: UInt8) throws(SyntaxFailure) {
    let start = position
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\") {
        position += 2
        continue
      }
      position += 1
      if byte == quote {
        tokens.append(Token(.string, start, position))
        return
      }
    }
    throw SyntaxFailure(message: "unexpected char '\(Character(Unicode.Scalar(quote)))' at \(start)", offset: start)
  }

  private mutating func readNumber() {
    let start = position
    if bytes[start] == UInt8(ascii: "0"), let end = prefixedInteger(at: start) {
      position = end
      tokens.append(Token(.integer, start, end))
      return
    }
    let isAfterDot = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    if !isAfterDot, let end = float(at: start) {
      position = end
      tokens.append(Token(.float, start, end))
      return
    }
    let isZero = bytes[start] == UInt8(ascii: "0")
    position = groupedDigits(at: start) { isZero ? $0 == UInt8(ascii: "0") : $0.isDigit } ?? start + 1
    tokens.append(Token(.integer, start, position))
  }

  /// The end of a run of digits in which single underscores may stand between two digits.
  private func groupedDigits(at start: Int, _ isDigit: (UInt8) -> Bool) -> Int? {
    guard isDigit(byte(at: start)) else { return nil }
    var index = start + 1
    while true {
      if isDigit(byte(at: index)) {
        index += 1
      } else if byte(at: index) == UInt8(ascii: "_"), isDigit(byte(at: index + 1)) {
        index += 2
      } else {
        return index
      }
    }
  }

  private func prefixedInteger(at start: Int) -> Int? {
    let isDigit: (UInt8) -> Bool
    switch byte(at: start + 1) | 0x20 {
    case UInt8(ascii: "b"): isDigit = { $0 == 0x30 || $0 == 0x31 }
    case UInt8(ascii: "o"): isDigit = { $0 >= 0x30 && $0 <= 0x37 }
    case UInt8(ascii: "x"): isDigit = { $0.hexValue != nil }
    default: return nil
    }
    let first = byte(at: start + 2) == UInt8(ascii: "_") ? start + 3 : start + 2
    return groupedDigits(at: first, isDigit)
  }

  private func float(at start: Int) -> Int? {
    guard let whole = groupedDigits(at: start, \.isDigit) else { return nil }
    var end = whole
    if byte(at: end) == UInt8(ascii: "."), let fraction = groupedDigits(at: end + 1, \.isDigit) { end = fraction }
    if byte(at: end) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(at: end + 1)
      let digits = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? end + 2 : end + 1
      if let exponent = groupedDigits(at: digits, \.isDigit) { end = exponent }
    }
    return end == whole ? nil : end
  }

  private mutating func readOperator(_ first: UInt8) throws(SyntaxFailure) {
    let start = position
    let second = byte(at: start + 1)
    let kind: TokenKind
    var length = 1
    func double(_ next: Unicode.Scalar, _ both: TokenKind, _ single: TokenKind) -> TokenKind {
      if second == UInt8(ascii: next) {
        length = 2
        return both
      }
      return single
    }
    switch first {
    case UInt8(ascii: "+"): kind = .add
    case UInt8(ascii: "-"): kind = .sub
    case UInt8(ascii: "*"): kind = double("*", .pow, .mul)
    case UInt8(ascii: "/"): kind = double("/", .floorDiv, .div)
    case UInt8(ascii: "%"): kind = .mod
    case UInt8(ascii: "~"): kind = .tilde
    case UInt8(ascii: "="): kind = double("=", .equal, .assign)
    case UInt8(ascii: "<"): kind = double("=", .lessEqual, .less)
    case UInt8(ascii: ">"): kind = double("=", .greaterEqual, .greater)
    case UInt8(ascii: "."): kind = .dot
    case UInt8(ascii: ":"): kind = .colon
    case UInt8(ascii: "|"): kind = .pipe
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: "!") where second == UInt8(ascii: "="):
      kind = .notEqual
      length = 2
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      kind = first == UInt8(ascii: "(") ? .leftParen : first == UInt8(ascii: "[") ? .leftBracket : .leftBrace
      brackets.append(first)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      kind = first == UInt8(ascii: ")") ? .rightParen : first == UInt8(ascii: "]") ? .rightBracket : .rightBrace
      try close(first)
    default:
      let scalar = String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.first ?? "?"
      throw SyntaxFailure(message: "unexpected char '\(scalar)' at \(start)", offset: start)
    }
    position += length
    tokens.append(Token(kind, start, position))
  }

  private mutating func close(_ bracket: UInt8) throws(SyntaxFailure) {
    let found = Character(Unicode.Scalar(bracket))
    guard let open = brackets.popLast() else {
      throw SyntaxFailure(message: "unexpected '\(found)'", offset: position)
    }
    let expected = open == UInt8(ascii: "(") ? ")" : open == UInt8(ascii: "[") ? "]" : "}"
    if String(found) != expected {
      throw SyntaxFailure(message: "unexpected '\(found)', expected '\(expected)'", offset: position)
    }
  }
}
