/// Filters that order, group and compare.
enum OrderFilters {
  static let table: BuiltinFilters.Table = [
    "sort": BuiltinFilters.define("sort", ["reverse", "case_sensitive", "attribute"]) { value, values, context in
      let items = try value.elements()
      let paths = AttributePath.several(values[2] ?? .none)
      let isCaseSensitive = try values[1].flag()
      let keys = try items.map { item -> Value in
        .tuple(try paths.map { folded(try $0.value(of: item, context), unless: isCaseSensitive) })
      }
      return .list(try sortedByKeys(items, keys, isReversed: values[0].flag()))
    },
    "dictsort": BuiltinFilters.define("dictsort", ["case_sensitive", "by", "reverse"]) { value, values, _ in
      let by = try values[1]?.text() ?? "key"
      guard by == "key" || by == "value" else {
        throw Failure(.runtime, "You can only sort by either \"key\" or \"value\"")
      }
      guard let entries = try value.mappingEntries() else {
        if case .undefined(let undefined) = value { throw undefined.failure }
        throw Failure(.attribute, "'\(value.typeName)' object has no attribute 'items'")
      }
      let isCaseSensitive = try values[0].flag()
      let keys = entries.map { folded(by == "key" ? $0.key : $0.value, unless: isCaseSensitive) }
      return .list(
        try sortedByKeys(entries.map { .tuple([$0.key, $0.value]) }, keys, isReversed: values[2].flag()))
    },
    "unique": BuiltinFilters.define("unique", ["case_sensitive", "attribute"]) { value, values, context in
      let path = AttributePath(values[1] ?? .none)
      let isCaseSensitive = try values[0].flag()
      return .object(
        GeneratorObject(name: "sync_do_unique") {
          let seen = SetObject()
          return try value.elements().filter { item in
            let key = folded(try path.value(of: item, context), unless: isCaseSensitive)
            try key.requireHashable()
            if seen.contains(key) { return false }
            seen.insert(key)
            return true
          }
        })
    },
    "min": BuiltinFilters.define("min", ["case_sensitive", "attribute"]) { value, values, context in
      try extreme(value, values, context) { try $0.ordering($1, sign: "<") == .ascending }
    },
    "max": BuiltinFilters.define("max", ["case_sensitive", "attribute"]) { value, values, context in
      try extreme(value, values, context) { try $0.ordering($1, sign: ">") == .descending }
    },
    "groupby": BuiltinFilters.define("groupby", ["attribute", "default", "case_sensitive"], required: 1) {
      value, values, context in
      let items = try value.elements()
      let path = AttributePath(values[0] ?? .none)
      let fallback = values[1].flatMap { $0.isNone ? nil : $0 }
      let isCaseSensitive = try values[2].flag()
      let keys = try items.map { folded(try path.value(of: $0, context, default: fallback), unless: isCaseSensitive) }
      let order = try sortedByKeys(items.indices.map(Value.int), keys, isReversed: false).compactMap(\.intValue)
      var groups: [Value] = []
      var group: [Value] = []
      for (position, index) in order.enumerated() {
        group.append(items[index])
        if position + 1 == order.count || keys[order[position + 1]] != keys[index] {
          let grouper = try path.value(of: group[0], context, default: fallback)
          groups.append(.object(GroupObject(grouper: isCaseSensitive ? keys[index] : grouper, items: group)))
          group = []
        }
      }
      return .list(groups)
    },
  ]

  /// Strings in lower case, for comparisons that ignore case.
  private static func folded(_ value: Value, unless isCaseSensitive: Bool) -> Value {
    if !isCaseSensitive, case .string(let text) = value { return .string(text.pythonLowercased) }
    return value
  }

  private static func extreme(
    _ value: Value, _ values: [Value?], _ context: RenderContext, _ beats: (Value, Value) throws -> Bool
  ) throws -> Value {
    let path = AttributePath(values[1] ?? .none)
    let isCaseSensitive = try values[0].flag()
    let items = try value.elements()
    guard var best = items.first else { return context.undefined(.hint("No aggregated item, sequence was empty.")) }
    var bestKey = folded(try path.value(of: best, context), unless: isCaseSensitive)
    for item in items.dropFirst() {
      let key = folded(try path.value(of: item, context), unless: isCaseSensitive)
      if try beats(key, bestKey) {
        best = item
        bestKey = key
      }
    }
    return best
  }
}

/// A group of `groupby`: a pair with names.
final class GroupObject: JinjaObject {
  let parts: [Value]

  init(grouper: Value, items: [Value]) { parts = [grouper, .list(items)] }

  var typeName: String { "_GroupTuple" }
  var length: Int? { 2 }
  func repr() -> String { Value.tuple(parts).repr() }
  func elements() throws -> [Value]? { parts }
  func item(_ key: Value) throws -> Value? { Value.element(of: parts, at: key) }
  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "grouper": parts[0]
    case "list": parts[1]
    default: nil
    }
  }
  func isEqual(to other: Value) -> Bool {
    switch other {
    case .tuple(let items): items == parts
    case .object(let group as GroupObject): group.parts == parts
    default: false
    }
  }
  func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}
