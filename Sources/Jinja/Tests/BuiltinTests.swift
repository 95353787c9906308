/// Jinja's own tests.
enum BuiltinTests {
  typealias Body = @Sendable (Value, CallArguments) throws -> Bool

  static let table: [String: Body] = {
    var table: [String: Body] = [:]
    for (name, test) in kinds.merging(plain, uniquingKeysWith: { $1 }) {
      table[name] = { value, arguments in
        if !arguments.isEmpty { _ = try arguments.bind("test_" + name, [], implicit: 1) }
        return try test(value)
      }
    }
    for part in [comparisons, others] { table.merge(part) { $1 } }
    return table
  }()

  private static let kinds: [String: @Sendable (Value) throws -> Bool] = [
    "defined": { value in !value.isUndefined },
    "undefined": { value in value.isUndefined },
    "none": { value in value.isNone },
    "boolean": { value in if case .bool = value { true } else { false } },
    "true": { value in if case .bool(true) = value { true } else { false } },
    "false": { value in if case .bool(false) = value { true } else { false } },
    "integer": { value in if case .int = value { true } else { false } },
    "float": { value in if case .double = value { true } else { false } },
    "number": { value in value.doubleValue != nil },
    "string": { value in if case .string = value { true } else { false } },
    "mapping": { value in
      switch value {
      case .dict: true
      case .object(let object): object.isMapping
      default: false
      }
    },
    "iterable": { value in
      switch value {
      case .undefined(let undefined): try undefined.emptyLength() == 0
      case .object(let object): object is GeneratorObject ? true : try object.elements() != nil
      case .string, .list, .tuple, .dict, .set: true
      default: false
      }
    },
    "sequence": { value in
      // Python asks for a length and for items by key.
      switch value {
      case .string, .list, .tuple, .dict: true
      case .undefined(let undefined): try undefined.emptyLength() == 0
      case .object(let object): object.length != nil && !(object is DictView) && !(object is LoopObject)
      default: false
      }
    },
    "callable": { value in
      // Jinja's undefined has a `__call__`, which fails.
      value.isUndefined || value.isCallable
    },
    "escaped": { _ in false },
  ]

  private static let plain: [String: @Sendable (Value) throws -> Bool] = [
    "odd": { value in try remainder(value, .int(2)) == .int(1) },
    "even": { value in try remainder(value, .int(2)) == .int(0) },
    "lower": { value in try isLower(.string(value.text())) },
    "upper": { value in try isUpper(.string(value.text())) },
  ]

  private static let comparisons: [String: Body] = {
    var table: [String: Body] = [:]
    func add(_ names: String..., body: @escaping Body) { for name in names { table[name] = body } }
    @Sendable func other(_ arguments: CallArguments) throws -> Value {
      try arguments.bind("test", ["b"], required: 1)[0] ?? .none
    }
    add("==", "eq", "equalto") { try $0.equals(other($1)) }
    add("!=", "ne") { try !$0.equals(other($1)) }
    add("<", "lt", "lessthan") { try $0.ordering(other($1), sign: "<") == .ascending }
    add(">", "gt", "greaterthan") { try $0.ordering(other($1), sign: ">") == .descending }
    add("<=", "le") {
      let ordering = try $0.ordering(other($1), sign: "<=")
      return ordering == .ascending || ordering == .same
    }
    add(">=", "ge") {
      let ordering = try $0.ordering(other($1), sign: ">=")
      return ordering == .descending || ordering == .same
    }
    add("in") { try other($1).contains($0) }
    add("sameas") { value, arguments in
      let other = try other(arguments)
      switch (value, other) {
      case (.list(let a), .list(let b)): return a === b
      case (.dict(let a), .dict(let b)): return a === b
      case (.set(let a), .set(let b)): return a === b
      case (.object(let a), .object(let b)): return a === b
      case (.none, .none): return true
      case (.bool(let a), .bool(let b)): return a == b
      case (.int(let a), .int(let b)): return a == b
      case (.string(let a), .string(let b)): return samePythonText(a, b)
      case (.double(let a), .double(let b)): return a == b
      default: return false
      }
    }
    return table
  }()

  private static let others: [String: Body] = [
    "divisibleby": { value, arguments in
      try remainder(value, arguments.bind("test_divisibleby", ["num"], required: 1)[0] ?? .none) == .int(0)
    },
    "filter": { value, arguments in
      guard case .string(let name) = value else { return false }
      return arguments.context.environment.filters[name] != nil || BuiltinFilters.table[name] != nil
    },
    "test": { value, arguments in
      guard case .string(let name) = value else { return false }
      return arguments.context.environment.tests[name] != nil || table[name] != nil
    },
  ]

  private static func remainder(_ value: Value, _ divisor: Value) throws -> Value {
    try ArithmeticOperator.modulo.apply(value, divisor, in: nil)
  }

  private static func isLower(_ value: Value) throws -> Bool {
    guard case .string(let text) = value else { return false }
    let scalars = text.unicodeScalars
    return scalars.contains { $0.properties.isLowercase } && !scalars.contains { $0.properties.isUppercase }
  }

  private static func isUpper(_ value: Value) throws -> Bool {
    guard case .string(let text) = value else { return false }
    let scalars = text.unicodeScalars
    return scalars.contains { $0.properties.isUppercase } && !scalars.contains { $0.properties.isLowercase }
  }
}
