import Jinja

/// Renders templates in a node's context.
struct ProjectRendering: Sendable {
  /// Renders free text.
  func render(_ text: String, name: String, in context: NodeContext) throws(JinjaError) -> Rendered {
    try render(try Template(parsing: text, name: name, syntax: MacroFiles.syntax), in: context)
  }

  /// Renders a parsed template.
  func render(_ template: Template, in context: NodeContext) throws(JinjaError) -> Rendered {
    try context.environment.render(template) { context.value($0) }
  }

  /// The value of a text: of its only expression when it is nothing but one, as dbt renders YAML.
  func value(of text: String, name: String, in context: NodeContext) throws(JinjaError) -> Value {
    let template = try Template(parsing: text, name: name)
    return try context.environment.renderNative(template) { context.value($0) }
  }

  /// A macro as a value of the context.
  func macro(_ entry: MacroEntry, in context: NodeContext) -> Value {
    let record = context.record
    return context.environment.macro(
      entry.definition,
      called: { isDirect in
        if isDirect, !record.calledMacros.contains(entry.id) { record.calledMacros.append(entry.id) }
      })
  }

  /// Calls a macro from outside of any template.
  func call(
    _ entry: MacroEntry, _ positional: [Value], keyword: [(name: String, value: Value)] = [], in context: NodeContext
  ) throws(JinjaError) -> Value {
    try context.environment.call(context.macroValue(entry), positional, keyword: keyword) { context.value($0) }
  }

  /// An environment with the filters dbt adds.
  static func makeEnvironment() -> Environment {
    let environment = Environment()
    for name in DBTFilters.names {
      environment.filters[name] = DBTFilters.filter(name)
    }
    return environment
  }
}

extension ProjectMessage {
  /// A template's error as a message of the project, at the innermost place the author wrote.
  init(_ error: JinjaError, node: NodeID? = nil, hint: String? = nil) {
    var message = error.message
    // The stack names macros innermost first; the author wants to see how the call got there.
    if let call = error.macroStack.first(where: { $0.macro != nil }) {
      let path = error.macroStack.map { entry in
        "\(entry.macro.map { "macro \($0)" } ?? "template") (\(entry.template):\(entry.line))"
      }
      message += "\n  in " + path.joined(separator: "\n  called by ")
      _ = call
    }
    self.init(
      .error, message, at: SourceLocation(file: error.template, line: error.line, column: error.column),
      hint: hint ?? Self.advice(for: error), node: node)
  }

  private static func advice(for error: JinjaError) -> String? {
    switch error.kind {
    case .syntax where error.message.contains("unclosed") || error.message.contains("end of template"):
      "close the block or bracket that is open here"
    case .syntax where error.message.hasPrefix("Invalid character"):
      "correct the Jinja here; quotes are plain ones, ' or \", no typographic ones"
    case .syntax: "correct the Jinja here"
    case .undefined: "define it, or correct its name"
    default: nil
    }
  }
}
