/// Python's `str()` and `repr()`.
extension Value {
  /// What printing the value writes.
  public func text() throws -> String {
    if case .undefined(let undefined) = self { return try undefined.text() }
    return str()
  }

  /// As ``text()``; an undefined value is empty even when it is strict.
  public func str() -> String {
    switch self {
    case .string(let text): text
    case .int(let value): String(value)
    case .undefined: ""
    case .object(let object): object.string()
    default: repr()
    }
  }

  /// The value as Python source would write it.
  public func repr() -> String {
    var writer = ReprWriter()
    writer.write(self)
    return writer.text
  }
}

/// Writes `repr()` of nested values; a container inside itself is written as `[...]`.
struct ReprWriter {
  var text = ""
  private var open: [ObjectIdentifier] = []
  /// Deeper values are cut off rather than exhausting the stack.
  private static let maximumDepth = 200

  mutating func write(_ value: Value) {
    switch value {
    case .none: text += "None"
    case .undefined: text += "Undefined"
    case .bool(let value): text += value ? "True" : "False"
    case .int(let value): text += String(value)
    case .double(let value): text += pythonText(of: value)
    case .string(let string): text += pythonQuoted(string)
    case .list(let list): nested(list, "[", "]") { $0.separated(list.items) { $0.write($1) } }
    case .tuple(let items):
      guard open.count < ReprWriter.maximumDepth else {
        text += "(...)"
        return
      }
      text += "("
      separated(items) { $0.write($1) }
      text += items.count == 1 ? ",)" : ")"
    case .dict(let dict):
      nested(dict, "{", "}") {
        $0.separated(dict.entries) {
          $0.write($1.key)
          $0.text += ": "
          $0.write($1.value)
        }
      }
    case .set(let set):
      if set.count == 0 {
        text += "set()"
      } else {
        nested(set, "{", "}") { $0.separated(set.items) { $0.write($1) } }
      }
    case .object(let object): text += object.repr()
    }
  }

  private mutating func nested(_ object: AnyObject, _ begin: String, _ end: String, _ body: (inout ReprWriter) -> Void)
  {
    let identity = ObjectIdentifier(object)
    text += begin
    if open.contains(identity) || open.count >= ReprWriter.maximumDepth {
      text += "..."
    } else {
      open.append(identity)
      body(&self)
      open.removeLast()
    }
    text += end
  }

  private mutating func separated<T>(_ items: [T], _ write: (inout ReprWriter, T) -> Void) {
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      write(&self, item)
    }
  }
}

/// A string as Python source writes it: single quotes unless only single quotes occur inside.
func pythonQuoted(_ string: String) -> String {
  let quote: Unicode.Scalar =
    string.utf8.contains(UInt8(ascii: "'")) && !string.utf8.contains(UInt8(ascii: "\"")) ? "\"" : "'"
  var result = String.UnicodeScalarView()
  result.append(quote)
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
    case "\n": result.append(contentsOf: "\\n".unicodeScalars)
    case "\r": result.append(contentsOf: "\\r".unicodeScalars)
    case "\t": result.append(contentsOf: "\\t".unicodeScalars)
    case quote:
      result.append("\\")
      result.append(quote)
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F || !isPrintable(scalar) {
        result.append(contentsOf: escaped(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
  }
  result.append(quote)
  return String(result)
}

/// Python's `str.isprintable` of one character.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
    return false
  default: return true
  }
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  func padded(_ width: Int) -> String { String(repeating: "0", count: width - digits.count) + digits }
  if scalar.value < 0x100 { return "\\x" + padded(2) }
  return scalar.value < 0x10000 ? "\\u" + padded(4) : "\\U" + padded(8)
}

/// `ascii()`: the text with escapes for all but ASCII.
func asciiOnly(_ text: String) -> String {
  text.unicodeScalars.map { $0.isASCII ? String($0) : escaped($0) }.joined()
}
