/// Operations of single values and of containers.
extension Value {
  func negated() throws -> Value {
    switch self {
    case .int(let value):
      if value == .min { throw Failure.overflow }
      return .int(-value)
    case .double(let value): return .double(-value)
    case .bool(let value): return .int(value ? -1 : 0)
    case .undefined(let undefined): throw undefined.failure
    default: throw Failure.type("bad operand type for unary -: '\(typeName)'")
    }
  }

  func positive() throws -> Value {
    switch self {
    case .int, .double: return self
    case .bool(let value): return .int(value ? 1 : 0)
    case .undefined(let undefined): throw undefined.failure
    default: throw Failure.type("bad operand type for unary +: '\(typeName)'")
    }
  }

  /// `==`; a strict undefined may not be compared.
  func equals(_ other: Value) throws -> Bool {
    if case .undefined(let undefined) = self, undefined.behavior == .strict { throw undefined.failure }
    if case .undefined(let undefined) = other, undefined.behavior == .strict { throw undefined.failure }
    return self == other
  }

  /// `element in self`.
  func contains(_ element: Value) throws -> Bool {
    switch self {
    case .string(let text):
      guard case .string(let part) = element else {
        throw Failure.type("'in <string>' requires string as left operand, not \(element.typeName)")
      }
      return text.hasPythonSubstring(part)
    case .list(let list): return try list.items.contains { try $0.equals(element) }
    case .tuple(let items): return try items.contains { try $0.equals(element) }
    case .dict(let dict):
      try element.requireHashable()
      return dict[element] != nil
    case .set(let set):
      try element.requireHashable()
      return set.contains(element)
    case .undefined(let undefined):
      _ = try undefined.emptyLength()
      return false
    case .object(let object):
      if object.isMapping { return try object.item(element) != nil }
      if let items = try object.elements() { return items.contains(element) }
    default: break
    }
    throw Failure.type("argument of type '\(typeName)' is not iterable")
  }

  /// The entries of a dictionary or an object that behaves like one.
  func mappingEntries() throws -> [(key: Value, value: Value)]? {
    switch self {
    case .dict(let dict): return dict.entries
    case .object(let object) where object.isMapping:
      return try (object.elements() ?? []).map { ($0, try object.item($0) ?? .none) }
    default: return nil
    }
  }

  /// `self[start:stop:step]`; nil when the value cannot be cut or a bound is no number.
  func sliced(start: Value, stop: Value, step: Value) throws -> Value? {
    for bound in [start, stop, step] where !bound.isNone && bound.intValue == nil { return nil }
    let stride = step.intValue ?? 1
    func indices(_ count: Int) throws -> [Int] {
      let (from, to) = try bounds(count)
      return Array(Swift.stride(from: from, to: to, by: stride))
    }
    func bounds(_ count: Int) throws -> (from: Int, to: Int) {
      if stride == 0 { throw Failure.value("slice step cannot be zero") }
      return Value.sliceBounds(count, start.intValue, stop.intValue, stride)
    }
    switch self {
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      return .string(String(scalars: try indices(scalars.count).map { scalars[$0] }))
    case .list(let list): return .list(ListObject(try indices(list.items.count).map { list.items[$0] }))
    case .tuple(let items): return .tuple(try indices(items.count).map { items[$0] })
    case .undefined(let undefined): return try undefined.member()
    case .object(let range as RangeObject):
      let (from, to) = try bounds(range.count)
      return .object(range.selecting(from: from, to: to, stride: stride))
    default: return nil
    }
  }

  /// Where a slice of `count` elements begins and ends, as Python's `slice.indices` has it.
  static func sliceBounds(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> (from: Int, to: Int) {
    let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
    func clamped(_ value: Int?, _ fallback: Int) -> Int {
      guard let value else { return fallback }
      return min(max(value < 0 ? value + count : value, low), high)
    }
    return (clamped(start, step > 0 ? low : high), clamped(stop, step > 0 ? high : low))
  }
}

extension String {
  /// Whether the text contains `part`, code point by code point.
  func hasPythonSubstring(_ part: String) -> Bool { part.isEmpty || firstRange(of: Array(part.utf8)) != nil }

  /// The UTF-8 offsets of the first occurrence of `part` at or behind `start`.
  func firstRange(of part: [UInt8], from start: Int = 0) -> Range<Int>? {
    var text = self
    return text.withUTF8 { bytes in
      guard !part.isEmpty, bytes.count >= part.count else { return nil }
      var index = start
      let last = bytes.count - part.count
      while index <= last {
        if bytes[index] == part[0], bytes[index..<index + part.count].elementsEqual(part) {
          return index..<index + part.count
        }
        index += 1
      }
      return nil
    }
  }
}
