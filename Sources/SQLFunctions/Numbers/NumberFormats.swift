import SQLiteKit

/// `to_char` of numbers, and `format` with `%` or `{}`.
func registerNumberFormats(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "number_format", 2) { arguments, result in
    let pattern = arguments.string(1) ?? ""
    guard let text = NumberPattern(pattern)?.format(arguments.double(0)) else {
      throw FunctionError("the number pattern '\(pattern)' holds something that is not known")
    }
    result.set(text)
  }
  try connection.createFunction("text_format", argumentCount: nil) { arguments, result in
    guard arguments.count > 0, !arguments.isNull(0) else { return result.setNull() }
    result.set(try TextFormat.format(arguments.string(0) ?? "", (1..<arguments.count).map { arguments.value($0) }))
  }
}

/// `FM999,990.00`: digits, zeros, separators, a point.
struct NumberPattern {
  private var fills = true
  private var whole: [Character] = []
  private var fraction: [Character] = []
  private var hasPoint = false
  private var prefix = ""
  private var suffix = ""

  init?(_ pattern: String) {
    var text = Substring(pattern)
    if text.uppercased().hasPrefix("FM") {
      fills = false
      text = text.dropFirst(2)
    }
    for character in text {
      switch character {
      case "9", "0": hasPoint ? fraction.append(character) : whole.append(character)
      case ",", "G": whole.append(",")
      case ".", "D": hasPoint = true
      case "$": prefix = "$"
      case "%": suffix = "%"
      default: return nil
      }
    }
  }

  func format(_ value: Double) -> String? {
    let rounded = Decimals.text(abs(value), fraction.count)
    let parts = rounded.split(separator: ".")
    guard let digits = parts.first.map({ Array($0) }) else { return nil }
    var out: [Character] = []
    var rest = digits.first == "0" && digits.count == 1 && !whole.contains("0") && hasPoint ? [] : digits
    let places = whole.filter { $0 != "," }.count
    if rest.count > places { return String(repeating: "#", count: places + 1) }
    let firstZero = whole.firstIndex(of: "0")
    for (index, character) in whole.enumerated().reversed() {
      if character == "," {
        if !rest.isEmpty || firstZero.map({ $0 < index }) ?? false { out.append(",") } else if fills { out.append(" ") }
      } else if let digit = rest.popLast() {
        out.append(digit)
      } else if let firstZero, index >= firstZero {
        out.append("0")
      } else if fills {
        out.append(" ")
      }
    }
    var text = String(out.reversed())
    let sign = value < 0 ? "-" : fills ? " " : ""
    let spaces = text.prefix { $0 == " " }
    text = spaces + sign + prefix + text.dropFirst(spaces.count)
    if hasPoint, parts.count > 1 || !fraction.isEmpty {
      var tail = parts.count > 1 ? String(parts[1]) : ""
      if !fills {
        while tail.count > 0, tail.last == "0", fraction[tail.count - 1] == "9" { tail.removeLast() }
      }
      text += "." + tail
    }
    return text + suffix
  }
}

/// C's `%d %s %5.2f` and DuckDB's `{}`.
enum TextFormat {
  static func format(_ pattern: String, _ values: [Value]) throws -> String {
    var out = ""
    var next = 0
    var characters = Array(pattern)[...]
    func value() throws -> Value {
      guard next < values.count else { throw FunctionError("format() has fewer values than places") }
      next += 1
      return values[next - 1]
    }
    while let character = characters.popFirst() {
      if character == "{", characters.first == "}" {
        characters.removeFirst()
        out += text(try value())
        continue
      }
      guard character == "%" else {
        out.append(character)
        continue
      }
      if characters.first == "%" {
        characters.removeFirst()
        out.append("%")
        continue
      }
      var spec = ""
      while let c = characters.popFirst() {
        spec.append(c)
        if c.isLetter { break }
      }
      out += try field(spec, value())
    }
    return out
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .integer(let number): return "\(number)"
    case .real(let number): return "\(number)"
    case .text(let text): return text
    case .blob(let bytes): return String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func field(_ spec: String, _ value: Value) throws -> String {
    guard let letter = spec.last else { throw FunctionError("format() ends with a %") }
    var body = spec.dropLast()
    var flags = ""
    while let c = body.first, "-0+, ".contains(c) {
      flags.append(c)
      body = body.dropFirst()
    }
    let parts = body.split(separator: ".", omittingEmptySubsequences: false)
    let width = parts.first.flatMap { Int($0) } ?? 0
    let precision = parts.count > 1 ? Int(parts[1]) : nil
    var shown: String
    switch letter {
    case "d", "i": shown = value.double.map { "\(Int64($0))" } ?? text(value)
    case "f": shown = value.double.map { Decimals.text($0, precision ?? 6) } ?? text(value)
    case "x": shown = String(Int64(value.double ?? 0), radix: 16)
    case "s": shown = precision.map { String(text(value).prefix($0)) } ?? text(value)
    default: throw FunctionError("format() does not know %\(letter)")
    }
    if flags.contains("+"), !shown.hasPrefix("-"), letter != "s" { shown = "+" + shown }
    let missing = max(0, width - shown.count)
    if flags.contains("-") { return shown + String(repeating: " ", count: missing) }
    if flags.contains("0"), letter != "s" {
      let sign = shown.hasPrefix("-") ? "-" : ""
      return sign + String(repeating: "0", count: missing) + shown.dropFirst(sign.count)
    }
    return String(repeating: " ", count: missing) + shown
  }
}
