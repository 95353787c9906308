import Glibc

/// Filters for numbers.
enum NumberFilters {
  static let table: BuiltinFilters.Table = [
    "abs": BuiltinFilters.plain("abs") { value in
      switch value {
      case .int(let number):
        if number == .min { throw Failure.overflow }
        return .int(abs(number))
      case .bool(let flag): return .int(flag ? 1 : 0)
      case .double(let number): return .double(number.magnitude)
      case .undefined(let undefined) where undefined.behavior == .strict: throw undefined.failure
      default: throw Failure.type("bad operand type for abs(): '\(value.typeName)'")
      }
    },
    "int": BuiltinFilters.define("int", ["default", "base"]) { value, values, _ in
      try integer(value, default: values[0] ?? .int(0), base: values[1].optionalInt() ?? 10)
    },
    "float": BuiltinFilters.define("float", ["default"]) { value, values, _ in
      switch value {
      case .undefined(let undefined): throw undefined.failure
      case .string(let text): return pythonFloat(text).map(Value.double) ?? values[0] ?? .double(0)
      default: return value.doubleValue.map(Value.double) ?? values[0] ?? .double(0)
      }
    },
    "round": BuiltinFilters.define("round", ["precision", "method"]) { value, values, _ in
      try rounded(value, precision: values[0].optionalInt() ?? 0, method: values[1]?.text() ?? "common")
    },
    "filesizeformat": BuiltinFilters.define("filesizeformat", ["binary"]) { value, values, _ in
      if case .undefined(let undefined) = value { throw undefined.failure }
      guard let bytes = value.stringValue.map(pythonFloat) ?? value.doubleValue else {
        if case .string(let text) = value {
          throw Failure.value("could not convert string to float: \(pythonQuoted(text))")
        }
        throw Failure.type("float() argument must be a string or a real number, not '\(value.typeName)'")
      }
      return .string(try fileSize(bytes, isBinary: values[0].flag()))
    },
  ]

  private static func integer(_ value: Value, default fallback: Value, base: Int) throws -> Value {
    switch value {
    case .undefined(let undefined): throw undefined.failure
    case .int: return value
    case .bool(let flag): return .int(flag ? 1 : 0)
    case .double(let number):
      if number.isNaN { return fallback }
      if number.isInfinite { throw Failure(.overflow, "cannot convert float infinity to integer") }
      guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw Failure.overflow }
      return .int(whole)
    case .string(let text):
      if let number = try pythonInt(text, base: base) { return .int(number) }
      guard let number = pythonFloat(text), number.isFinite else { return fallback }
      guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw Failure.overflow }
      return .int(whole)
    default: return fallback
    }
  }

  private static func rounded(_ value: Value, precision: Int, method: String) throws -> Value {
    guard ["common", "ceil", "floor"].contains(method) else {
      throw Failure(.runtime, "method must be common, ceil or floor")
    }
    if case .undefined(let undefined) = value {
      if method == "common", undefined.behavior != .strict {
        throw Failure.type("type Undefined doesn't define __round__ method")
      }
      throw undefined.failure
    }
    guard let number = value.doubleValue else {
      if method == "common" { throw Failure.type("type \(value.typeName) doesn't define __round__ method") }
      if case .string = value {
        throw Failure.type("must be real number, not str")
      }
      throw Failure.type("unsupported operand type(s) for *: '\(value.typeName)' and 'int'")
    }
    if method == "common" {
      if let whole = value.intValue {
        if precision >= 0 { return .int(whole) }
        let scale = pow(10, Double(-precision))
        return .int(Int(exactly: (Double(whole) / scale).rounded(.toNearestOrEven) * scale) ?? 0)
      }
      return .double(try pythonRounded(number, digits: precision))
    }
    let scale = pow(10, Double(precision))
    let scaled = number * scale
    if scaled.isInfinite { throw Failure(.overflow, "cannot convert float infinity to integer") }
    if scaled.isNaN { throw Failure.value("cannot convert float NaN to integer") }
    return .double((method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)) / scale)
  }

  private static func fileSize(_ bytes: Double, isBinary: Bool) throws -> String {
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return "1 Byte" }
    if bytes < base { return "\(Int(exactly: bytes.rounded(.towardZero)) ?? 0) Bytes" }
    let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
    var unit = base
    for prefix in prefixes {
      unit *= base
      if bytes < unit || prefix == "Y" {
        let name = (isBinary ? prefix.uppercased() + "i" : prefix) + "B"
        return try cFormatted(base * bytes / unit, conversion: "f", precision: 1) + " " + name
      }
    }
    return ""
  }
}

/// Python's `int(text, base)`; nil when the text is no integer.
func pythonInt(_ text: String, base: Int) throws -> Int? {
  guard base == 0 || (2...36).contains(base) else { return nil }
  var digits = text.pythonStripped(nil).lowercased()[...]
  let isNegative = digits.hasPrefix("-")
  if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
  var radix = base
  var hasPrefix = false
  for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)]
  where digits.hasPrefix(prefix) && (base == 0 || base == value) {
    digits = digits.dropFirst(2)
    radix = value
    hasPrefix = true
  }
  if radix == 0 { radix = 10 }
  if hasPrefix, digits.hasPrefix("_") { digits = digits.dropFirst() }
  guard let plain = withoutGroupingUnderscores(digits), !plain.isEmpty, plain.first != "+", plain.first != "-" else {
    return nil
  }
  guard plain.utf8.allSatisfy({ $0.isDigit || $0.isLetter }) else { return nil }
  if let number = Int((isNegative ? "-" : "") + plain, radix: radix) { return number }
  let fits = plain.utf8.allSatisfy { byte in
    let value = byte.isDigit ? Int(byte) - 0x30 : Int(byte) - 0x61 + 10
    return value < radix
  }
  if fits { throw Failure.overflow }
  return nil
}

/// Python's `float(text)`; nil when the text is no number.
func pythonFloat(_ text: String) -> Double? {
  let trimmed = text.pythonStripped(nil)
  guard let plain = withoutGroupingUnderscores(trimmed[...])?.lowercased(), !plain.isEmpty else { return nil }
  let unsigned = plain.hasPrefix("-") || plain.hasPrefix("+") ? String(plain.dropFirst()) : plain
  if ["inf", "infinity", "nan"].contains(unsigned) {
    let value: Double = unsigned == "nan" ? .nan : .infinity
    return plain.hasPrefix("-") ? -value : value
  }
  guard let first = unsigned.utf8.first, first.isDigit || first == UInt8(ascii: "."),
    unsigned.utf8.allSatisfy({ $0.isDigit || ".e+-".utf8.contains($0) })
  else { return nil }
  // Swift wants a digit on both sides of the point.
  var text = unsigned
  if text.hasPrefix(".") { text = "0" + text }
  if let point = text.firstIndex(of: ".") {
    let next = text.index(after: point)
    if next == text.endIndex || text[next] == "e" {
      guard unsigned != "." else { return nil }
      text.insert("0", at: next)
    }
  }
  return Double(text).map { plain.hasPrefix("-") ? -$0 : $0 }
}

/// The text without underscores, which must stand singly between digits; nil when one does not.
private func withoutGroupingUnderscores(_ text: Substring) -> String? {
  guard text.utf8.contains(UInt8(ascii: "_")) else { return String(text) }
  let bytes = Array(text.utf8)
  for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
    guard index > 0, index + 1 < bytes.count, bytes[index - 1].hexValue != nil || bytes[index - 1].isLetter,
      bytes[index + 1].hexValue != nil || bytes[index + 1].isLetter
    else { return nil }
  }
  return String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
}
