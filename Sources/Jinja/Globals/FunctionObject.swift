/// A host function as a value.
public final class FunctionObject: JinjaObject {
  public let name: String
  private let body: (CallArguments) throws -> Value

  /// Wraps a closure. It may throw ``Failure``, ``ReturnSignal`` or an error of its own.
  public init(_ name: String, _ body: @escaping (CallArguments) throws -> Value) {
    self.name = name
    self.body = body
  }

  public var typeName: String { "function" }
  public var isCallable: Bool { true }
  public func call(_ arguments: CallArguments) throws -> Value { try body(arguments) }
  public func repr() -> String { "<function \(name)>" }
}
