/// The methods of `list`.
enum ListMethods {
  static let table: BuiltinMethod.Table = [
    "append": on("append", ["object"], required: 1) { list, values in
      list.items.append(values[0] ?? .none)
      return .none
    },
    "extend": on("extend", ["iterable"], required: 1) { list, values in
      list.items += try values[0]?.elements() ?? []
      return .none
    },
    "insert": on("insert", ["index", "object"], required: 2) { list, values in
      let index = try values[0].requiredInt()
      let position = max(0, min(index < 0 ? index + list.items.count : index, list.items.count))
      list.items.insert(values[1] ?? .none, at: position)
      return .none
    },
    "pop": on("pop", ["index"]) { list, values in
      if list.items.isEmpty { throw Failure(.index, "pop from empty list") }
      let index = try values[0].optionalInt() ?? -1
      let position = index < 0 ? index + list.items.count : index
      guard list.items.indices.contains(position) else { throw Failure(.index, "pop index out of range") }
      return list.items.remove(at: position)
    },
    "remove": on("remove", ["value"], required: 1) { list, values in
      guard let index = list.items.firstIndex(of: values[0] ?? .none) else {
        throw Failure.value("list.remove(x): x not in list")
      }
      list.items.remove(at: index)
      return .none
    },
    "clear": on("clear") { list, _ in
      list.items.removeAll()
      return .none
    },
    "copy": on("copy") { list, _ in .list(list.items) },
    "reverse": on("reverse") { list, _ in
      list.items.reverse()
      return .none
    },
    "sort": { receiver, arguments in
      guard case .list(let list) = receiver else { return .none }
      guard arguments.positional.isEmpty else { throw Failure.type("sort() takes no positional arguments") }
      var keys = list.items
      if let key = arguments["key"], !key.isNone {
        keys = try list.items.map { try arguments.context.call(key, CallArguments([$0], context: arguments.context)) }
      }
      list.items = try sortedByKeys(list.items, keys, isReversed: try arguments["reverse"].flag())
      return .none
    },
    "index": on("index", ["value", "start", "stop"], required: 1) { list, values in
      try index(of: values, in: list.items, "\(values[0]?.repr() ?? "") is not in list")
    },
    "count": on("count", ["value"], required: 1) { list, values in
      .int(list.items.count { $0 == values[0] ?? .none })
    },
  ]

  private static func on(
    _ name: String, _ parameters: [String] = [], required: Int = 0,
    _ body: @escaping @Sendable (ListObject, [Value?]) throws -> Value
  ) -> BuiltinMethod.Body {
    { receiver, arguments in
      guard case .list(let list) = receiver else { throw Failure.type("'\(name)' needs a list") }
      return try body(list, arguments.bind(name, parameters, required: required))
    }
  }

  static func index(of values: [Value?], in items: [Value], _ message: String) throws -> Value {
    func bound(_ value: Value?, _ fallback: Int) throws -> Int {
      guard let number = try value.optionalInt() else { return fallback }
      return min(max(number < 0 ? number + items.count : number, 0), items.count)
    }
    let start = try bound(values[1], 0)
    let stop = try bound(values[2], items.count)
    if start < stop, let index = items[start..<stop].firstIndex(of: values[0] ?? .none) { return .int(index) }
    throw Failure.value(message)
  }
}

/// The methods of `tuple`.
enum TupleMethods {
  static let table: BuiltinMethod.Table = [
    "index": { receiver, arguments in
      let values = try arguments.bind("index", ["value", "start", "stop"], required: 1)
      return try ListMethods.index(of: values, in: receiver.elements(), "tuple.index(x): x not in tuple")
    },
    "count": { receiver, arguments in
      let value = try arguments.bind("count", ["value"], required: 1)[0] ?? .none
      return .int(try receiver.elements().count { $0 == value })
    },
  ]
}

/// The methods of `set`.
enum SetMethods {
  static let table: BuiltinMethod.Table = [
    "add": on { set, arguments in
      let value = try arguments.bind("add", ["element"], required: 1)[0] ?? .none
      try value.requireHashable()
      set.insert(value)
      return .none
    },
    "remove": on { set, arguments in
      let value = try arguments.bind("remove", ["element"], required: 1)[0] ?? .none
      guard set.remove(value) else { throw Failure(.key, value.repr()) }
      return .none
    },
    "discard": on { set, arguments in
      set.remove(try arguments.bind("discard", ["element"], required: 1)[0] ?? .none)
      return .none
    },
    "clear": on { set, _ in
      set.removeAll()
      return .none
    },
    "copy": on { set, _ in .set(SetObject(set.items)) },
    "pop": on { set, _ in
      guard let first = set.items.first else { throw Failure(.key, "'pop from an empty set'") }
      set.remove(first)
      return first
    },
    "update": on { set, arguments in
      for other in arguments.positional { for item in try hashable(other) { set.insert(item) } }
      return .none
    },
    "union": on { set, arguments in
      .set(SetObject(try set.items + arguments.positional.flatMap(hashable)))
    },
    "intersection": on { set, arguments in
      let others = try arguments.positional.map { SetObject(try hashable($0)) }
      return .set(SetObject(set.items.filter { item in others.allSatisfy { $0.contains(item) } }))
    },
    "difference": on { set, arguments in
      let others = try arguments.positional.map { SetObject(try hashable($0)) }
      return .set(SetObject(set.items.filter { item in !others.contains { $0.contains(item) } }))
    },
    "symmetric_difference": on { set, arguments in
      let other = SetObject(try hashable(arguments.bind("symmetric_difference", ["other"], required: 1)[0] ?? .none))
      return .set(SetObject(set.items.filter { !other.contains($0) } + other.items.filter { !set.contains($0) }))
    },
    "issubset": on { set, arguments in
      let other = SetObject(try hashable(arguments.bind("issubset", ["other"], required: 1)[0] ?? .none))
      return .bool(set.items.allSatisfy(other.contains))
    },
    "issuperset": on { set, arguments in
      .bool(try hashable(arguments.bind("issuperset", ["other"], required: 1)[0] ?? .none).allSatisfy(set.contains))
    },
    "isdisjoint": on { set, arguments in
      .bool(
        try !hashable(arguments.bind("isdisjoint", ["other"], required: 1)[0] ?? .none).contains(where: set.contains))
    },
  ]

  private static func hashable(_ value: Value) throws -> [Value] {
    let items = try value.elements()
    for item in items { try item.requireHashable() }
    return items
  }

  private static func on(_ body: @escaping @Sendable (SetObject, CallArguments) throws -> Value) -> BuiltinMethod.Body {
    { receiver, arguments in
      guard case .set(let set) = receiver else { throw Failure.type("this method needs a set") }
      return try body(set, arguments)
    }
  }
}

/// The methods of `int` and `float`.
enum NumberMethods {
  static let integers: BuiltinMethod.Table = [
    "bit_length": { receiver, _ in .int(Int.bitWidth - (receiver.intValue ?? 0).magnitude.leadingZeroBitCount) },
    "conjugate": { receiver, _ in receiver },
  ]

  static let doubles: BuiltinMethod.Table = [
    "is_integer": { receiver, _ in .bool(receiver.doubleValue.map { $0 == $0.rounded() && $0.isFinite } ?? false) },
    "conjugate": { receiver, _ in receiver },
  ]
}

/// `sorted(items, key=…)`, by keys already computed; stable, also when reversed.
func sortedByKeys(_ items: [Value], _ keys: [Value], isReversed: Bool) throws -> [Value] {
  let order = try items.indices.sorted { a, b in
    if try isReversed ? keys[b].precedes(keys[a]) : keys[a].precedes(keys[b]) { return true }
    if try isReversed ? keys[a].precedes(keys[b]) : keys[b].precedes(keys[a]) { return false }
    return a < b
  }
  return order.map { items[$0] }
}
