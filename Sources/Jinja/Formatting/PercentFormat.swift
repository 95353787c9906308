/// Python's `format % values`.
struct PercentFormat {
  private let scalars: [Unicode.Scalar]
  private let values: Value
  private var index = 0
  private var used = 0

  static func format(_ format: String, _ values: Value) throws -> String {
    var writer = PercentFormat(scalars: Array(format.unicodeScalars), values: values)
    return try writer.run()
  }

  private init(scalars: [Unicode.Scalar], values: Value) {
    self.scalars = scalars
    self.values = values
  }

  fileprivate struct Conversion {
    var isLeft = false
    var isZeroPadded = false
    var isAlternate = false
    var sign = ""
    var width = 0
    var precision: Int?
  }

  private mutating func run() throws -> String {
    var result = String.UnicodeScalarView()
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "%" {
        result.append(contentsOf: try conversion().unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    switch values {
    case .tuple(let items) where used < items.count:
      throw Failure.type("not all arguments converted during string formatting")
    case .dict, .tuple, .list, .undefined: break
    case .object(let object) where object.isMapping: break
    default:
      // Any value may stand for the one-element tuple, and then has to be used; lists count as mappings for Python.
      if used == 0, !usesMapping { throw Failure.type("not all arguments converted during string formatting") }
    }
    return String(result)
  }

  private var usesMapping = false

  private func peek() throws -> Unicode.Scalar {
    guard index < scalars.count else { throw Failure.value("incomplete format") }
    return scalars[index]
  }

  private mutating func next() throws -> Value {
    defer { used += 1 }
    if case .tuple(let items) = values {
      guard used < items.count else { throw Failure.type("not enough arguments for format string") }
      return items[used]
    }
    if used > 0 { throw Failure.type("not enough arguments for format string") }
    return values
  }

  private mutating func number() throws -> Int? {
    if try peek() == "*" {
      index += 1
      guard case let value = try next(), let number = value.intValue else { throw Failure.type("* wants int") }
      return try limitedWidth(number)
    }
    var value: Int?
    while (0x30...0x39).contains(try peek().value) {
      value = try limitedWidth((value ?? 0) * 10 + Int(try peek().value) - 0x30)
      index += 1
    }
    return value
  }

  private mutating func conversion() throws -> String {
    if try peek() == "%" {
      index += 1
      return "%"
    }
    var key: Value?
    if try peek() == "(" {
      index += 1
      var name = String.UnicodeScalarView()
      var open = 1
      while true {
        guard index < scalars.count else { throw Failure.value("incomplete format key") }
        let scalar = scalars[index]
        index += 1
        if scalar == "(" { open += 1 }
        if scalar == ")" {
          open -= 1
          if open == 0 { break }
        }
        name.append(scalar)
      }
      key = .string(String(name))
    }
    var conversion = Conversion()
    flags: while true {
      switch try peek() {
      case "-": conversion.isLeft = true
      case "0": conversion.isZeroPadded = true
      case "#": conversion.isAlternate = true
      case "+": conversion.sign = "+"
      case " ": if conversion.sign.isEmpty { conversion.sign = " " }
      default: break flags
      }
      index += 1
    }
    if let width = try number() {
      conversion.width = abs(width)
      if width < 0 { conversion.isLeft = true }
    }
    if try peek() == "." {
      index += 1
      conversion.precision = max(0, try number() ?? 0)
    }
    while "hlL".unicodeScalars.contains(try peek()) { index += 1 }
    let type = try peek()
    index += 1
    let value: Value
    if let key {
      guard let entries = try values.mappingEntries() else { throw Failure.type("format requires a mapping") }
      usesMapping = true
      guard let found = entries.first(where: { $0.key == key }) else { throw Failure(.key, key.repr()) }
      value = found.value
    } else {
      value = try next()
    }
    return try conversion.write(value, as: type, at: index - 1)
  }
}

extension PercentFormat.Conversion {
  fileprivate func write(_ value: Value, as type: Unicode.Scalar, at index: Int) throws -> String {
    switch type {
    case "s": return padded(cut(try value.text()))
    case "%": return "%"
    case "r": return padded(cut(value.repr()))
    case "a": return padded(cut(asciiOnly(value.repr())))
    case "c":
      if let code = value.intValue {
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
          throw Failure(.overflow, "%c arg not in range(0x110000)")
        }
        return padded(String(scalar))
      }
      guard case .string(let text) = value, text.unicodeScalars.count == 1 else {
        throw Failure.type("%c requires int or char")
      }
      return padded(text)
    case "d", "i", "u": return try integer(value, type, radix: 10, prefix: "")
    case "x", "X": return try integer(value, type, radix: 16, prefix: type == "x" ? "0x" : "0X")
    case "o": return try integer(value, type, radix: 8, prefix: "0o")
    case "e", "E", "f", "F", "g", "G":
      guard let number = try real(value) else {
        throw Failure.type("must be real number, not \(value.typeName)")
      }
      let isNegative = number.sign == .minus
      let text =
        number.isFinite
        ? try cFormatted(
          number.magnitude, conversion: Character(type), precision: precision ?? 6, alternate: isAlternate)
        : number.isNaN ? "nan" : "inf"
      return signed(isNegative: isNegative && !number.isNaN, "", type.properties.isUppercase ? text.uppercased() : text)
    default:
      throw Failure.value(
        "unsupported format character '\(type)' (0x\(String(type.value, radix: 16))) at index \(index)")
    }
  }

  private func real(_ value: Value) throws -> Double? {
    if case .undefined(let undefined) = value { throw undefined.failure }
    return value.doubleValue
  }

  private func integer(_ value: Value, _ type: Unicode.Scalar, radix: Int, prefix: String) throws -> String {
    var number = value.intValue
    if number == nil, radix == 10, let real = try real(value) {
      if real.isNaN { throw Failure.value("cannot convert float NaN to integer") }
      guard let whole = Int(exactly: real.rounded(.towardZero)) else { throw Failure.overflow }
      number = whole
    }
    guard let number else {
      if case .undefined(let undefined) = value { throw undefined.failure }
      let wanted = radix == 10 ? "a real number is required" : "an integer is required"
      throw Failure.type("%\(type) format: \(wanted), not \(value.typeName)")
    }
    var digits = String(number.magnitude, radix: radix, uppercase: type == "X")
    if let precision, digits.count < precision {
      digits = String(repeating: "0", count: try limitedWidth(precision) - digits.count) + digits
    }
    return signed(isNegative: number < 0, isAlternate ? prefix : "", digits)
  }

  private func cut(_ text: String) -> String {
    precision.map { String(scalars: text.unicodeScalars.prefix($0)) } ?? text
  }

  private func signed(isNegative: Bool, _ prefix: String, _ digits: String) -> String {
    let head = (isNegative ? "-" : sign) + prefix
    let missing = width - head.count - digits.count
    if isZeroPadded, !isLeft, missing > 0 { return head + String(repeating: "0", count: missing) + digits }
    return padded(head + digits)
  }

  private func padded(_ text: String) -> String {
    let missing = width - text.scalarCount
    guard missing > 0 else { return text }
    let spaces = String(repeating: " ", count: missing)
    return isLeft ? text + spaces : spaces + text
  }
}
