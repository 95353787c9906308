import Glibc

/// The C library's `printf` of one number.
///
/// - Parameter conversion: one of `e E f F g G`.
func cFormatted(_ value: Double, conversion: Character, precision: Int, alternate: Bool = false) throws -> String {
  if precision > 1000 { throw Failure.value("precision too big") }
  let format = "%" + (alternate ? "#" : "") + ".\(precision)" + String(conversion)
  var buffer = [CChar](repeating: 0, count: 1500)
  let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Python's `round(value, digits)`: correctly rounded in decimal, halves by the exact binary value.
func pythonRounded(_ value: Double, digits: Int) throws -> Double {
  guard value.isFinite else { return value }
  if digits > 300 { return value }
  if digits < -308 { return copysign(0, value) }
  if digits >= 0 {
    return Double(try cFormatted(value, conversion: "f", precision: digits)) ?? value
  }
  let scale = pow(10, Double(-digits))
  return (value / scale).rounded(.toNearestOrEven) * scale
}

/// Digits with a separator every few places, counted from the right.
func grouped(_ digits: String, every size: Int, with separator: Character) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % size == 0 { result.append(separator) }
    result.append(digit)
  }
  return result
}
