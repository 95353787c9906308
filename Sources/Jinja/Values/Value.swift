/// A value of the template language: what Python would hold.
///
/// Lists, dictionaries and sets are references: two values can be the same list, as in Python. Values never leave the
/// thread their render runs on.
public enum Value {
  case none
  case undefined(Undefined)
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list(ListObject)
  case tuple([Value])
  case dict(DictObject)
  case set(SetObject)
  case object(any JinjaObject)
}

extension Value {
  /// A new list.
  public static func list(_ items: [Value]) -> Value { .list(ListObject(items)) }

  /// A new dictionary with the entries in order.
  public static func dict(_ entries: [(String, Value)]) -> Value {
    .dict(DictObject(entries.map { (.string($0.0), $0.1) }))
  }

  /// The name of the value's Python type: `int`, `str`, `dict` …
  public var typeName: String {
    switch self {
    case .none: "NoneType"
    case .undefined: "Undefined"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .string: "str"
    case .list: "list"
    case .tuple: "tuple"
    case .dict: "dict"
    case .set: "set"
    case .object(let object): object.typeName
    }
  }

  /// How messages about attributes name the value: `dict object`, `None`.
  var describedType: String {
    if case .none = self { return "None" }
    return typeName + " object"
  }

  /// Python's truth of the value. Throws when the value is an undefined that may not be looked at.
  public func truth() throws -> Bool {
    switch self {
    case .none: return false
    case .undefined(let undefined): return try undefined.truth()
    case .bool(let value): return value
    case .int(let value): return value != 0
    case .double(let value): return value != 0
    case .string(let value): return !value.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .tuple(let items): return !items.isEmpty
    case .dict(let dict): return !dict.isEmpty
    case .set(let set): return set.count != 0
    case .object(let object): return object.isTrue
    }
  }

  /// Whether this is the undefined value.
  public var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// Whether this is none.
  public var isNone: Bool { if case .none = self { true } else { false } }

  /// The text, when the value is a string.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }

  /// The integer, when the value is one; booleans count as in Python.
  public var intValue: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The number as floating point, when the value is one.
  public var doubleValue: Double? {
    switch self {
    case .double(let value): value
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Whether the value can be called.
  public var isCallable: Bool { if case .object(let object) = self { object.isCallable } else { false } }

  /// The number of elements, or nil for values that have no length.
  func length() throws -> Int? {
    switch self {
    case .string(let text): text.scalarCount
    case .list(let list): list.items.count
    case .tuple(let items): items.count
    case .dict(let dict): dict.count
    case .set(let set): set.count
    case .object(let object): object.length
    case .undefined(let undefined): try undefined.emptyLength()
    default: nil
    }
  }

  /// The elements a `for` loop sees; fails for what cannot be iterated.
  public func elements() throws -> [Value] {
    switch self {
    case .list(let list): return list.items
    case .tuple(let items): return items
    case .dict(let dict): return dict.keys
    case .set(let set): return set.items
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .undefined(let undefined):
      _ = try undefined.emptyLength()
      return []
    case .object(let object):
      if let items = try object.elements() { return items }
    default: break
    }
    throw Failure.type("'\(typeName)' object is not iterable")
  }
}
