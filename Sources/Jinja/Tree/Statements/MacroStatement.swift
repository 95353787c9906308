/// What `{% macro %}` and `{% call %}` declare: parameters and a body.
final class MacroNode: TreeNode {
  struct Parameter: Sendable {
    var symbol: Symbol
    var name: String
    var defaultValue: (any Expression)?
  }

  let name: String
  let parameters: [Parameter]
  let body: [any Statement]
  /// The symbols of `varargs`, `kwargs` and `caller`, for those the body uses.
  let varargs: Symbol?
  let kwargs: Symbol?
  let caller: Symbol?
  let position: SourcePosition

  init(
    name: String, parameters: [Parameter], body: [any Statement], varargs: Symbol?, kwargs: Symbol?, caller: Symbol?,
    at position: SourcePosition
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.varargs = varargs
    self.kwargs = kwargs
    self.caller = caller
    self.position = position
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for parameter in parameters { if let value = parameter.defaultValue { visit(value) } }
    body.forEach(visit)
  }
}

/// `{% macro name(parameters) %} … {% endmacro %}`.
final class MacroStatement: Statement {
  let node: MacroNode
  let symbol: Symbol
  var position: SourcePosition { node.position }

  init(_ node: MacroNode, symbol: Symbol) {
    self.node = node
    self.symbol = symbol
  }

  func render(_ context: RenderContext) throws -> Flow {
    context.macroFrames.append(context.frame)
    context.frame.set(symbol, to: .object(MacroObject(node, text: context.text, closure: context.frame)))
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(node) }
}

/// `{% call(parameters) callee(…) %} … {% endcall %}`.
final class CallStatement: Statement {
  let call: CallExpression
  let caller: MacroNode
  var position: SourcePosition { call.position }

  init(_ call: CallExpression, caller: MacroNode) {
    self.call = call
    self.caller = caller
  }

  func render(_ context: RenderContext) throws -> Flow {
    let caller = MacroObject(self.caller, text: context.text, closure: context.frame, isCaller: true)
    let value = try call.evaluate(context, caller: .object(caller))
    context.position = position
    try context.writer.write(value, from: position)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(call)
    visit(caller)
  }
}

/// A block of the host, which writes nothing where it stands.
final class CustomBlockStatement: Statement {
  let block: CustomBlockNode
  var position: SourcePosition { block.position }

  init(_ block: CustomBlockNode) { self.block = block }

  func render(_ context: RenderContext) throws -> Flow { .next }
  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(block) }
}

/// What `{% keyword name(parameters), option=value %} … {% endkeyword %}` declares.
final class CustomBlockNode: TreeNode {
  let keyword: String
  let macro: MacroNode
  let hasParameters: Bool
  let options: [(name: String, value: (any Expression)?)]
  /// The bytes between the header and the end tag.
  let bodyRange: Range<Int>
  let position: SourcePosition

  init(
    keyword: String, macro: MacroNode, hasParameters: Bool, options: [(name: String, value: (any Expression)?)],
    bodyRange: Range<Int>, at position: SourcePosition
  ) {
    self.keyword = keyword
    self.macro = macro
    self.hasParameters = hasParameters
    self.options = options
    self.bodyRange = bodyRange
    self.position = position
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for option in options { if let value = option.value { visit(value) } }
    visit(macro)
  }
}
