/// A method of a built-in type, found by name.
struct BuiltinMethod {
  typealias Body = @Sendable (Value, CallArguments) throws -> Value
  typealias Table = [String: Body]

  let name: String
  let body: Body

  func call(on receiver: Value, _ arguments: CallArguments) throws -> Value { try body(receiver, arguments) }
}

extension Value {
  /// The method of the value's Python type with this name.
  func builtinMethod(_ name: String) -> BuiltinMethod? {
    let table: BuiltinMethod.Table
    switch self {
    case .string: table = StringMethods.table
    case .list: table = ListMethods.table
    case .dict: table = DictMethods.table
    case .tuple: table = TupleMethods.table
    case .set: table = SetMethods.table
    case .int, .bool: table = NumberMethods.integers
    case .double: table = NumberMethods.doubles
    case .none, .undefined, .object: return nil
    }
    return table[name].map { BuiltinMethod(name: name, body: $0) }
  }
}

/// A method as a value: `{% set add = list.append %}`.
final class BoundMethod: JinjaObject {
  private let method: BuiltinMethod
  private let receiver: Value

  init(_ method: BuiltinMethod, of receiver: Value) {
    self.method = method
    self.receiver = receiver
  }

  var typeName: String { "builtin_function_or_method" }
  var isCallable: Bool { true }
  func call(_ arguments: CallArguments) throws -> Value { try method.call(on: receiver, arguments) }
  func repr() -> String { "<built-in method \(method.name) of \(receiver.typeName) object>" }
}

/// A method of `str`, with its parameters laid out.
func textMethod(
  _ name: String, _ parameters: [String] = [], required: Int = 0,
  _ body: @escaping @Sendable (String, [Value?]) throws -> Value
) -> (String, BuiltinMethod.Body) {
  (
    name,
    { receiver, arguments in
      guard case .string(let text) = receiver else { throw Failure.type("'\(name)' needs a str") }
      return try body(text, arguments.bind(name, parameters, required: required))
    }
  )
}

extension Optional where Wrapped == Value {
  /// The text of an argument that must be a string.
  func requiredText(_ what: String = "") throws -> String {
    switch self {
    case .some(.string(let text)): return text
    case .some(.undefined(let undefined)): throw undefined.failure
    case let value:
      throw Failure.type("\(what.isEmpty ? "" : what + " ")must be str, not \(value?.typeName ?? "NoneType")")
    }
  }

  /// The text of an argument that may be left out or none.
  func optionalText(_ what: String = "") throws -> String? {
    switch self {
    case nil, .some(.none): nil
    default: try requiredText(what)
    }
  }

  /// The number of an argument that must be an integer when it is given.
  func optionalInt() throws -> Int? {
    guard let value = self else { return nil }
    if case .undefined(let undefined) = value { throw undefined.failure }
    if let number = value.intValue { return number }
    throw Failure.type("'\(value.typeName)' object cannot be interpreted as an integer")
  }

  func requiredInt() throws -> Int {
    guard let number = try optionalInt() else { throw Failure.type("an integer is required") }
    return number
  }

  /// The truth of an argument; false when it was left out.
  func flag(_ fallback: Bool = false) throws -> Bool { try self?.truth() ?? fallback }
}
