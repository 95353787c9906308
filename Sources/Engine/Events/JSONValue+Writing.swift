extension JSONValue {
  /// The value on one line, without spaces.
  package var text: String {
    var text = ""
    append(to: &text)
    return text
  }

  /// Writes the value behind what `text` holds already.
  package func append(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += String(number)
    // JSON has no word for infinity or for what is not a number.
    case .double(let number): text += number.isFinite ? String(number) : "null"
    case .string(let string): Self.appendQuoted(string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.append(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.appendQuoted(member.key, to: &text)
        text += ":"
        member.value.append(to: &text)
      }
      text += "}"
    }
  }

  /// Writes a string in quotes, escaped as RFC 8259 (section 7) asks; DEL and the line separators are escaped too, so
  /// that a line of a log is one line everywhere.
  package static func appendQuoted(_ string: String, to text: inout String) {
    text += "\""
    var string = string
    let isPlain = string.withUTF8 { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }
    if isPlain {
      text += string
    } else {
      for scalar in string.unicodeScalars { appendEscaped(scalar, to: &text) }
    }
    text += "\""
  }

  private static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: text.unicodeScalars.append(scalar)
    }
  }
}
