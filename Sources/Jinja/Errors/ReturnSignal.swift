/// Thrown by a host function to leave the macro that called it, with a value of any type.
///
/// It passes through loops and `{% call %}` bodies and is caught by the innermost running macro, which for a body is
/// the one that was given it.
public struct ReturnSignal: Error {
  private let box: Box

  /// The value the macro call evaluates to.
  public var value: Value { box.value }

  /// Leaves the running macro with `value`.
  public init(_ value: Value) { box = Box(value) }

  // Errors must be Sendable; a render never leaves the thread it started on, so neither does this value.
  private final class Box: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }
}
