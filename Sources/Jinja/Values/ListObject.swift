/// A Python list: a reference that several values can share.
public final class ListObject {
  public var items: [Value]

  /// A list with these elements.
  public init(_ items: [Value] = []) { self.items = items }
}
