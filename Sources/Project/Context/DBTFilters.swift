import Jinja

/// The filters dbt adds for YAML: what type a rendered text should have.
enum DBTFilters {
  static let names = ["as_text", "as_bool", "as_native", "as_number"]

  static func filter(_ name: String) -> Filter {
    switch name {
    case "as_bool": asBool
    case "as_number": asNumber
    case "as_native": asNative
    default: { value, _ in .string(value.str()) }
    }
  }

  private static func asBool(_ value: Value, _: CallArguments) throws -> Value {
    switch value.stringValue?.lowercased() {
    case nil: return value
    case "true": return .bool(true)
    case "false": return .bool(false)
    case let text?: throw Failure(.value, "as_bool: '\(text)' is neither true nor false")
    }
  }

  private static func asNumber(_ value: Value, _: CallArguments) throws -> Value {
    guard let text = value.stringValue else { return value }
    if let number = Int(text) { return .int(number) }
    if let number = Double(text) { return .double(number) }
    throw Failure(.value, "as_number: '\(text)' is no number")
  }

  private static func asNative(_ value: Value, _: CallArguments) throws -> Value {
    guard let text = value.stringValue else { return value }
    switch text {
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    case "None": return .none
    default: return Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? value
    }
  }
}
