/// The little of JSON the engine's own tables need: quoted strings, and reading them back.
enum JSONText {
  /// A string as JSON writes it.
  static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// All strings of a JSON text written by `quote`, in order.
  static func strings(in text: String) -> [String] {
    var found: [String] = []
    var current: String.UnicodeScalarView?
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard current != nil else {
        if scalar == "\"" { current = String.UnicodeScalarView() }
        continue
      }
      switch scalar {
      case "\"":
        found.append(String(current ?? .init()))
        current = nil
      case "\\": if let next = scalars.next() { current?.append(unescaped(next, &scalars)) }
      default: current?.append(scalar)
      }
    }
    return found
  }

  private static func unescaped(
    _ scalar: Unicode.Scalar, _ rest: inout String.UnicodeScalarView.Iterator
  ) -> Unicode.Scalar {
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      var digits = ""
      for _ in 0..<4 { if let digit = rest.next() { digits.unicodeScalars.append(digit) } }
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    default: return scalar
    }
  }
}
