/// The values of number and string tokens.
extension Parser {
  func integer(_ token: Token) throws(SyntaxFailure) -> Int {
    let digits = text(of: token).filter { $0 != "_" }
    let value: Int? =
      switch digits.dropFirst().first {
      case "x", "X": Int(digits.dropFirst(2), radix: 16)
      case "o", "O": Int(digits.dropFirst(2), radix: 8)
      case "b", "B": Int(digits.dropFirst(2), radix: 2)
      default: Int(digits)
      }
    guard let value else { throw failure("the number \(digits) does not fit a 64-bit integer", at: token) }
    return value
  }

  func float(_ token: Token) -> Double {
    Double(text(of: token).filter { $0 != "_" }) ?? .nan
  }

  /// The text of a string token, its escapes resolved as in Python source.
  func string(_ token: Token) throws(SyntaxFailure) -> String {
    let content = bytes[(Int(token.start) + 1)..<(Int(token.end) - 1)]
    guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
      let byte = content[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < content.endIndex else {
        result.append(byte)
        continue
      }
      let escape = content[index]
      index += 1
      switch escape {
      case UInt8(ascii: "\n"): break
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escape)
      case UInt8(ascii: "a"): result.append(0x07)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "v"): result.append(0x0B)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var value = Int(escape) - 0x30
        var count = 1
        while count < 3, index < content.endIndex, (0x30...0x37).contains(content[index]) {
          value = value * 8 + Int(content[index]) - 0x30
          index += 1
          count += 1
        }
        try append(value, to: &result, token)
      case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
        let width = escape == UInt8(ascii: "x") ? 2 : escape == UInt8(ascii: "u") ? 4 : 8
        let digits = content[index...].prefix(width)
        var value = 0
        for digit in digits {
          guard let hex = digit.hexValue else { throw failure("truncated escape in string", at: token) }
          value = value * 16 + hex
        }
        guard digits.count == width else { throw failure("truncated escape in string", at: token) }
        index += width
        try append(value, to: &result, token)
      default:
        result.append(byte)
        result.append(escape)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func append(_ value: Int, to result: inout [UInt8], _ token: Token) throws(SyntaxFailure) {
    guard let scalar = Unicode.Scalar(UInt32(value)) else {
      throw failure("the string contains an escape that is no character", at: token)
    }
    result.append(contentsOf: String(scalar).utf8)
  }
}
