/// A Python set. It keeps the order of insertion, which Python leaves open.
public final class SetObject {
  private let dict = DictObject()

  /// A set of the distinct values among `items`.
  public init(_ items: [Value] = []) {
    for item in items { dict[item] = .some(.none) }
  }

  public var items: [Value] { dict.keys }
  public var count: Int { dict.count }

  /// Whether an equal value is in the set.
  public func contains(_ value: Value) -> Bool { dict[value] != nil }

  /// Adds a value unless an equal one is there.
  public func insert(_ value: Value) { if dict[value] == nil { dict[value] = .some(.none) } }

  /// Takes a value out; false when it was not there.
  @discardableResult public func remove(_ value: Value) -> Bool { dict.remove(value) != nil }

  /// Takes all values out.
  public func removeAll() { dict.removeAll() }
}
