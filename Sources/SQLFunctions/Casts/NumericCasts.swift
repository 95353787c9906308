import Glibc
import SQLiteKit

/// A number read from text: exact where it is whole.
enum NumberReading {
  case integer(Int64)
  case double(Double)

  var double: Double {
    switch self {
    case .integer(let value): return Double(value)
    case .double(let value): return value
    }
  }

  /// Reads digits with an optional sign, point and exponent, spaces around; nil for anything else.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> NumberReading? {
    var low = 0
    var high = text.count
    while low < high, text[low] <= 0x20 { low += 1 }
    while high > low, text[high - 1] <= 0x20 { high -= 1 }
    guard low < high else { return nil }
    var plain = true
    for index in low..<high where text[index] &- 0x30 >= 10 {
      if index == low, high - low > 1, text[index] == 0x2D || text[index] == 0x2B { continue }
      plain = false
      break
    }
    let trimmed = String(decoding: text[low..<high], as: UTF8.self)
    if plain, let value = Int64(trimmed.hasPrefix("+") ? String(trimmed.dropFirst()) : trimmed) {
      return .integer(value)
    }
    let allowed = text[low..<high].allSatisfy {
      $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2B || $0 == 0x2E || $0 | 0x20 == 0x65
    }
    if allowed {
      // A point may stand first or last.
      var spelled = trimmed.hasPrefix("+") ? String(trimmed.dropFirst()) : trimmed
      if spelled.hasPrefix(".") { spelled = "0" + spelled }
      if spelled.hasSuffix(".") { spelled.removeLast() }
      return Double(spelled).map { .double($0) }
    }
    switch trimmed.lowercased() {
    case "nan": return .double(.nan)
    case "inf", "infinity", "+inf", "+infinity": return .double(.infinity)
    case "-inf", "-infinity": return .double(-.infinity)
    default: return nil
    }
  }

  static func read(_ arguments: borrowing Arguments, _ index: Int) -> NumberReading? {
    switch arguments.type(index) {
    case .integer: return .integer(arguments.int64(index))
    case .real: return .double(arguments.double(index))
    case .text: return read(arguments.textBytes(index))
    default: return nil
    }
  }
}

func registerNumericCasts(on connection: Connection, _ prefix: String, safe: Bool) throws(SQLiteError) {
  // cast_integer(x, how halves and fractions go: 'cut', 'away' from zero, 'even')
  try connection.createFunction(prefix + "integer", argumentCount: 2) { arguments, result in
    if arguments.isNull(0) { return result.setNull() }
    switch NumberReading.read(arguments, 0) {
    case .integer(let value): return result.set(value)
    case .double(let value):
      let how = arguments.textBytes(1).first ?? 0
      let rounded =
        how == UInt8(ascii: "c")
        ? value.rounded(.towardZero)
        : value.rounded(how == UInt8(ascii: "a") ? .toNearestOrAwayFromZero : .toNearestOrEven)
      if abs(rounded) < 9.3e18, let whole = Int64(exactly: rounded) { return result.set(whole) }
    case nil:
      if let days = IntervalAmount.read(arguments.textBytes(0))?.wholeDays { return result.set(days) }
    }
    try refuse(safe, arguments, result, "INTEGER")
  }
  try strict(connection, prefix + "double", 1) { arguments, result in
    if let number = NumberReading.read(arguments, 0) { return result.set(number.double) }
    try refuse(safe, arguments, result, "DOUBLE")
  }
  try strict(connection, prefix + "decimal", 3) { arguments, result in
    let scale = Int(arguments.int64(2))
    let precision = Int(arguments.int64(1))
    guard let number = NumberReading.read(arguments, 0), number.double.isFinite else {
      return try refuse(safe, arguments, result, "DECIMAL")
    }
    if case .integer(let value) = number, digits(value) <= precision - scale {
      return scale == 0 ? result.set(value) : result.set(Double(value))
    }
    let rounded = Decimals.round(number.double, scale)
    // One over the largest value: 10^(precision - scale).
    guard abs(rounded) < pow(10, Double(precision - scale)) else {
      if safe { return result.setNull() }
      throw FunctionError("\(number.double) does not fit DECIMAL(\(precision),\(scale))")
    }
    if scale == 0, abs(rounded) < 9e15 { return result.set(Int64(rounded)) }
    if arguments.type(0) == .text, Decimals.significantDigits(arguments.textBytes(0), scale: scale) > 15 {
      if safe { return result.setNull() }
      throw FunctionError(
        "'\(String(decoding: arguments.textBytes(0).prefix(60), as: UTF8.self))' has more than the 15 digits this engine holds exactly in a DECIMAL"
      )
    }
    result.set(rounded)
  }
}

private func digits(_ value: Int64) -> Int {
  value == 0 ? 0 : String(value.magnitude).utf8.count
}

/// Decimals are held as the double nearest to them, which is exact for fifteen digits.
enum Decimals {
  static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  /// Rounds half away from zero, as the decimal digits say: 2.675 is 2.68 though the double lies below.
  static func round(_ value: Double, _ scale: Int) -> Double {
    guard value.isFinite else { return value }
    if scale < 0 {
      let power = pow(10, Double(-scale))
      return (value / power).rounded(.toNearestOrAwayFromZero) * power
    }
    guard scale < powers.count, abs(value) < 1e15 else { return value }
    let power = powers[scale]
    let scaled = value * power
    guard abs(scaled) < 9e15 else { return value }
    var nearest = scaled.rounded(.toNearestOrAwayFromZero)
    // A product that lies on a half, or a hair beside it, is settled by the shortest digits of the value.
    let distance = abs(abs(scaled - scaled.rounded(.towardZero)) - 0.5)
    if distance < max(abs(scaled) * 1e-14, 1e-9) {
      nearest = roundHalf(value, scale) ?? nearest
    }
    return nearest / power
  }

  private static func roundHalf(_ value: Double, _ scale: Int) -> Double? {
    let text = Array("\(abs(value))".utf8)
    guard !text.contains(UInt8(ascii: "e")), let point = text.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    var whole: Double = 0
    for byte in text[..<point] { whole = whole * 10 + Double(byte - 0x30) }
    for index in 0..<scale {
      let at = point + 1 + index
      whole = whole * 10 + (at < text.count ? Double(text[at] - 0x30) : 0)
    }
    let next = point + 1 + scale
    if next < text.count, text[next] >= UInt8(ascii: "5") { whole += 1 }
    return value < 0 ? -whole : whole
  }

  /// How many digits a decimal text has from its first that counts to the scale.
  static func significantDigits(_ text: UnsafeBufferPointer<UInt8>, scale: Int) -> Int {
    var count = 0
    var started = false
    var fraction = -1
    var zeros = 0
    for byte in text {
      if byte == UInt8(ascii: ".") {
        fraction = 0
      } else if byte &- 0x30 < 10 {
        if fraction >= 0 {
          if fraction == scale { break }
          fraction += 1
        }
        if byte != 0x30 { started = true }
        if started {
          count += 1
          zeros = byte == 0x30 ? zeros + 1 : 0
        }
      } else if byte | 0x20 == UInt8(ascii: "e") {
        break
      }
    }
    return fraction > 0 ? count - zeros : count
  }

  /// Its digits with exactly `scale` after the point.
  static func text(_ value: Double, _ scale: Int) -> String {
    let rounded = round(value, scale)
    guard scale > 0, rounded.isFinite, abs(rounded) < 1e15, scale < 16 else {
      return scale <= 0 && abs(rounded) < 9e15 ? "\(Int64(rounded))" : "\(rounded)"
    }
    let power = powers[min(scale, 22)]
    let scaled = (abs(rounded) * power).rounded()
    guard scaled < 9e15 else { return "\(rounded)" }
    let whole = Int64(scaled) / Int64(power)
    let rest = String(Int64(scaled) % Int64(power))
    let sign = rounded < 0 && scaled != 0 ? "-" : ""
    return sign + "\(whole)." + String(repeating: "0", count: max(0, scale - rest.utf8.count)) + rest
  }
}
