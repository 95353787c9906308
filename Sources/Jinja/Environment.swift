/// What templates can see and how undefined names behave.
///
/// An environment and the values in it belong to one thread; templates are shared freely.
public final class Environment {
  /// Values every template sees; a render's own context comes before them.
  public var globals: [String: Value] = [:]
  /// Filters beyond, or instead of, Jinja's own.
  public var filters: [String: Filter] = [:]
  /// Tests beyond, or instead of, Jinja's own.
  public var tests: [String: Test] = [:]
  /// What may be done with undefined values.
  public var undefinedBehavior: UndefinedBehavior = .lenient
  /// Asked for a name that is nowhere to be found, before it becomes undefined.
  public var undefinedName: ((String) throws -> Value?)?
  /// How many macro calls may be running inside one another.
  public var recursionLimit = 150
  /// How many levels of expressions and statements may be running inside one another, macros included.
  var depthLimit = 2500

  /// An environment with Jinja's own globals, filters and tests.
  public init() {}

  /// Renders a template; `context` holds the names it sees.
  public func render(_ template: Template, context: [String: Value] = [:]) throws(JinjaError) -> Rendered {
    try render(template) { context[$0] }
  }

  /// Renders a template whose names are looked up only when it uses them.
  public func render(_ template: Template, resolver: @escaping RenderContext.Resolver) throws(JinjaError) -> Rendered {
    let context = RenderContext(environment: self, text: template.tree.text, resolver: resolver)
    try run(in: context) { _ = try context.render(template.tree.body) }
    return Rendered(
      text: String(decoding: context.writer.bytes, as: UTF8.self),
      sourceMap: SourceMap(text: template.tree.text, entries: context.writer.entries))
  }

  /// The value of a template: of its only expression when it is nothing but one, of its text otherwise.
  public func renderNative(_ template: Template, context: [String: Value] = [:]) throws(JinjaError) -> Value {
    try renderNative(template) { context[$0] }
  }

  /// The value of a template whose names are looked up only when it uses them.
  public func renderNative(_ template: Template, resolver: @escaping RenderContext.Resolver) throws(JinjaError) -> Value
  {
    if template.tree.body.count == 1, let output = template.tree.body[0] as? OutputStatement {
      return try value(of: output.expression, text: template.tree.text, resolver: resolver)
    }
    return .string(try render(template, resolver: resolver).text)
  }

  /// The value of an expression.
  public func evaluate(expression: String, context: [String: Value] = [:]) throws(JinjaError) -> Value {
    let parsed = try ParsedExpression(expression, name: "<expression>")
    return try value(of: parsed.expression, text: parsed.text) { context[$0] }
  }

  private func value(
    of expression: any Expression, text: TemplateText, resolver: @escaping RenderContext.Resolver
  ) throws(JinjaError) -> Value {
    let context = RenderContext(environment: self, text: text, resolver: resolver)
    return try run(in: context) { try context.evaluate(expression) }
  }

  /// A macro as a value.
  ///
  /// Names the macro's own template does not define are looked up in `resolver` when it runs, or, without one, in the
  /// render that calls it.
  ///
  /// - Parameter called: Told of every call, and whether a template itself makes it, no macro that it called.
  public func macro(
    _ definition: MacroDefinition, resolver: RenderContext.Resolver? = nil, called: ((_ isDirect: Bool) -> Void)? = nil
  ) -> Value {
    .object(MacroObject(definition, resolver: resolver, called: called))
  }

  /// Calls a value from outside any template.
  public func call(
    _ callee: Value, _ positional: [Value] = [], keyword: [(name: String, value: Value)] = [],
    resolver: @escaping RenderContext.Resolver = { _ in nil }
  ) throws(JinjaError) -> Value {
    let context = RenderContext(environment: self, text: Environment.outside, resolver: resolver)
    return try run(in: context) {
      try context.call(callee, CallArguments(positional, keyword: keyword, context: context))
    }
  }

  private static let outside = TemplateText(name: "<call>", bytes: [], symbols: SymbolTable())

  private func run<T>(in context: RenderContext, _ body: () throws -> T) throws(JinjaError) -> T {
    defer { for frame in context.macroFrames { frame.removeAll() } }
    do {
      return try body()
    } catch {
      throw context.located(error)
    }
  }

  func global(_ name: String) -> Value? { globals[name] ?? BuiltinGlobals.value(name) }
}
