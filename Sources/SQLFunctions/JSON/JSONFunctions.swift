import SQLiteKit

extension ResultContext {
  /// Gives a JSON value as the value it stands for: text without quotes, numbers, 1 and 0, NULL.
  borrowing func setPlain(_ json: JSONText, _ span: JSONText.Span) {
    switch json.bytes[span.lowerBound] {
    case UInt8(ascii: "n"): setNull()
    case UInt8(ascii: "t"): set(true)
    case UInt8(ascii: "f"): set(false)
    case UInt8(ascii: "\""): set(json.unescaped(span))
    case UInt8(ascii: "{"), UInt8(ascii: "["): setText(UnsafeBufferPointer(rebasing: json.bytes[span]))
    default:
      switch NumberReading.read(UnsafeBufferPointer(rebasing: json.bytes[span])) {
      case .integer(let number): set(number)
      case .double(let number): set(number)
      case nil: setNull()
      }
    }
  }

  /// Gives a JSON value as text, a string without its quotes; JSON's null is NULL.
  borrowing func setText(_ json: JSONText, _ span: JSONText.Span) {
    json.isNull(span) ? setNull() : set(json.plainText(span))
  }

  /// Gives a JSON value as JSON; JSON's null stays `null` only where asked.
  borrowing func setJSON(_ json: JSONText, _ span: JSONText.Span) {
    json.isNull(span) ? setNull() : setText(UnsafeBufferPointer(rebasing: json.bytes[span]))
  }
}

/// A step by a key, a number, or a dotted path.
private func step(_ json: JSONText, _ span: JSONText.Span, _ arguments: borrowing Arguments, _ index: Int) -> JSONText
  .Span?
{
  if arguments.type(index) == .integer {
    guard let elements = json.elements(of: span) else { return nil }
    let position = Int(arguments.int64(index))
    let at = position < 0 ? elements.count + position : position
    return at >= 0 && at < elements.count ? elements[at] : nil
  }
  let key = arguments.string(index) ?? ""
  if key.hasPrefix("$") { return JSONPath.find(key, json, span) }
  return json.member(key, of: span)
}

/// `$.a.b[0]`, `a.b[0]`, `$['a']`.
enum JSONPath {
  static func find(_ path: String, _ json: JSONText, _ start: JSONText.Span) -> JSONText.Span? {
    var span = start
    var rest = Array(path.unicodeScalars)[...]
    if rest.first == "$" { rest = rest.dropFirst() }
    while let next = rest.first {
      if next == "." || next == ":" {
        rest = rest.dropFirst()
        continue
      }
      if next == "[" {
        rest = rest.dropFirst()
        guard let close = rest.firstIndex(of: "]") else { return nil }
        let inner = Scalars.string(rest[..<close])
        rest = rest[(close + 1)...]
        if let index = Int(inner) {
          guard let elements = json.elements(of: span), index < elements.count, index >= -elements.count else {
            return nil
          }
          span = elements[index < 0 ? elements.count + index : index]
        } else {
          guard let found = json.member(inner.filter { $0 != "'" && $0 != "\"" }, of: span) else { return nil }
          span = found
        }
        continue
      }
      var name: [Unicode.Scalar] = []
      if next == "\"" {
        rest = rest.dropFirst()
        while let c = rest.popFirst(), c != "\"" { name.append(c) }
      } else {
        while let c = rest.first, c != ".", c != "[", c != ":" {
          name.append(c)
          rest = rest.dropFirst()
        }
      }
      guard let found = json.member(Scalars.string(name[...]), of: span) else { return nil }
      span = found
    }
    return span
  }
}

func registerJSON(on connection: Connection) throws(SQLiteError) {
  for (name, kind) in [("json_step", 0), ("json_step_text", 1), ("json_value", 2), ("list_element", 2)] {
    try strict(connection, name, 2) { arguments, result in
      let json = JSONText(arguments.textBytes(0))
      guard let whole = json.value(at: 0), let span = step(json, whole, arguments, 1) else { return result.setNull() }
      switch kind {
      case 0: result.setJSON(json, span)
      case 1: result.setText(json, span)
      default: result.setPlain(json, span)
      }
    }
  }
  for (name, kind) in [("json_path_json", 0), ("json_path_value", 1)] {
    try strict(connection, name, 2) { arguments, result in
      let json = JSONText(arguments.textBytes(0))
      guard let whole = json.value(at: 0), let span = JSONPath.find(arguments.string(1) ?? "", json, whole) else {
        return result.setNull()
      }
      kind == 0 ? result.setJSON(json, span) : result.setText(json, span)
    }
  }
  // PostgreSQL's `#>`: a path as '{a,0,b}'.
  for (name, asText) in [("json_path", false), ("json_path_text", true)] {
    try strict(connection, name, 2) { arguments, result in
      let json = JSONText(arguments.textBytes(0))
      let keys = (arguments.string(1) ?? "").filter { $0 != "{" && $0 != "}" }.split(separator: ",").map(String.init)
      guard let span = walk(json, keys) else { return result.setNull() }
      asText ? result.setText(json, span) : result.setJSON(json, span)
    }
  }
  for (name, asText) in [("json_keys_text", true), ("json_keys_value", false)] {
    try connection.createFunction(name, argumentCount: nil) { arguments, result in
      guard arguments.count > 0, !arguments.isNull(0) else { return result.setNull() }
      let json = JSONText(arguments.textBytes(0))
      guard let span = walk(json, (1..<arguments.count).map { arguments.string($0) ?? "" }) else {
        return result.setNull()
      }
      asText ? result.setText(json, span) : result.setJSON(json, span)
    }
  }
  for safe in [false, true] {
    try strict(connection, safe ? "try_cast_json" : "cast_json", 1) { arguments, result in
      if JSONText(arguments.textBytes(0)).whole != nil { return result.set(arguments, 0) }
      try refuse(safe, arguments, result, "JSON")
    }
  }
  // to_json_text(x): text that is JSON as it stands, for parse_json; numbers as they are.
  try strict(connection, "to_json_text", 1) { arguments, result in
    if arguments.type(0) == .text, JSONText(arguments.textBytes(0)).whole == nil {
      throw FunctionError("'\((arguments.string(0) ?? "").prefix(60))' is not JSON")
    }
    result.setText(arguments.textBytes(0))
  }
  // to_variant(x): a value as JSON.
  try strict(connection, "to_variant", 1) { arguments, result in
    arguments.type(0) == .text
      ? result.set(JSONText.quoted(arguments.string(0) ?? "")) : result.setText(arguments.textBytes(0))
  }
  // variant_text(x): JSON as text, a string without its quotes.
  try strict(connection, "variant_text", 1) { arguments, result in
    let json = JSONText(arguments.textBytes(0))
    guard let whole = json.whole else { return result.set(arguments, 0) }
    result.setText(json, whole)
  }
  try strict(connection, "check_json", 1) { arguments, result in
    JSONText(arguments.textBytes(0)).whole == nil ? result.set("not valid JSON") : result.setNull()
  }
  try strict(connection, "object_keys", 1) { arguments, result in
    let json = JSONText(arguments.textBytes(0))
    guard let whole = json.whole, json.bytes[whole.lowerBound] == UInt8(ascii: "{") else { return result.setNull() }
    var names: [String] = []
    json.eachMember(of: whole) { name, _ in
      names.append(name)
      return true
    }
    result.set(JSONText.array(ofStrings: names))
  }
  try strict(connection, "json_kind", 1) { arguments, result in
    let json = JSONText(arguments.textBytes(0))
    guard let whole = json.whole else { return result.setNull() }
    switch json.bytes[whole.lowerBound] {
    case UInt8(ascii: "{"): result.setText("object")
    case UInt8(ascii: "["): result.setText("array")
    case UInt8(ascii: "\""): result.setText("string")
    case UInt8(ascii: "n"): result.setText("null")
    case UInt8(ascii: "t"), UInt8(ascii: "f"): result.setText("boolean")
    default: result.setText("number")
    }
  }
}

private func walk(_ json: JSONText, _ keys: [String]) -> JSONText.Span? {
  guard var span = json.value(at: 0) else { return nil }
  for key in keys {
    if let index = Int(key), let elements = json.elements(of: span) {
      guard index < elements.count, index >= -elements.count else { return nil }
      span = elements[index < 0 ? elements.count + index : index]
    } else {
      guard let found = json.member(key, of: span) else { return nil }
      span = found
    }
  }
  return span
}
