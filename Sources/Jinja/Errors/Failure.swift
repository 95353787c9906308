/// A failure that does not know its place yet.
///
/// Values, filters and host functions throw it; the renderer adds template, line and macro stack and throws
/// ``JinjaError``.
public struct Failure: Error, Sendable {
  public var kind: JinjaError.Kind
  public var message: String

  /// Describes what went wrong, in one sentence.
  public init(_ kind: JinjaError.Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

extension Failure {
  static func undefined(_ undefined: Undefined) -> Failure { Failure(.undefined, undefined.message) }
  static func type(_ message: String) -> Failure { Failure(.type, message) }
  static func value(_ message: String) -> Failure { Failure(.value, message) }
  static let overflow = Failure(.overflow, "the result does not fit a 64-bit integer")
  static let tooDeep = Failure(.recursion, "maximum recursion depth exceeded")
}
