/// Finds where JSON's values end, and checks that they are well formed.
///
/// Every buffer it walks ends in zeros (``RecordBatch/padding``): a zero stops each loop, so that none needs to look for
/// the end at each byte, and eight bytes may be loaded anywhere.
struct JSONScanner {
  let end: UnsafePointer<UInt8>
  /// A line feed where values may go over several lines, else a blank: then a line feed ends the record, complete or not.
  private let lineFeed: UInt8

  init(end: UnsafePointer<UInt8>, isMultiline: Bool) {
    self.end = end
    lineFeed = isMultiline ? 0x0A : 0x20
  }

  /// Whether the record's bytes are used up.
  func isExhausted(_ p: UnsafePointer<UInt8>) -> Bool {
    p >= end || (p.pointee == 0x0A && lineFeed != 0x0A)
  }

  /// A string's extent: from behind the opening quote to the closing one.
  struct StringExtent {
    var end: UnsafePointer<UInt8>
    var hasEscapes: Bool
  }

  /// Skips blanks, tabs and carriage returns, and line feeds where a record may have them.
  @inline(__always)
  func skipBlanks(_ p: inout UnsafePointer<UInt8>) {
    while p.pointee <= 0x20, isBlank(p.pointee) { p += 1 }
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == lineFeed || byte == 0x0D || byte == 0x09
  }

  /// Finds the end of a string, `p` being behind its opening quote.
  @inline(__always)
  func scanString(_ start: UnsafePointer<UInt8>) throws(RecordFault) -> StringExtent {
    var p = start
    var high: UInt64 = 0
    var hasEscapes = false
    while true {
      let word = loadWord(p)
      let found =
        (zeroBytes(word ^ broadcast(0x22)) | zeroBytes(word ^ broadcast(0x5C))
          | ((word &- broadcast(0x20)) & ~word & broadcast(0x80)))
      if found == 0 {
        high |= word
        p += 8
        continue
      }
      let place = found.trailingZeroBitCount >> 3
      high |= word & ~(UInt64.max << UInt64(place * 8))
      p += place
      let byte = p.pointee
      if byte == 0x22 { break }
      if byte == 0x5C {
        hasEscapes = true
        p += 1
        if p.pointee < 0x20 { throw stringFault(p) }
        // A byte behind the backslash may itself be beyond ASCII: the decoder refuses it.
        high |= UInt64(p.pointee)
        p += 1
      } else {
        throw stringFault(p)
      }
    }
    if high & broadcast(0x80) != 0, !isValidUTF8(start, p) { throw RecordFault(.invalidUTF8) }
    return StringExtent(end: p, hasEscapes: hasEscapes)
  }

  @inline(never)
  private func stringFault(_ p: UnsafePointer<UInt8>) -> RecordFault {
    if p >= end || p.pointee == 0x0A { return RecordFault(.unterminatedString) }
    return RecordFault(p.pointee == 0 ? .nulCharacter : .controlCharacter)
  }

  /// Skips a literal (`true`, `false`, `null`) and gives its first letter.
  @inline(__always)
  func scanLiteral(_ p: inout UnsafePointer<UInt8>) throws(RecordFault) -> UInt8 {
    let first = p.pointee
    let word = loadWord(p)
    switch first {
    case UInt8(ascii: "n") where word & 0xFFFF_FFFF == 0x6C6C_756E: p += 4
    case UInt8(ascii: "t") where word & 0xFFFF_FFFF == 0x6575_7274: p += 4
    case UInt8(ascii: "f") where word & 0xFF_FFFF_FFFF == 0x65_736C_6166: p += 5
    default: throw RecordFault(.badLiteral)
    }
    return first
  }

  /// Skips any value, checking it.
  @inline(__always)
  func skipValue(_ p: inout UnsafePointer<UInt8>) throws(RecordFault) {
    switch p.pointee {
    case UInt8(ascii: "\""):
      p = try checkedString(p + 1)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipNested(&p)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = scanNumber(p) else { throw RecordFault(.badNumber) }
      p = number.end
    default:
      _ = try scanLiteral(&p)
    }
  }

  /// Behind the closing quote of a string whose escapes are checked.
  @inline(__always)
  private func checkedString(_ start: UnsafePointer<UInt8>) throws(RecordFault) -> UnsafePointer<UInt8> {
    let extent = try scanString(start)
    if extent.hasEscapes { try checkEscapes(start, extent.end) }
    return extent.end + 1
  }

  /// Skips an object or array, checking it. Not recursive: depth costs bits, not stack.
  @inline(never)
  func skipNested(_ p: inout UnsafePointer<UInt8>) throws(RecordFault) {
    // One bit a level, set where the level is an object.
    var levels = InlineArray<8, UInt64>(repeating: 0)
    var depth = 0
    while true {
      // A value is expected here.
      skipBlanks(&p)
      let byte = p.pointee
      var isComplete = true
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        guard depth < 512 else { throw RecordFault(.tooDeep) }
        let isObject = byte == UInt8(ascii: "{")
        let bit = UInt64(1) << UInt64(depth & 63)
        if isObject { levels[depth >> 6] |= bit } else { levels[depth >> 6] &= ~bit }
        depth += 1
        p += 1
        skipBlanks(&p)
        if p.pointee == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          p += 1
          depth -= 1
        } else {
          if isObject { try skipKey(&p) }
          isComplete = false
        }
      } else {
        if isExhausted(p) { throw RecordFault(.unterminatedValue) }
        try skipValue(&p)
      }
      if !isComplete { continue }
      // Behind a value: close levels until one goes on.
      closing: while true {
        if depth == 0 { return }
        let isObject = levels[(depth - 1) >> 6] & (UInt64(1) << UInt64((depth - 1) & 63)) != 0
        skipBlanks(&p)
        switch p.pointee {
        case UInt8(ascii: ","):
          p += 1
          if isObject {
            skipBlanks(&p)
            try skipKey(&p)
          }
          break closing
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
          p += 1
          depth -= 1
        default:
          throw RecordFault(isExhausted(p) ? .unterminatedValue : .expectedComma)
        }
      }
    }
  }

  private func skipKey(_ p: inout UnsafePointer<UInt8>) throws(RecordFault) {
    guard p.pointee == UInt8(ascii: "\"") else {
      throw RecordFault(isExhausted(p) ? .unterminatedValue : .expectedKey)
    }
    p = try checkedString(p + 1)
    skipBlanks(&p)
    guard p.pointee == UInt8(ascii: ":") else { throw RecordFault(.expectedColon) }
    p += 1
  }
}
