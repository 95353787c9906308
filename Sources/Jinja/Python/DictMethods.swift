/// The methods of `dict`.
enum DictMethods {
  static let table: BuiltinMethod.Table = [
    "get": on("get", ["key", "default"], required: 1) { dict, values in
      let key = values[0] ?? .none
      try key.requireHashable()
      return dict[key] ?? values[1] ?? .none
    },
    "items": on("items") { dict, _ in .object(DictView(dict, .items)) },
    "keys": on("keys") { dict, _ in .object(DictView(dict, .keys)) },
    "values": on("values") { dict, _ in .object(DictView(dict, .values)) },
    "copy": on("copy") { dict, _ in .dict(DictObject(dict.entries.map { ($0.key, $0.value) })) },
    "clear": on("clear") { dict, _ in
      dict.removeAll()
      return .none
    },
    "pop": on("pop", ["key", "default"], required: 1) { dict, values in
      let key = values[0] ?? .none
      try key.requireHashable()
      if let value = dict.remove(key) ?? values[1] { return value }
      throw Failure(.key, key.repr())
    },
    "popitem": on("popitem") { dict, _ in
      guard let last = dict.entries.last else { throw Failure(.key, "'popitem(): dictionary is empty'") }
      dict.remove(last.key)
      return .tuple([last.key, last.value])
    },
    "setdefault": on("setdefault", ["key", "default"], required: 1) { dict, values in
      let key = values[0] ?? .none
      try key.requireHashable()
      if let value = dict[key] { return value }
      let value = values[1] ?? .none
      dict[key] = .some(value)
      return value
    },
    "update": { receiver, arguments in
      guard case .dict(let dict) = receiver else { return .none }
      if arguments.positional.count > 1 {
        throw Failure.type("update expected at most 1 argument, got \(arguments.positional.count)")
      }
      if let source = arguments.positional.first { try dict.update(from: source) }
      for (name, value) in arguments.keyword { dict[name] = .some(value) }
      return .none
    },
    "fromkeys": on("fromkeys", ["iterable", "value"], required: 1) { _, values in
      let dict = DictObject()
      for key in try values[0]?.elements() ?? [] {
        try key.requireHashable()
        dict[key] = .some(values[1] ?? .none)
      }
      return .dict(dict)
    },
  ]

  private static func on(
    _ name: String, _ parameters: [String] = [], required: Int = 0,
    _ body: @escaping @Sendable (DictObject, [Value?]) throws -> Value
  ) -> BuiltinMethod.Body {
    { receiver, arguments in
      guard case .dict(let dict) = receiver else { throw Failure.type("'\(name)' needs a dict") }
      return try body(dict, arguments.bind(name, parameters, required: required))
    }
  }
}

/// What `dict.items()`, `.keys()` and `.values()` give: a live view.
final class DictView: JinjaObject {
  enum Part: String {
    case items, keys, values
  }

  private let dict: DictObject
  private let part: Part

  init(_ dict: DictObject, _ part: Part) {
    self.dict = dict
    self.part = part
  }

  var typeName: String { "dict_" + part.rawValue }
  var length: Int? { dict.count }

  func elements() throws -> [Value]? { values }

  private var values: [Value] {
    switch part {
    case .items: dict.entries.map { .tuple([$0.key, $0.value]) }
    case .keys: dict.keys
    case .values: dict.values
    }
  }

  func repr() -> String { "\(typeName)(\(Value.list(values).repr()))" }

  func isEqual(to other: Value) -> Bool {
    guard part != .values else {
      if case .object(let object) = other { return object === self }
      return false
    }
    switch other {
    case .object(let view as DictView) where view.part != .values:
      return SetObject(values).count == SetObject(view.values).count && view.values.allSatisfy(values.contains)
    case .set(let set): return set.count == dict.count && values.allSatisfy(set.contains)
    default: return false
    }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(dict.count) }
}
