import SQLiteKit

/// Numbers as text, in each dialect's spelling.
func registerTextCasts(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "decimal_text", 2) { arguments, result in
    if arguments.type(0) == .integer {
      let scale = Int(arguments.int64(1))
      let whole = String(arguments.int64(0))
      return result.set(scale > 0 ? whole + "." + String(repeating: "0", count: scale) : whole)
    }
    result.set(Decimals.text(arguments.double(0), Int(arguments.int64(1))))
  }
  try strict(connection, "double_text", 2) { arguments, result in
    result.set(DoubleText.text(arguments.double(0), dialect: arguments.textBytes(1)))
  }
  // A value whose type nobody knows: as its storage says.
  try strict(connection, "text_of", 2) { arguments, result in
    switch arguments.type(0) {
    case .real: result.set(DoubleText.text(arguments.double(0), dialect: arguments.textBytes(1)))
    default: result.setText(arguments.textBytes(0))
    }
  }
}

/// How a double looks.
enum DoubleText {
  static func text(_ value: Double, dialect: UnsafeBufferPointer<UInt8>) -> String {
    let java = dialect.elementsEqual("spark".utf8) || dialect.elementsEqual("databricks".utf8)
    let plain =
      dialect.elementsEqual("postgres".utf8) || dialect.elementsEqual("redshift".utf8)
      || dialect.elementsEqual("snowflake".utf8)
    if value.isNaN { return "NaN" }
    if value.isInfinite {
      if plain || java { return value < 0 ? "-Infinity" : "Infinity" }
      return value < 0 ? "-inf" : "inf"
    }
    var text = "\(value)"
    if java { return javaText(value, text) }
    if plain, text.hasSuffix(".0") { text.removeLast(2) }
    return text
  }

  /// Java writes 1.0E10 from ten million on.
  private static func javaText(_ value: Double, _ text: String) -> String {
    let magnitude = abs(value)
    guard magnitude != 0, magnitude >= 1e7 || magnitude < 1e-3 else { return text }
    // Take the shortest digits apart and set the point after the first.
    var digits: [UInt8] = []
    var exponent = 0
    var seenPoint = false
    var pointShift = 0
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "-") { bytes = bytes.dropFirst() }
    if let e = bytes.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: bytes[(e + 1)...], as: UTF8.self)) ?? 0
      bytes = bytes[..<e]
    }
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
      } else {
        digits.append(byte)
        if !seenPoint { pointShift += 1 }
      }
    }
    exponent += pointShift - 1
    while digits.count > 1, digits.first == 0x30 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
    let head = String(decoding: digits[0...0], as: UTF8.self)
    let tail = digits.count > 1 ? String(decoding: digits[1...], as: UTF8.self) : "0"
    return (value < 0 ? "-" : "") + head + "." + tail + "E\(exponent)"
  }
}
