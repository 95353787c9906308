/// Python's `==` between strings: by code point, not by canonical equivalence as Swift has it.
@inline(__always) func samePythonText(_ a: String, _ b: String) -> Bool {
  a == b && a.utf8.count == b.utf8.count
}

/// Python's equality and hash: numbers and booleans compare by value, sequences and dictionaries by content.
extension Value: Hashable {
  public static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)): return samePythonText(x, y)
    case (.int(let x), .int(let y)): return x == y
    case (.none, .none): return true
    case (.undefined(let x), .undefined(let y)): return x === y || x.behavior == y.behavior
    case (.list(let x), .list(let y)): return x === y || x.items == y.items
    case (.tuple(let x), .tuple(let y)): return x == y
    case (.dict(let x), .dict(let y)):
      return x === y || (x.count == y.count && x.entries.allSatisfy { y[$0.key] == $0.value })
    case (.set(let x), .set(let y)):
      return x === y || (x.count == y.count && x.items.allSatisfy { y.contains($0) })
    case (.object(let x), _): return x.isEqual(to: b)
    case (_, .object(let y)): return y.isEqual(to: a)
    default:
      if let x = a.intValue {
        if let y = b.intValue { return x == y }
        if case .double(let y) = b { return Int(exactly: y) == x }
        return false
      }
      if case .double(let x) = a {
        if case .double(let y) = b { return x == y }
        if let y = b.intValue { return Int(exactly: x) == y }
      }
      return false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .string(let text): hasher.combine(text)
    case .int(let value): hasher.combine(value)
    case .bool(let value): hasher.combine(value ? 1 : 0)
    case .double(let value):
      if let whole = Int(exactly: value) { hasher.combine(whole) } else { hasher.combine(value) }
    case .none: hasher.combine(0x6E6F6E65)
    case .undefined: hasher.combine(0x756E6466)
    case .list(let list): hasher.combine(list.items)
    case .tuple(let items): hasher.combine(items)
    case .dict(let dict): hasher.combine(dict.count)
    case .set(let set): hasher.combine(set.count)
    case .object(let object): object.hash(into: &hasher)
    }
  }

  /// Fails for values that Python refuses as dictionary keys.
  func requireHashable() throws {
    switch self {
    case .list, .dict, .set: throw Failure.type("unhashable type: '\(typeName)'")
    case .tuple(let items): for item in items { try item.requireHashable() }
    case .undefined(let undefined): if undefined.behavior == .strict { throw undefined.failure }
    default: break
    }
  }
}
