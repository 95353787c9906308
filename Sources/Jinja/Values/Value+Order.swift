/// Python's `<` and its relatives.
extension Value {
  enum Ordering {
    case ascending, same, descending
    /// Not comparable by value: one side is not a number.
    case unordered

    static func of<T: Comparable>(_ a: T, _ b: T) -> Ordering {
      a < b ? .ascending : a == b ? .same : a > b ? .descending : .unordered
    }
  }

  /// Compares by Python's rules; `sign` names the operator in the message of the failure.
  func ordering(_ other: Value, sign: String) throws -> Ordering {
    switch (self, other) {
    case (.int(let a), .int(let b)): return .of(a, b)
    case (.string(let a), .string(let b)):
      if samePythonText(a, b) { return .same }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? .ascending : .descending
    case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw undefined.failure
    case (.list(let a), .list(let b)): return try Value.ordering(a.items, b.items, sign: sign)
    case (.tuple(let a), .tuple(let b)): return try Value.ordering(a, b, sign: sign)
    case (.set(let a), .set(let b)):
      let isSubset = a.items.allSatisfy { b.contains($0) }
      let isSuperset = b.items.allSatisfy { a.contains($0) }
      return isSubset ? (isSuperset ? .same : .ascending) : (isSuperset ? .descending : .unordered)
    default: break
    }
    if let a = intValue, let b = other.intValue { return .of(a, b) }
    if let a = doubleValue, let b = other.doubleValue { return .of(a, b) }
    if case .object(let object) = self, let order = try object.order(comparedWith: other) { return .of(order, 0) }
    throw Failure.type(
      "'\(sign)' not supported between instances of '\(typeName)' and '\(other.typeName)'")
  }

  private static func ordering(_ a: [Value], _ b: [Value], sign: String) throws -> Ordering {
    for (x, y) in zip(a, b) where x != y { return try x.ordering(y, sign: sign) }
    return .of(a.count, b.count)
  }

  /// Whether this sorts before `other`.
  func precedes(_ other: Value) throws -> Bool {
    if case .ascending = try ordering(other, sign: "<") { return true }
    return false
  }
}
