/// One running render: the variables in sight, what is written, and the calls on the way.
///
/// Host functions get it with their arguments.
public final class RenderContext {
  /// Looks a name up that is not local to the template; nil when there is none.
  public typealias Resolver = (String) -> Value?

  public let environment: Environment
  var writer = OutputWriter()
  var text: TemplateText
  var frame: Frame
  var resolver: Resolver?
  /// The place the running operation is at, for its error.
  var position = SourcePosition(0)
  /// The text a filter of a block works on.
  var blockText: Value?
  private var depth = 0
  /// The scopes that hold macros: a macro keeps its scope, so those circles are opened when the render ends.
  var macroFrames: [Frame] = []
  private(set) var calls: [ActiveCall] = []

  /// A macro that is running, and the place that called it.
  struct ActiveCall {
    var macro: String
    var callerText: TemplateText
    var callerPosition: SourcePosition
  }

  init(environment: Environment, text: TemplateText, frame: Frame = Frame(parent: nil), resolver: Resolver?) {
    self.environment = environment
    self.text = text
    self.frame = frame
    self.resolver = resolver
  }

  /// The name of the template whose line is running.
  public var templateName: String { text.name }

  /// The name of the running macro, if any.
  public var macroName: String? { calls.last?.macro }

  /// The 1-based line that is running.
  public var line: Int { text.lineAndColumn(of: position).line }

  /// The value of a name as the running template sees it: its own variables, then the context, then the globals.
  public func lookup(_ name: String) -> Value? {
    if let symbol = text.symbols.symbol(name), let value = frame.value(of: symbol) { return value }
    return resolver?(name) ?? environment.global(name)
  }

  /// The names of the template's own variables in sight.
  public var localNames: [String] {
    var seen: Set<Symbol> = []
    return frame.visibleSymbols.filter { seen.insert($0).inserted }.map { text.symbols.names[Int($0.index)] }
  }

  /// The value of a name that is not local, or an undefined value.
  func resolve(_ name: String) throws -> Value {
    if let value = resolver?(name) ?? environment.global(name) { return value }
    if let value = try environment.undefinedName?(name) { return value }
    return undefined(.name(name))
  }

  /// An undefined value that behaves as the environment says.
  public func undefined(_ reason: Undefined.Reason) -> Value {
    .undefined(Undefined(reason, behavior: environment.undefinedBehavior))
  }

  @inline(__always) func evaluate(_ expression: any Expression) throws -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > environment.depthLimit { throw Failure.tooDeep }
    return try expression.evaluate(self)
  }

  func render(_ statements: [any Statement]) throws -> Flow {
    depth += 2
    defer { depth -= 2 }
    if depth > environment.depthLimit { throw Failure.tooDeep }
    for statement in statements {
      let flow = try statement.render(self)
      if flow != .next { return flow }
    }
    return .next
  }

  /// Runs `body` some levels deeper, for what recurses without an expression of its own.
  func deeper<T>(_ body: () throws -> T) throws -> T {
    depth += 8
    defer { depth -= 8 }
    if depth > environment.depthLimit { throw Failure.tooDeep }
    return try body()
  }

  func within<T>(_ inner: Frame, _ body: () throws -> T) rethrows -> T {
    let saved = frame
    frame = inner
    defer { frame = saved }
    return try body()
  }

  /// What `body` writes, as text.
  func capture(_ body: () throws -> Void) rethrows -> String {
    let start = writer.beginCapture()
    do {
      try body()
    } catch {
      _ = writer.endCapture(start)
      throw error
    }
    return writer.endCapture(start)
  }

  /// What statements write in a scope of their own.
  func captureInner(_ body: [any Statement]) throws -> String {
    try capture { _ = try within(Frame(parent: frame)) { try render(body) } }
  }

  func evaluate(_ filter: any Expression, on value: Value) throws -> Value {
    let saved = blockText
    blockText = value
    defer { blockText = saved }
    return try evaluate(filter)
  }

  /// Runs `body` as the body of a macro; failures get their place while the macro is still on the stack.
  func running<T>(_ macro: String, _ body: () throws -> T) throws -> T {
    guard calls.count < environment.recursionLimit else { throw Failure.tooDeep }
    depth += 4
    calls.append(ActiveCall(macro: macro, callerText: text, callerPosition: position))
    defer {
      depth -= 4
      if let call = calls.popLast() {
        text = call.callerText
        position = call.callerPosition
      }
    }
    do {
      return try body()
    } catch let signal as ReturnSignal {
      throw signal
    } catch {
      throw located(error)
    }
  }

  /// The error with its place and the running macros.
  func located(_ error: any Error) -> JinjaError {
    if let error = error as? JinjaError { return error }
    let place = text.lineAndColumn(of: position)
    var stack: [JinjaError.StackEntry] = []
    if !calls.isEmpty {
      var line = place.line
      var name = text.name
      for call in calls.reversed() {
        stack.append(.init(macro: call.macro, template: name, line: line))
        line = call.callerText.lineAndColumn(of: call.callerPosition).line
        name = call.callerText.name
      }
      stack.append(.init(macro: nil, template: name, line: line))
    }
    var kind = JinjaError.Kind.host
    var message = "\(error)"
    if let failure = error as? Failure {
      kind = failure.kind
      message = failure.message
    } else if error is ReturnSignal {
      message = "return() was used outside of a macro"
    }
    return JinjaError(
      kind, message, template: text.name, line: place.line, column: place.column, macroStack: stack,
      underlying: kind == .host ? error : nil)
  }
}
