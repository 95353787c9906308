/// Cuts a template into tokens.
///
/// Whitespace control (`-`, `+`, `trimBlocks`, `lstripBlocks`) is settled here: data tokens cover just the bytes that
/// are written out.
struct Lexer {
  let bytes: [UInt8]
  let syntax: Syntax
  var position = 0
  var tokens: [Token] = []
  /// The brackets open in the current tag, innermost last.
  var brackets: [UInt8] = []

  init(bytes: [UInt8], syntax: Syntax) {
    self.bytes = bytes
    self.syntax = syntax
    tokens.reserveCapacity(16 + bytes.count / 6)
  }

  /// The text of a template as bytes: line ends made `\n`, the last newline dropped unless it is to be kept.
  static func normalized(_ source: String, keepTrailingNewline: Bool) -> [UInt8] {
    var bytes = Array(source.utf8)
    if bytes.contains(UInt8(ascii: "\r")) {
      var uniform: [UInt8] = []
      uniform.reserveCapacity(bytes.count)
      var previous: UInt8 = 0
      for byte in bytes {
        if byte == UInt8(ascii: "\r") {
          uniform.append(UInt8(ascii: "\n"))
        } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
          uniform.append(byte)
        }
        previous = byte
      }
      bytes = uniform
    }
    if !keepTrailingNewline, bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }

  /// All tokens of the template, ending with `.end`.
  mutating func tokenize() throws(SyntaxFailure) -> [Token] {
    while position < bytes.count {
      let dataStart = position
      guard let tag = nextTag(from: position) else {
        append(data: dataStart..<bytes.count)
        position = bytes.count
        break
      }
      let kind = bytes[tag + 1]
      var inner = tag + 2
      let sign = byte(at: inner)
      if sign == UInt8(ascii: "-") || (sign == UInt8(ascii: "+") && kind != UInt8(ascii: "{")) { inner += 1 }
      let strips = sign == UInt8(ascii: "-")
      append(data: trimmedData(dataStart..<tag, strips: strips, keeps: inner > tag + 2 && !strips, tagKind: kind))
      switch kind {
      case UInt8(ascii: "#"): try skipComment(from: inner, tag: tag)
      case UInt8(ascii: "{"): try readVariable(from: inner, tag: tag)
      default:
        if let body = rawBegin(at: inner) {
          try readRaw(from: body, keyword: "endraw", tag: tag)
        } else {
          try readBlock(from: inner, tag: tag)
        }
      }
    }
    tokens.append(Token(.end, bytes.count, bytes.count))
    return tokens
  }

  func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  mutating func append(data range: Range<Int>) {
    if !range.isEmpty { tokens.append(Token(.data, range.lowerBound, range.upperBound)) }
  }

  /// The offset of the next `{{`, `{%` or `{#`.
  private func nextTag(from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      var index = start
      let last = buffer.count - 1
      while index < last {
        if buffer[index] == UInt8(ascii: "{") {
          let next = buffer[index + 1]
          if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return index }
        }
        index += 1
      }
      return nil
    }
  }

  /// The part of the data before a tag that is written out.
  private func trimmedData(_ range: Range<Int>, strips: Bool, keeps: Bool, tagKind: UInt8) -> Range<Int> {
    var end = range.upperBound
    if strips {
      while end > range.lowerBound, case let length = spaceLength(before: end), length > 0 { end -= length }
      end = max(end, range.lowerBound)
    } else if syntax.lstripBlocks, !keeps, tagKind != UInt8(ascii: "{") {
      var lineStart = end
      while lineStart > range.lowerBound, bytes[lineStart - 1] != UInt8(ascii: "\n"), bytes[lineStart - 1].isSpace {
        lineStart -= 1
      }
      if lineStart == 0 || bytes[lineStart - 1] == UInt8(ascii: "\n") { end = lineStart }
    }
    return range.lowerBound..<end
  }

  /// Whitespace after a tag's end: all of it after `-`, one newline when blocks are trimmed.
  mutating func skipAfterTag(stripped: Bool, kept: Bool) {
    if stripped {
      position = skipSpaces(position)
    } else if syntax.trimBlocks, !kept, byte(at: position) == UInt8(ascii: "\n") {
      position += 1
    }
  }

  private mutating func skipComment(from start: Int, tag: Int) throws(SyntaxFailure) {
    var index = start
    if start >= bytes.count { return position = bytes.count }
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "#"), bytes[index + 1] == UInt8(ascii: "}") {
        let sign = index > start ? bytes[index - 1] : 0
        position = index + 2
        skipAfterTag(stripped: sign == UInt8(ascii: "-"), kept: sign == UInt8(ascii: "+"))
        return
      }
      index += 1
    }
    throw SyntaxFailure(message: "Missing end of comment tag", offset: tag)
  }

  /// The offset behind `raw %}`, when a raw block begins at `index` (behind `{%` and its sign).
  private func rawBegin(at index: Int) -> Int? {
    var index = skipSpaces(index)
    guard matches("raw", at: index) else { return nil }
    index = skipSpaces(index + 3)
    if matches("-%}", at: index) { return skipSpaces(index + 3) }
    return matches("%}", at: index) ? index + 2 : nil
  }

  /// Reads text up to `{% keyword %}` as one data token.
  mutating func readRaw(from start: Int, keyword: StaticString, tag: Int) throws(SyntaxFailure) {
    var index = start
    // Like Jinja's lexer, which stops at the end of the text before it looks for the end of anything.
    if start >= bytes.count { return position = bytes.count }
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "%") else {
        index += 1
        continue
      }
      let sign = byte(at: index + 2)
      let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
      var inner = skipSpaces(index + (hasSign ? 3 : 2))
      if matches(keyword, at: inner) {
        inner = skipSpaces(inner + keyword.utf8CodeUnitCount)
        let endSign = byte(at: inner)
        let hasEndSign = endSign == UInt8(ascii: "-") || endSign == UInt8(ascii: "+")
        if matches("%}", at: inner + (hasEndSign ? 1 : 0)) {
          append(
            data: trimmedData(
              start..<index, strips: sign == UInt8(ascii: "-"), keeps: sign == UInt8(ascii: "+"),
              tagKind: UInt8(ascii: "%")))
          position = inner + (hasEndSign ? 3 : 2)
          skipAfterTag(stripped: endSign == UInt8(ascii: "-"), kept: endSign == UInt8(ascii: "+"))
          return
        }
      }
      index += 1
    }
    throw SyntaxFailure(message: "Missing end of raw directive", offset: tag)
  }

  func skipSpaces(_ start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let length = bytes[index] < 0x80 ? (bytes[index].isSpace ? 1 : 0) : spaceLength(at: index)
      if length == 0 { break }
      index += length
    }
    return index
  }

  /// The number of bytes of the whitespace character beyond ASCII at `index`; 0 for anything else.
  private func spaceLength(at index: Int) -> Int {
    let scalar = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
    return scalar.map { $0.isPythonSpace ? UTF8.width($0) : 0 } ?? 0
  }

  /// The number of bytes of the whitespace character that ends before `end`; 0 for anything else.
  private func spaceLength(before end: Int) -> Int {
    if bytes[end - 1] < 0x80 { return bytes[end - 1].isSpace ? 1 : 0 }
    let scalar = String(decoding: bytes[max(0, end - 3)..<end], as: UTF8.self).unicodeScalars.last
    return scalar.map { $0.isPythonSpace ? UTF8.width($0) : 0 } ?? 0
  }

  func matches(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    return text.withUTF8Buffer { expected in
      for offset in 0..<count where bytes[index + offset] != expected[offset] { return false }
      return true
    }
  }
}

extension UInt8 {
  /// ASCII whitespace as Python's `\s` sees it.
  var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) || (self >= 0x1C && self <= 0x1F) }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  /// The value of a hexadecimal digit.
  var hexValue: Int? {
    if isDigit { return Int(self) - 0x30 }
    let lower = self | 0x20
    return lower >= 0x61 && lower <= 0x66 ? Int(lower) - 0x61 + 10 : nil
  }
}
