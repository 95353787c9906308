import Glibc
import SQLiteKit

/// Numbers written in other bases, and with thousands parted.
func registerNumberBases(on connection: Connection) throws(SQLiteError) {
  // The bits of a whole number, as many as there are; all 64 of a negative one.
  try strict(connection, "binary_digits", 1) { arguments, result in
    result.set(String(UInt64(bitPattern: arguments.int64(0)), radix: 2))
  }
  // conv(text, from, to): as Spark has it. A negative base to means a signed result.
  try strict(connection, "convert_base", 3) { arguments, result in
    let (from, to) = (arguments.int64(1), arguments.int64(2))
    guard (2...36).contains(from), (2...36).contains(to.magnitude) else { return result.setNull() }
    var text = Substring((arguments.string(0) ?? "").drop { $0 == " " })
    guard !text.isEmpty else { return result.setNull() }
    let isNegative = text.first == "-"
    if isNegative { text = text.dropFirst() }
    var value: UInt64 = 0
    for character in text {
      guard let digit = character.hexDigitOrLetter, digit < from else { break }
      let (product, first) = value.multipliedReportingOverflow(by: UInt64(from))
      let (sum, second) = product.addingReportingOverflow(UInt64(digit))
      if first || second { throw FunctionError("conv: '\(arguments.string(0) ?? "")' is too large") }
      value = sum
    }
    // Bits are what counts: a negative number is its two's complement, unless the result is to be signed.
    if isNegative { value = 0 &- value }
    let isSigned = to < 0 && Int64(bitPattern: value) < 0
    let digits = String(isSigned ? 0 &- value : value, radix: Int(to.magnitude), uppercase: true)
    result.set(isSigned ? "-" + digits : digits)
  }
  // format_number(x, d): halves go to the even digit, thousands are parted by commas.
  try strict(connection, "format_number", 2) { arguments, result in
    let places = arguments.int64(1)
    guard places >= 0 else { return result.setNull() }
    result.set(grouped(arguments.double(0), places: Int(min(places, 60))))
  }
}

/// `1,234.50`.
private func grouped(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
  // What is printed of a double is exact: a half is one only where the double is.
  let text = withVaList([Int32(places), abs(value)]) { list in
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      vsnprintf(buffer.baseAddress, buffer.count, "%.*f", list)
      return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
  }
  let parts = text.split(separator: ".", maxSplits: 1)
  var whole = ""
  for (index, digit) in (parts.first ?? "").enumerated() {
    if index > 0, ((parts.first?.count ?? 0) - index) % 3 == 0 { whole.append(",") }
    whole.append(digit)
  }
  let isZero = !text.contains { ("1"..."9").contains($0) }
  return (value < 0 && !isZero ? "-" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
}

extension Character {
  /// 0 to 9, then A to Z for 10 to 35.
  fileprivate var hexDigitOrLetter: Int64? {
    guard let code = asciiValue else { return nil }
    switch code {
    case 48...57: return Int64(code) - 48
    case 65...90: return Int64(code) - 55
    case 97...122: return Int64(code) - 87
    default: return nil
    }
  }
}
