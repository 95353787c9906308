/// Filters that look at or take apart a sequence.
enum SequenceFilters {
  static let table: BuiltinFilters.Table = [
    "length": BuiltinFilters.plain("length") { value in try length(value) },
    "count": BuiltinFilters.plain("count") { value in try length(value) },
    "list": BuiltinFilters.plain("list") { value in .list(try value.elements()) },
    "default": BuiltinFilters.define("default", ["default_value", "boolean"], fallBack),
    "d": BuiltinFilters.define("default", ["default_value", "boolean"], fallBack),
    "first": BuiltinFilters.define("first") { value, _, context in
      if case .object(let generator as GeneratorObject) = value, let first = try generator.next() { return first }
      return try value.elements().first ?? context.undefined(.hint("No first item, sequence was empty."))
    },
    "last": BuiltinFilters.define("last") { value, _, context in
      switch value {
      case .set: throw Failure.type("'set' object is not reversible")
      case .object(let object) where object is GeneratorObject:
        throw Failure.type("'generator' object is not reversible")
      case .undefined(let undefined) where undefined.behavior != .strict:
        return context.undefined(.hint("No last item, sequence was empty."))
      case .none, .bool, .int, .double: throw Failure.type("'\(value.typeName)' object is not reversible")
      default: break
      }
      return try value.elements().last ?? context.undefined(.hint("No last item, sequence was empty."))
    },
    "random": BuiltinFilters.define("random") { value, _, context in
      switch value {
      case .dict(let dict) where !dict.isEmpty: throw Failure(.key, "0")
      case .set: throw Failure.type("'set' object is not subscriptable")
      default:
        guard try value.length() != nil else { throw Failure.type("object of type '\(value.typeName)' has no len()") }
        return try value.elements().randomElement() ?? context.undefined(.hint("No random item, sequence was empty."))
      }
    },
    "reverse": BuiltinFilters.plain("reverse") { value in
      if case .string(let text) = value { return .string(String(scalars: text.unicodeScalars.reversed())) }
      do {
        return .object(GeneratorObject(try value.elements().reversed(), name: "reversed"))
      } catch let failure as Failure where failure.kind == .type {
        throw Failure(.runtime, "argument must be iterable")
      }
    },
    "join": BuiltinFilters.define("join", ["d", "attribute"]) { value, values, context in
      let separator = try values[0].map { try $0.text() } ?? ""
      var items = try value.elements()
      if let attribute = values[1], !attribute.isNone {
        let path = AttributePath(attribute)
        items = try items.map { try path.value(of: $0, context) }
      }
      return .string(try items.map { try $0.text() }.joined(separator: separator))
    },
    "sum": BuiltinFilters.define("sum", ["attribute", "start"]) { value, values, context in
      var items = try value.elements()
      if let attribute = values[0], !attribute.isNone {
        let path = AttributePath(attribute)
        items = try items.map { try path.value(of: $0, context) }
      }
      let start = values[1] ?? .int(0)
      if case .string = start { throw Failure.type("sum() can't sum strings [use ''.join(seq) instead]") }
      return try items.reduce(start) { try ArithmeticOperator.add.apply($0, $1, in: context) }
    },
    "items": BuiltinFilters.plain("items") { value in
      if case .undefined(let undefined) = value {
        _ = try undefined.emptyLength()
        return .object(GeneratorObject([], name: "do_items"))
      }
      guard let entries = try value.mappingEntries() else {
        throw Failure.type("Can only get item pairs from a mapping.")
      }
      return .object(GeneratorObject(entries.map { .tuple([$0.key, $0.value]) }, name: "do_items"))
    },
    "batch": BuiltinFilters.define("batch", ["linecount", "fill_with"], required: 1) { value, values, _ in
      let items = try value.elements()
      let size = try values[0].requiredInt()
      guard size > 0 else {
        // Python never finds a full row then, but for the empty one it starts with.
        return .object(
          GeneratorObject(size == 0 && !items.isEmpty ? [.list([])] + [.list(items)] : [.list(items)], name: "do_batch")
        )
      }
      var rows: [Value] = []
      for start in stride(from: 0, to: items.count, by: size) {
        var row = Array(items[start..<min(start + size, items.count)])
        if let fill = values[1], !fill.isNone {
          row += Array(repeating: fill, count: try limitedWidth(size) - row.count)
        }
        rows.append(.list(row))
      }
      return .object(GeneratorObject(rows, name: "do_batch"))
    },
    "slice": BuiltinFilters.define("slice", ["slices", "fill_with"], required: 1) { value, values, _ in
      let items = try value.elements()
      let count = try values[0].requiredInt()
      if count == 0 { throw Failure(.zeroDivision, "integer division or modulo by zero") }
      guard count > 0 else { return .object(GeneratorObject([], name: "do_slice")) }
      let (size, extra) = items.count.quotientAndRemainder(dividingBy: count)
      var start = 0
      var parts: [Value] = []
      for index in 0..<(try limitedWidth(count)) {
        let end = start + size + (index < extra ? 1 : 0)
        var part = Array(items[start..<end])
        if let fill = values[1], !fill.isNone, index >= extra { part.append(fill) }
        parts.append(.list(part))
        start = end
      }
      return .object(GeneratorObject(parts, name: "do_slice"))
    },
    "attr": BuiltinFilters.define("attr", ["name"], required: 1) { value, values, context in
      guard let key = values[0] else { return .none }
      let name = key.str()
      if case .object(let object) = value, let member = try object.attribute(name) { return member }
      if case .undefined(let undefined) = value { return try undefined.member() }
      if let method = value.builtinMethod(name) { return .object(BoundMethod(method, of: value)) }
      return value.dataAttribute(name) ?? context.undefined(.member(of: value.describedType, key: key))
    },
  ]

  private static func length(_ value: Value) throws -> Value {
    guard let length = try value.length() else {
      throw Failure.type("object of type '\(value.typeName)' has no len()")
    }
    return .int(length)
  }

  @Sendable private static func fallBack(_ value: Value, _ values: [Value?], _ context: RenderContext) throws -> Value {
    if value.isUndefined { return values[0] ?? .string("") }
    if try values[1].flag(), try !value.truth() { return values[0] ?? .string("") }
    return value
  }
}

/// The attribute argument of `map`, `sort` and their kin: `a.b.0`.
struct AttributePath {
  private let parts: [Value]

  init(_ attribute: Value) {
    switch attribute {
    case .none: parts = []
    case .string(let text): parts = AttributePath.parts(of: text)
    default: parts = [attribute]
    }
  }

  static func parts(of text: String) -> [Value] {
    text.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.allSatisfy(\.isDigit) ? Int(part).map(Value.int) ?? .string(String(part)) : .string(String(part))
    }
  }

  /// Several paths separated by commas.
  static func several(_ attribute: Value) -> [AttributePath] {
    guard case .string(let text) = attribute else { return [AttributePath(attribute)] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map { AttributePath(.string(String($0))) }
  }

  func value(of value: Value, _ context: RenderContext, default fallback: Value? = nil) throws -> Value {
    var value = value
    for part in parts {
      value = try context.item(part, of: value)
      if let fallback, value.isUndefined { value = fallback }
    }
    return value
  }
}
