/// Writes values as JSON, as Python's `json.dumps` does.
public struct JSONText: Sendable {
  /// Orders dictionaries by key.
  public var sortsKeys = false
  /// Writes `<`, `>`, `&` and `'` as escapes, for use in HTML.
  public var escapesMarkup = false
  /// One level of indentation; nil writes everything on one line.
  public var indent: String?

  /// Python's defaults.
  public init() {}

  /// The JSON text of a value; fails for what JSON has no form for.
  public func write(_ value: Value) throws -> String {
    var text = ""
    try write(value, to: &text, level: 0)
    guard escapesMarkup else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "\\u003c"
      case ">": escaped += "\\u003e"
      case "&": escaped += "\\u0026"
      case "'": escaped += "\\u0027"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private func write(_ value: Value, to text: inout String, level: Int) throws {
    if level > 500 { throw Failure.value("Circular reference detected") }
    switch value {
    case .none: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .double(let value):
      text += value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : pythonText(of: value)
    case .string(let string): JSONText.quote(string, to: &text)
    case .list(let list): try write(list.items, to: &text, level: level)
    case .tuple(let items): try write(items, to: &text, level: level)
    case .object(let object) where object.isMapping:
      try write(value.mappingEntries() ?? [], to: &text, level: level)
    case .dict(let dict): try write(dict.entries, to: &text, level: level)
    case .object(let object as GroupObject): try write(object.parts, to: &text, level: level)
    default: throw Failure.type("Object of type \(value.typeName) is not JSON serializable")
    }
  }

  private func separator(_ level: Int) -> String {
    indent.map { "\n" + String(repeating: $0, count: level) } ?? ""
  }

  private func write(_ items: [Value], to text: inout String, level: Int) throws {
    if items.isEmpty {
      text += "[]"
      return
    }
    text += "["
    for (index, item) in items.enumerated() {
      if index > 0 { text += indent == nil ? ", " : "," }
      text += separator(level + 1)
      try write(item, to: &text, level: level + 1)
    }
    text += separator(level) + "]"
  }

  private func write(_ entries: [(key: Value, value: Value)], to text: inout String, level: Int) throws {
    if entries.isEmpty {
      text += "{}"
      return
    }
    var entries = entries
    if sortsKeys {
      let order = try sortedByKeys(entries.indices.map(Value.int), entries.map(\.key), isReversed: false)
      entries = order.compactMap(\.intValue).map { entries[$0] }
    }
    text += "{"
    for (index, entry) in entries.enumerated() {
      if index > 0 { text += indent == nil ? ", " : "," }
      text += separator(level + 1)
      switch entry.key {
      case .string(let name): JSONText.quote(name, to: &text)
      case .none, .bool, .int, .double:
        text += "\""
        try write(entry.key, to: &text, level: 0)
        text += "\""
      default: throw Failure.type("keys must be str, int, float, bool or None, not \(entry.key.typeName)")
      }
      text += ": "
      try write(entry.value, to: &text, level: level + 1)
    }
    text += separator(level) + "}"
  }

  /// A string in quotes, all but ASCII as escapes.
  static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      default:
        if scalar.value >= 0x20, scalar.value < 0x7F {
          text.unicodeScalars.append(scalar)
        } else {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        }
      }
    }
    text += "\""
  }
}
