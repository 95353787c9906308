/// A macro as a value: it can be called, passed on, and asked for its name and parameters.
public final class MacroObject: JinjaObject {
  private let node: MacroNode
  private let text: TemplateText
  private let closure: Frame
  /// Where names are looked up that the macro's template does not define; nil for the running render's own.
  private let resolver: RenderContext.Resolver?
  /// Runs before the first call: the statements of the template that set the names the macro sees.
  private var prepare: (@Sendable (RenderContext) throws -> Void)?
  /// The body of a `{% call %}`: `return()` inside it leaves the macro that was given the body, not the body.
  private let isCaller: Bool
  private let called: ((_ isDirect: Bool) -> Void)?

  init(_ node: MacroNode, text: TemplateText, closure: Frame, isCaller: Bool = false) {
    self.node = node
    self.text = text
    self.closure = closure
    self.isCaller = isCaller
    resolver = nil
    called = nil
  }

  init(_ definition: MacroDefinition, resolver: RenderContext.Resolver?, called: ((Bool) -> Void)? = nil) {
    self.called = called
    node = definition.node
    text = definition.tree.text
    closure = Frame(parent: nil)
    isCaller = false
    self.resolver = resolver
    let setup = definition.tree.assignments
    if !setup.isEmpty { prepare = { context in _ = try context.capture { _ = try context.render(setup) } } }
  }

  public var typeName: String { "Macro" }
  public var name: String { node.name }
  public var isCallable: Bool { true }
  private var shownName: String { isCaller ? "None" : pythonQuoted(name) }
  public func repr() -> String { "<Macro \(pythonQuoted(name))>" }

  public func attribute(_ name: String) throws -> Value? {
    switch name {
    case "name": isCaller ? .some(.none) : .string(node.name)
    case "arguments": .tuple(node.parameters.map { .string($0.name) })
    case "catch_kwargs": .bool(node.kwargs != nil)
    case "catch_varargs": .bool(node.varargs != nil)
    case "caller": .bool(node.caller != nil)
    case "explicit_caller": .bool(node.parameters.contains { $0.name == "caller" })
    default: nil
    }
  }

  public func call(_ arguments: CallArguments) throws -> Value {
    let context = arguments.context
    called?(context.macroName == nil)
    let frame = Frame(parent: closure)
    let savedResolver = context.resolver
    let savedFrame = context.frame
    let savedBlockText = context.blockText
    defer {
      context.resolver = savedResolver
      context.frame = savedFrame
      context.blockText = savedBlockText
    }
    do {
      return try context.running(node.name) {
        try bind(arguments, to: frame)
        context.text = text
        context.position = node.position
        if let resolver { context.resolver = resolver }
        if let prepare {
          self.prepare = nil
          context.frame = closure
          try prepare(context)
        }
        context.frame = frame
        for parameter in node.parameters where !frame.isBound(parameter.symbol) {
          frame.set(parameter.symbol, to: try defaultValue(of: parameter, context))
        }
        return .string(try context.capture { _ = try context.render(node.body) })
      }
    } catch let signal as ReturnSignal where !isCaller {
      return signal.value
    }
  }

  private func defaultValue(of parameter: MacroNode.Parameter, _ context: RenderContext) throws -> Value {
    if let value = parameter.defaultValue { return try context.evaluate(value) }
    return .undefined(
      Undefined(
        .hint("parameter \(pythonQuoted(parameter.name)) was not provided"),
        behavior: context.environment.undefinedBehavior))
  }

  /// Lays the arguments out as Jinja's `Macro.__call__` does.
  private func bind(_ arguments: CallArguments, to frame: Frame) throws {
    let parameters = node.parameters
    var keyword = arguments.keyword
    for (parameter, value) in zip(parameters, arguments.positional) { frame.set(parameter.symbol, to: value) }
    var hasCaller = parameters.count == arguments.positional.count && parameters.contains { $0.name == "caller" }
    for parameter in parameters.dropFirst(arguments.positional.count) {
      if parameter.name == "caller" { hasCaller = true }
      guard let index = keyword.firstIndex(where: { $0.name == parameter.name }) else { continue }
      frame.set(parameter.symbol, to: keyword.remove(at: index).value)
    }
    if let caller = node.caller, !hasCaller {
      if let index = keyword.firstIndex(where: { $0.name == "caller" }) {
        frame.set(caller, to: keyword.remove(at: index).value)
      } else {
        frame.set(caller, to: arguments.context.undefined(.hint("No caller defined")))
      }
    }
    if let kwargs = node.kwargs {
      frame.set(kwargs, to: .dict(keyword))
    } else if let extra = keyword.first {
      if keyword.contains(where: { $0.name == "caller" }) {
        throw Failure.type(
          "macro \(shownName) was invoked with two values for the special caller argument. This is most likely"
            + " a bug.")
      }
      throw Failure.type("macro \(shownName) takes no keyword argument \(pythonQuoted(extra.name))")
    }
    if let varargs = node.varargs {
      frame.set(varargs, to: .tuple(Array(arguments.positional.dropFirst(parameters.count))))
    } else if arguments.positional.count > parameters.count {
      throw Failure.type("macro \(shownName) takes not more than \(parameters.count) argument(s)")
    }
  }
}
