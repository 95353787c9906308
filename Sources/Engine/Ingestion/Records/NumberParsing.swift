/// A number as it stands in a file: where it ends, and what its digits say.
struct ScannedNumber {
  /// Behind its last character.
  var end: UnsafePointer<UInt8>
  var isNegative = false
  /// The digits without the point, as far as 19 of them go.
  var mantissa: UInt64 = 0
  /// How many digits count, from the first that is not 0.
  var significantDigits = 0
  /// The power of ten the mantissa is multiplied with.
  var exponent = 0
  /// Whether it has no point and no exponent.
  var isInteger = true
}

/// Reads a number of JSON's grammar; nil where there is none. Reads at most one byte past the number: a byte that is no
/// digit must follow it.
@inline(__always)
func scanNumber(_ start: UnsafePointer<UInt8>) -> ScannedNumber? {
  var p = start
  var number = ScannedNumber(end: start)
  if p.pointee == UInt8(ascii: "-") {
    number.isNegative = true
    p += 1
  }
  let first = p
  var digit = p.pointee &- 48
  guard digit < 10 else { return nil }
  if digit == 0 {
    p += 1
    digit = p.pointee &- 48
    // No leading zeros: JSON forbids them, and elsewhere they mean that it is no number but a code.
    guard digit >= 10 else { return nil }
  } else {
    while digit < 10 {
      number.mantissa = number.mantissa &* 10 &+ UInt64(digit)
      p += 1
      digit = p.pointee &- 48
    }
    number.significantDigits = p - first
  }
  if p.pointee == UInt8(ascii: ".") || p.pointee | 0x20 == UInt8(ascii: "e") {
    guard scanFraction(&p, &number) else { return nil }
  } else if number.significantDigits > 19 {
    number.isInteger = true
  }
  number.end = p
  return number
}

@inline(never)
private func scanFraction(_ p: inout UnsafePointer<UInt8>, _ number: inout ScannedNumber) -> Bool {
  number.isInteger = false
  if p.pointee == UInt8(ascii: ".") {
    p += 1
    let first = p
    while case let digit = p.pointee &- 48, digit < 10 {
      number.mantissa = number.mantissa &* 10 &+ UInt64(digit)
      if number.significantDigits > 0 || digit > 0 { number.significantDigits += 1 }
      number.exponent -= 1
      p += 1
    }
    guard p > first else { return false }
  }
  if p.pointee | 0x20 == UInt8(ascii: "e") {
    p += 1
    var isNegative = false
    if p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
      isNegative = p.pointee == UInt8(ascii: "-")
      p += 1
    }
    let first = p
    var exponent = 0
    while case let digit = p.pointee &- 48, digit < 10 {
      exponent = min(exponent * 10 + Int(digit), 99_999)
      p += 1
    }
    guard p > first else { return false }
    number.exponent += isNegative ? -exponent : exponent
  }
  return true
}

extension ScannedNumber {
  /// The value, when it is an integer of 64 bits: also `5.0` and `1e3`, whose value is one.
  @inline(__always)
  func int64(_ start: UnsafePointer<UInt8>) -> Int64? {
    if isInteger, significantDigits <= 18 {
      return isNegative ? -Int64(mantissa) : Int64(mantissa)
    }
    return int64Slowly(start)
  }

  @inline(never)
  private func int64Slowly(_ start: UnsafePointer<UInt8>) -> Int64? {
    if isInteger {
      let digits = UnsafeBufferPointer(start: start, count: end - start)
      return Int64(String(decoding: digits, as: UTF8.self))
    }
    if significantDigits == 0 { return 0 }
    guard significantDigits <= 18 else { return nil }
    var value = mantissa
    var exponent = exponent
    while exponent < 0 {
      guard value % 10 == 0 else { return nil }
      value /= 10
      exponent += 1
    }
    while exponent > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow, product <= UInt64(Int64.max) else { return nil }
      value = product
      exponent -= 1
    }
    return isNegative ? -Int64(value) : Int64(value)
  }

  /// The nearest double; infinite beyond the range of doubles.
  ///
  /// Up to 2^53 and 10^22 both factors are exact, so that one rounding gives the nearest (Clinger 1990); the rest is
  /// left to the standard library, whose parser does not depend on the locale.
  @inline(__always)
  func double(_ start: UnsafePointer<UInt8>) -> Double {
    if significantDigits <= 15, exponent >= -22, exponent <= 22 {
      let magnitude = Double(mantissa)
      let value = exponent < 0 ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
      return isNegative ? -value : value
    }
    return doubleSlowly(start)
  }

  @inline(never)
  private func doubleSlowly(_ start: UnsafePointer<UInt8>) -> Double {
    let digits = UnsafeBufferPointer(start: start, count: end - start)
    return Double(String(decoding: digits, as: UTF8.self)) ?? .infinity
  }

  /// Whether a double, or an `Int64`, keeps every digit: it has 15 digits at most, or is an integer of at most 18.
  var isExactAsNumber: Bool {
    (significantDigits <= 15 && abs(exponent) <= 300) || (isInteger && significantDigits <= 18)
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]
