/// Python's format specification: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
struct FormatSpec {
  var fill: Unicode.Scalar = " "
  var align: Unicode.Scalar?
  var sign: Unicode.Scalar = "-"
  var isAlternate = false
  var isZeroPadded = false
  var width = 0
  var grouping: Unicode.Scalar?
  var precision: Int?
  var type: Unicode.Scalar?

  init(_ text: String) throws {
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func isAlign(_ scalar: Unicode.Scalar) -> Bool { "<>=^".unicodeScalars.contains(scalar) }
    if scalars.count > 1, isAlign(scalars[1]) {
      fill = scalars[0]
      align = scalars[1]
      index = 2
    } else if let first = scalars.first, isAlign(first) {
      align = first
      index = 1
    }
    func take(_ options: String) -> Unicode.Scalar? {
      guard index < scalars.count, options.unicodeScalars.contains(scalars[index]) else { return nil }
      index += 1
      return scalars[index - 1]
    }
    if let sign = take("+- ") { self.sign = sign }
    _ = take("z")
    isAlternate = take("#") != nil
    if take("0") != nil {
      isZeroPadded = true
      if align == nil {
        fill = "0"
        align = "="
      }
    }
    func number() throws -> Int? {
      var value: Int?
      while index < scalars.count, (0x30...0x39).contains(scalars[index].value) {
        value = try limitedWidth((value ?? 0) * 10 + Int(scalars[index].value) - 0x30)
        index += 1
      }
      return value
    }
    width = try number() ?? 0
    grouping = take(",_")
    if take(".") != nil {
      guard let precision = try number() else { throw Failure.value("Format specifier missing precision") }
      self.precision = precision
    }
    if index < scalars.count {
      guard index == scalars.count - 1 else { throw Failure.value("Invalid format specifier") }
      type = scalars[index]
    }
  }

  /// The text of a value by this specification.
  func format(_ value: Value) throws -> String {
    switch value {
    case .string(let text): return try format(text: text)
    case .int, .bool:
      let number = value.intValue ?? 0
      switch type {
      case nil, "d", "b", "o", "x", "X", "n", "c": return try format(integer: number)
      case "e", "E", "f", "F", "g", "G", "%": return try format(double: Double(number))
      default: throw unknown(value)
      }
    case .double(let number):
      switch type {
      case nil, "e", "E", "f", "F", "g", "G", "n", "%": return try format(double: number)
      default: throw unknown(value)
      }
    default: throw Failure.type("unsupported format string passed to \(value.typeName).__format__")
    }
  }

  private func unknown(_ value: Value) -> Failure {
    Failure.value("Unknown format code '\(type.map { String($0) } ?? "")' for object of type '\(value.typeName)'")
  }

  private func format(text: String) throws -> String {
    if let type, type != "s" { throw unknown(.string(text)) }
    if sign != "-" { throw Failure.value("Sign not allowed in string format specifier") }
    if isAlternate { throw Failure.value("Alternate form (#) not allowed in string format specifier") }
    if align == "=", !isZeroPadded { throw Failure.value("'=' alignment not allowed in string format specifier") }
    if grouping != nil { throw Failure.value("Cannot specify ',' with 's'.") }
    let shown = precision.map { String(scalars: text.unicodeScalars.prefix($0)) } ?? text
    return padded("", shown, defaultAlign: "<", numeric: false)
  }

  private func format(integer: Int) throws -> String {
    if precision != nil { throw Failure.value("Precision not allowed in integer format specifier") }
    if type == "c" {
      guard let scalar = UInt32(exactly: integer).flatMap(Unicode.Scalar.init) else {
        throw Failure(.overflow, "%c arg not in range(0x110000)")
      }
      return padded("", String(scalar), defaultAlign: "<", numeric: false)
    }
    let (radix, prefix): (Int, String) =
      switch type {
      case "b": (2, "0b")
      case "o": (8, "0o")
      case "x": (16, "0x")
      case "X": (16, "0X")
      default: (10, "")
      }
    if grouping == ",", radix != 10 {
      throw Failure.value("Cannot specify ',' with '\(type.map { String($0) } ?? "")'.")
    }
    let digits = String(integer.magnitude, radix: radix, uppercase: type == "X")
    return numeric(
      isNegative: integer < 0, prefix: isAlternate ? prefix : "", whole: digits, rest: "",
      groupSize: radix == 10 ? 3 : 4)
  }

  private func format(double: Double) throws -> String {
    var text: String
    let magnitude = double.magnitude
    if !double.isFinite {
      text = double.isNaN ? "nan" : "inf"
      if let type, type == "F" || type == "E" || type == "G" { text = text.uppercased() }
      if type == "%" { text += "%" }
      return numeric(
        isNegative: double.sign == .minus && !double.isNaN, prefix: "", whole: text, rest: "", groupSize: 0)
    }
    switch type {
    case nil:
      if let precision {
        text = try FormatSpec.general(magnitude, precision: max(1, precision), alternate: isAlternate)
      } else {
        text = pythonText(of: magnitude)
      }
    case "%":
      text = try cFormatted(magnitude * 100, conversion: "f", precision: precision ?? 6, alternate: isAlternate) + "%"
    case "n": text = try cFormatted(magnitude, conversion: "g", precision: precision ?? 6, alternate: isAlternate)
    case let type?:
      text = try cFormatted(magnitude, conversion: Character(type), precision: precision ?? 6, alternate: isAlternate)
    }
    let whole = text.prefix { $0.isNumber }
    return numeric(
      isNegative: double.sign == .minus, prefix: "", whole: String(whole), rest: String(text.dropFirst(whole.count)),
      groupSize: 3)
  }

  /// The `g`-like form that Python uses for a float with a precision and no type: it keeps one digit behind the point.
  private static func general(_ value: Double, precision: Int, alternate: Bool) throws -> String {
    let scientific = try cFormatted(value, conversion: "e", precision: precision - 1)
    let exponent = Int(scientific.split(separator: "e").last ?? "0") ?? 0
    if exponent >= -4, exponent < precision - (precision > 1 ? 0 : 0), exponent < precision {
      if exponent == precision - 1, precision > 0 {
        // No digit would be left behind the point: Python switches to the exponent here.
        return try withoutTrailingZeros(scientific, alternate: alternate)
      }
      let text = try cFormatted(value, conversion: "g", precision: precision, alternate: alternate)
      return text.contains(".") ? text : text + ".0"
    }
    return try withoutTrailingZeros(scientific, alternate: alternate)
  }

  private static func withoutTrailingZeros(_ text: String, alternate: Bool) throws -> String {
    let parts = text.split(separator: "e", maxSplits: 1)
    guard parts.count == 2, !alternate else { return text }
    var mantissa = String(parts[0])
    if mantissa.contains(".") {
      while mantissa.hasSuffix("0") { mantissa.removeLast() }
      if mantissa.hasSuffix(".") { mantissa.removeLast() }
    }
    return mantissa + "e" + parts[1]
  }

  private func numeric(isNegative: Bool, prefix: String, whole: String, rest: String, groupSize: Int) -> String {
    let mark = isNegative ? "-" : sign == "+" ? "+" : sign == " " ? " " : ""
    var whole = whole
    if let grouping, groupSize > 0 {
      if fill == "0", align == "=" {
        // Zeros that fill the width are grouped as well.
        let room = width - mark.count - prefix.count - rest.count
        var digits = whole
        while grouped(digits, every: groupSize, with: Character(grouping)).count < room { digits = "0" + digits }
        whole = grouped(digits, every: groupSize, with: Character(grouping))
      } else {
        whole = grouped(whole, every: groupSize, with: Character(grouping))
      }
    }
    return padded(mark + prefix, whole + rest, defaultAlign: ">", numeric: true)
  }

  private func padded(_ head: String, _ body: String, defaultAlign: Unicode.Scalar, numeric: Bool) -> String {
    let missing = width - head.scalarCount - body.scalarCount
    guard missing > 0 else { return head + body }
    func filled(_ count: Int) -> String { String(repeating: Character(fill), count: count) }
    var align = align ?? defaultAlign
    if align == "=", !numeric { align = "<" }
    switch align {
    case "<": return head + body + filled(missing)
    case "^": return filled(missing / 2) + head + body + filled(missing - missing / 2)
    case "=": return head + filled(missing) + body
    default: return filled(missing) + head + body
    }
  }
}
