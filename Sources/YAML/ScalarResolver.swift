/// Reads a scalar's type off its text, by the implicit resolvers of YAML 1.1 as PyYAML has them, or by its tag.
enum ScalarResolver {
  static func resolve(_ text: String, tag: String?, plain: Bool, at position: YAMLPosition, file: String)
    throws(YAMLError) -> YAMLScalar
  {
    if let tag, tag != "!" {
      return try tagged(text, tag, at: position, file: file)
    }
    guard plain else { return .string(text) }
    return try implicit(text, at: position, file: file)
  }

  private static func implicit(_ text: String, at position: YAMLPosition, file: String) throws(YAMLError) -> YAMLScalar
  {
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"),
      UInt8(ascii: "~"):
      if text.utf8.count > 5 { return .string(text) }
      return word(text) ?? .string(text)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      let bytes = Array(text.utf8)
      if NumberForms.isFloat(bytes) { return .float(NumberForms.float(bytes)) }
      if NumberForms.isInteger(bytes) {
        guard let value = NumberForms.integer(bytes) else {
          throw YAMLError("'\(text)' is no number", advice: "put it in quotes", file: file, at: position)
        }
        return value
      }
      switch TimestampForm.read(bytes) {
      case .value(let value): return value
      case .impossible:
        throw YAMLError(
          "'\(text)' looks like a date but is none", advice: "put it in quotes or correct it", file: file, at: position)
      case .other: return .string(text)
      }
    case UInt8(ascii: "="), UInt8(ascii: "<"):
      guard text == "=" || text == "<<" else { return .string(text) }
      throw YAMLError("'\(text)' is no value", advice: "put it in quotes", file: file, at: position)
    default:
      return .string(text)
    }
  }

  private static func word(_ text: String) -> YAMLScalar? {
    switch text {
    case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": .bool(true)
    case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": .bool(false)
    case "~", "null", "Null", "NULL": .null
    default: nil
    }
  }

  /// A scalar whose type is written out (`!!str 1`).
  private static func tagged(_ text: String, _ tag: String, at position: YAMLPosition, file: String)
    throws(YAMLError) -> YAMLScalar
  {
    func refuse(_ what: String) -> YAMLError {
      YAMLError("'\(text)' is no \(what)", advice: "correct it or remove the tag", file: file, at: position)
    }
    let bytes = Array(text.utf8)
    switch tag {
    case "tag:yaml.org,2002:str", "tag:yaml.org,2002:value", "tag:yaml.org,2002:merge": return .string(text)
    case "tag:yaml.org,2002:null": return .null
    case "tag:yaml.org,2002:bool":
      guard case .bool(let value) = word(text.lowercased()) else { throw refuse("boolean") }
      return .bool(value)
    case "tag:yaml.org,2002:int":
      guard let value = NumberForms.integer(bytes) else { throw refuse("integer") }
      return value
    case "tag:yaml.org,2002:float":
      if NumberForms.isFloat(bytes) { return .float(NumberForms.float(bytes)) }
      guard let value = Double(text) else { throw refuse("number") }
      return .float(value)
    case "tag:yaml.org,2002:timestamp":
      guard case .value(let value) = TimestampForm.read(bytes) else { throw refuse("timestamp") }
      return value
    case "tag:yaml.org,2002:binary":
      guard let value = Base64Form.decode(bytes) else { throw refuse("base64 text") }
      return .binary(value)
    default:
      throw YAMLError(
        "could not determine a constructor for the tag '\(tag)'", advice: "remove the tag", file: file, at: position)
    }
  }
}
