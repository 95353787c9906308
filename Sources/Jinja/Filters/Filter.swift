/// A filter: gets the value left of `|` and the arguments.
public typealias Filter = (Value, CallArguments) throws -> Value

/// A test: gets the value left of `is` and the arguments.
public typealias Test = (Value, CallArguments) throws -> Bool

extension RenderContext {
  /// The filter of this name.
  func filter(_ name: String) throws -> Filter {
    if let filter = environment.filters[name] ?? BuiltinFilters.table[name] { return filter }
    throw Failure(.syntax, "No filter named \(pythonQuoted(name)).")
  }

  /// The test of this name.
  func test(_ name: String) throws -> Test {
    if let test = environment.tests[name] ?? BuiltinTests.table[name] { return test }
    throw Failure(.syntax, "No test named \(pythonQuoted(name)).")
  }
}
