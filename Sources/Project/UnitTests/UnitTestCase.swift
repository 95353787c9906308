/// A unit test, read and resolved: rows in, rows out, and what is pretended besides.
public struct UnitTestCase: Sendable {
  /// Rows as the author gave them.
  public enum Fixture: Sendable {
    /// By column, in the order written; columns a row leaves out are NULL.
    case rows([[ConfigEntry]])
    /// A query of the project's dialect, before Jinja.
    case query(String)

    /// The columns named, in the order met; nil for a query.
    public var columns: [String]? {
      guard case .rows(let rows) = self else { return nil }
      var columns: [String] = []
      for entry in rows.joined() where !columns.contains(where: { $0.lowercased() == entry.key.lowercased() }) {
        columns.append(entry.key)
      }
      return columns
    }
  }

  /// Rows that stand for one input.
  public struct Given: Sendable {
    /// The input as written: `ref('orders')`, `this`.
    public var input: String
    /// The node it means; the model itself for `this`.
    public var node: NodeID
    public var fixture: Fixture
  }

  public var model: NodeID
  public var given: [Given]
  public var expected: Fixture
  public var overrides: UnitTestOverrides
}

extension LoadedProject {
  /// Reads a unit test's entry: its inputs are resolved, its fixtures read.
  ///
  /// - Throws: What is wrong with it, at its place in the properties file.
  public func unitTest(_ node: Node) throws(CompilationFailure) -> UnitTestCase {
    guard let compiler = compiler as? ProjectCompiler else {
      throw CompilationFailure([ProjectMessage(.error, "this project has no properties files", at: node.location)])
    }
    return try UnitTestReading(compiler: compiler, node: node).read()
  }
}
