/// A filter: gets the value left of `|` and the arguments.
public typealias Filter = (Value, CallArguments) throws -> Value

/// A test: gets the value left of `is` and the arguments.
public typealias Test = (Value, CallArguments) throws -> Bool

extension RenderContext {
  /// The filter of this name.
  func filter(_ name: String) throws -> Filter {
    if let filter = findFilter(name) { return filter }
    throw Failure(.syntax, "No filter named \(pythonQuoted(name)).")
  }

  /// The test of this name.
  func test(_ name: String) throws -> Test {
    if let test = findTest(name) { return test }
    throw Failure(.syntax, "No test named \(pythonQuoted(name)).")
  }

  func findFilter(_ name: String) -> Filter? {
    if !environment.filters.isEmpty, let filter = environment.filters[name] { return filter }
    return BuiltinFilters.table[name]
  }

  func findTest(_ name: String) -> Test? {
    if !environment.tests.isEmpty, let test = environment.tests[name] { return test }
    return BuiltinTests.table[name]
  }
}

/// Jinja's own filters.
enum BuiltinFilters {
  typealias Body = @Sendable (Value, CallArguments) throws -> Value
  typealias Table = [String: Body]

  static let table: Table = {
    var table: Table = [:]
    for part in [
      TextFilters.table, LayoutFilters.table, MarkupFilters.table, NumberFilters.table, SequenceFilters.table,
      SelectionFilters.table, OrderFilters.table,
    ] { table.merge(part) { $1 } }
    return table
  }()

  /// A filter without arguments.
  static func plain(_ name: String, _ body: @escaping @Sendable (Value) throws -> Value) -> Body {
    { value, arguments in
      if !arguments.isEmpty { _ = try arguments.bind("do_" + name, [], implicit: 1) }
      return try body(value)
    }
  }

  /// A filter with its arguments laid out by parameter name.
  static func define(
    _ name: String, _ parameters: [String] = [], required: Int = 0,
    _ body: @escaping @Sendable (Value, [Value?], RenderContext) throws -> Value
  ) -> Body {
    { value, arguments in
      try body(value, arguments.bind("do_" + name, parameters, required: required, implicit: 1), arguments.context)
    }
  }
}
