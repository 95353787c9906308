/// An object of the host: what templates can read, call, print and loop over.
public protocol JinjaObject: AnyObject {
  /// The name of its type, for messages.
  var typeName: String { get }
  /// `object.name`; nil when there is no such attribute.
  func attribute(_ name: String) throws -> Value?
  /// `object[key]`; nil when there is no such element.
  func item(_ key: Value) throws -> Value?
  /// `{% set object.name = value %}`; false when attributes cannot be set.
  func setAttribute(_ name: String, to value: Value) throws -> Bool
  /// Whether ``call(_:)`` does anything but fail.
  var isCallable: Bool { get }
  /// `object(…)`.
  func call(_ arguments: CallArguments) throws -> Value
  /// What printing it writes.
  func string() -> String
  /// What printing a list that holds it writes.
  func repr() -> String
  /// What a `for` loop sees; nil when it cannot be iterated.
  func elements() throws -> [Value]?
  /// What `length` gives; nil when it has no length.
  var length: Int? { get }
  /// Whether it counts as true.
  var isTrue: Bool { get }
  /// Whether it is a dictionary, in the sense of `is mapping`.
  var isMapping: Bool { get }
  /// `object + other`, or `other + object` when `reversed`; nil when the operator means nothing here. `sign` is the
  /// operator as it is written.
  func operate(_ sign: String, with other: Value, reversed: Bool) throws -> Value?
  /// -1, 0 or 1 as the object comes before, with or after another value; nil when they cannot be compared.
  func order(comparedWith other: Value) throws -> Int?
  /// Equality with another value.
  func isEqual(to other: Value) -> Bool
  /// A hash that agrees with ``isEqual(to:)``.
  func hash(into hasher: inout Hasher)
}

extension JinjaObject {
  public func attribute(_ name: String) throws -> Value? { nil }
  public func item(_ key: Value) throws -> Value? { nil }
  public func setAttribute(_ name: String, to value: Value) throws -> Bool { false }
  public var isCallable: Bool { false }
  public func call(_ arguments: CallArguments) throws -> Value {
    throw Failure(.type, "'\(typeName)' object is not callable")
  }
  public func string() -> String { repr() }
  public func repr() -> String { "<\(typeName)>" }
  public func elements() throws -> [Value]? { nil }
  public var length: Int? { nil }
  public var isTrue: Bool { length.map { $0 != 0 } ?? true }
  public var isMapping: Bool { false }
  public func operate(_ sign: String, with other: Value, reversed: Bool) throws -> Value? { nil }
  public func order(comparedWith other: Value) throws -> Int? { nil }
  public func isEqual(to other: Value) -> Bool {
    if case .object(let object) = other { object === self } else { false }
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
