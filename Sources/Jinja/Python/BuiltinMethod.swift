/// A method of a built-in type, found by name.
struct BuiltinMethod {
  typealias Body = (Value, CallArguments) throws -> Value

  let name: String
  let body: Body

  func call(on receiver: Value, _ arguments: CallArguments) throws -> Value { try body(receiver, arguments) }
}

extension Value {
  /// The method of the value's Python type with this name.
  func builtinMethod(_ name: String) -> BuiltinMethod? {
    let table: [String: BuiltinMethod.Body]
    switch self {
    case .string: table = StringMethods.table
    case .list: table = ListMethods.table
    case .dict: table = DictMethods.table
    case .tuple: table = TupleMethods.table
    case .set: table = SetMethods.table
    case .int, .double, .bool: table = NumberMethods.table
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
