/// `repr()` of a float: the shortest digits that read back the same, in Python's choice between `0.0001` and `1e-05`.
func pythonText(of value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  // Swift prints the same shortest digits; only the point and the exponent are placed by other rules.
  var digits: [UInt8] = []
  var pointPosition: Int?
  var exponent = 0
  let text = Array(value.magnitude.description.utf8)
  var index = 0
  while index < text.count {
    switch text[index] {
    case UInt8(ascii: "."): pointPosition = digits.count
    case UInt8(ascii: "e"):
      exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
      index = text.count
    default: digits.append(text[index])
    }
    index += 1
  }
  var point = (pointPosition ?? digits.count) + exponent
  while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
  let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
  if zeros == digits.count {
    digits = [UInt8(ascii: "0")]
    point = 1
  } else {
    digits.removeFirst(zeros)
    point -= zeros
  }
  let sign = value.sign == .minus ? "-" : ""
  func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
  // `point` digits stand before the decimal point; Python uses an exponent from 1e16 and below 1e-4.
  if point > 16 || point < -3 {
    let power = point - 1
    let fraction = digits.count > 1 ? "." + string(digits.dropFirst()) : ""
    let magnitude = String(abs(power))
    return sign + string(digits.prefix(1)) + fraction + "e" + (power < 0 ? "-" : "+")
      + (magnitude.count < 2 ? "0" : "") + magnitude
  }
  if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + string(digits) }
  if digits.count <= point {
    return sign + string(digits) + String(repeating: "0", count: point - digits.count) + ".0"
  }
  return sign + string(digits.prefix(point)) + "." + string(digits.dropFirst(point))
}
