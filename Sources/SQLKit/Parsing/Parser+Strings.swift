extension Parser {
  /// The text a string token stands for.
  func stringValue(_ token: Token) -> String {
    var low = Int(token.start)
    var high = Int(token.end)
    switch token.kind {
    case .rawString where source[low] == 0x24:
      while low < high, source[low] == 0x24 || source[low] != 0x24 {
        low += 1
        if source[low - 1] == 0x24, low > Int(token.start) + 1 { break }
      }
      return String(decoding: source[low..<(high - (low - Int(token.start)))], as: UTF8.self)
    case .rawString:
      return String(decoding: source[(low + 2)..<(high - 1)], as: UTF8.self)
    default: break
    }
    if source[low] | 0x20 == UInt8(ascii: "e") || source[low] | 0x20 == UInt8(ascii: "n") { low += 1 }
    let quote = source[low]
    if high - low >= 6, dialect == .bigquery, source[low + 1] == quote, source[low + 2] == quote {
      low += 3
      high -= 3
    } else {
      low += 1
      high -= 1
    }
    let inner = source[low..<high]
    let escapes =
      token.kind == .escapedString || (token.kind == .doubleQuotedString && traits.backslashEscapes)
    guard inner.contains(quote) || (escapes && inner.contains(0x5C)) else {
      return String(decoding: inner, as: UTF8.self)
    }
    return Parser.unescape(inner, quote: quote, escapes: escapes)
  }

  private static func unescape(_ inner: ArraySlice<UInt8>, quote: UInt8, escapes: Bool) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(inner.count)
    var index = inner.startIndex
    func hex(_ from: Int, _ count: Int) -> UInt32? {
      guard from + count <= inner.endIndex else { return nil }
      return UInt32(String(decoding: inner[from..<(from + count)], as: UTF8.self), radix: 16)
    }
    while index < inner.endIndex {
      let c = inner[index]
      if c == quote {
        out.append(c)
        index += index + 1 < inner.endIndex && inner[index + 1] == quote ? 2 : 1
      } else if c == 0x5C, escapes, index + 1 < inner.endIndex {
        let next = inner[index + 1]
        index += 2
        switch next {
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "0"): out.append(0)
        case UInt8(ascii: "x"):
          if let value = hex(index, 2) {
            out.append(contentsOf: Array(String(UnicodeScalar(UInt8(value))).utf8))
            index += 2
          } else {
            out.append(next)
          }
        case UInt8(ascii: "u"):
          if let value = hex(index, 4), let scalar = UnicodeScalar(value) {
            out.append(contentsOf: Array(String(scalar).utf8))
            index += 4
          } else {
            out.append(next)
          }
        case UInt8(ascii: "%"), UInt8(ascii: "_"):
          // Spark and MySQL keep the backslash before LIKE's wildcards.
          out.append(0x5C)
          out.append(next)
        default: out.append(next)
        }
      } else {
        out.append(c)
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A number as SQLite reads it: no underscores, no suffix; and the kind of number a suffix made of it.
  func numberText(_ token: Token) -> (text: String, suffix: UInt8) {
    let raw = source[Int(token.start)..<Int(token.end)]
    var bytes = raw.contains(0x5F) ? raw.filter { $0 != 0x5F } : Array(raw)
    var suffix: UInt8 = 0
    if bytes.count > 1, bytes[0] == 0x30, bytes[1] | 0x20 == UInt8(ascii: "x") {
      return (String(decoding: bytes, as: UTF8.self), 0)
    }
    while let last = bytes.last, last | 0x20 &- 0x61 < 26, last >= 0x41 {
      suffix = last | 0x20 == UInt8(ascii: "d") && suffix == 0 ? UInt8(ascii: "d") : last | 0x20
      bytes.removeLast()
      if bytes.isEmpty { break }
    }
    return (String(decoding: bytes, as: UTF8.self), suffix)
  }
}
