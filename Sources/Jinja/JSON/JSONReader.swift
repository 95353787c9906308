/// Reads JSON into values, as Python's `json.loads` does.
public struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// The value of a JSON text; a ``Failure`` of kind `value` says where it is not JSON.
  public static func value(of text: String) throws -> Value {
    var reader = JSONReader(bytes: Array(text.utf8))
    let value = try reader.value()
    reader.skipSpaces()
    if reader.index < reader.bytes.count { throw reader.failure("Extra data") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ message: String) -> Failure {
    let place = TemplateText.lineAndColumn(of: index, in: bytes)
    return Failure.value("\(message): line \(place.line) column \(place.column) (char \(index))")
  }

  private mutating func skipSpaces() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard index < bytes.count, bytes[index] == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func skip(word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func value() throws -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > 500 { throw failure("Too deeply nested") }
    skipSpaces()
    guard index < bytes.count else { throw failure("Expecting value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    default: break
    }
    if skip(word: "true") { return .bool(true) }
    if skip(word: "false") { return .bool(false) }
    if skip(word: "null") { return .none }
    if skip(word: "NaN") { return .double(.nan) }
    if skip(word: "Infinity") { return .double(.infinity) }
    if skip(word: "-Infinity") { return .double(-.infinity) }
    return try number()
  }

  private mutating func object() throws -> Value {
    index += 1
    let dict = DictObject()
    if skip("}") { return .dict(dict) }
    repeat {
      skipSpaces()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw failure("Expecting property name enclosed in double quotes")
      }
      let key = try string()
      guard skip(":") else { throw failure("Expecting ':' delimiter") }
      dict[key] = .some(try value())
    } while skip(",")
    guard skip("}") else { throw failure("Expecting ',' delimiter") }
    return .dict(dict)
  }

  private mutating func array() throws -> Value {
    index += 1
    var items: [Value] = []
    if skip("]") { return .list(items) }
    repeat { items.append(try value()) } while skip(",")
    guard skip("]") else { throw failure("Expecting ',' delimiter") }
    return .list(items)
  }

  private mutating func number() throws -> Value {
    let start = index
    var isInteger = true
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
      default:
        return try number(start..<index, isInteger)
      }
      index += 1
    }
    return try number(start..<index, isInteger)
  }

  private mutating func number(_ range: Range<Int>, _ isInteger: Bool) throws -> Value {
    let text = String(decoding: bytes[range], as: UTF8.self)
    if isInteger, let number = Int(text) { return .int(number) }
    if let number = Double(text) { return .double(number) }
    index = range.lowerBound
    throw failure("Expecting value")
  }

  private mutating func string() throws -> String {
    let start = index
    index += 1
    var result: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(to: &result)
      case 0..<0x20: throw failure("Invalid control character at")
      default: result.append(byte)
      }
    }
    index = start
    throw failure("Unterminated string starting at")
  }

  private mutating func escape(to result: inout [UInt8]) throws {
    guard index < bytes.count else { throw failure("Unterminated string starting at") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hexUnit()
      if (0xD800..<0xDC00).contains(unit), bytes[index...].starts(with: [0x5C, 0x75]) {
        index += 2
        let low = try hexUnit()
        if (0xDC00..<0xE000).contains(low) { unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) }
      }
      result.append(contentsOf: String(Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}").utf8)
    default: throw failure("Invalid \\escape")
    }
  }

  private mutating func hexUnit() throws -> Int {
    var unit = 0
    for _ in 0..<4 {
      guard index < bytes.count, let digit = bytes[index].hexValue else { throw failure("Invalid \\uXXXX escape") }
      unit = unit * 16 + digit
      index += 1
    }
    return unit
  }
}
