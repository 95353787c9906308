/// `{% for target in iterable if test recursive %} … {% else %} … {% endfor %}`.
final class ForStatement: Statement {
  let target: AssignmentTarget
  let iterable: any Expression
  let test: (any Expression)?
  let isRecursive: Bool
  let loopSymbol: Symbol
  let body: [any Statement]
  let otherwise: [any Statement]
  let position: SourcePosition

  init(
    target: AssignmentTarget, in iterable: any Expression, test: (any Expression)?, isRecursive: Bool,
    loopSymbol: Symbol, body: [any Statement], otherwise: [any Statement], at position: SourcePosition
  ) {
    self.target = target
    self.iterable = iterable
    self.test = test
    self.isRecursive = isRecursive
    self.loopSymbol = loopSymbol
    self.body = body
    self.otherwise = otherwise
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    let value = try context.evaluate(iterable)
    context.position = iterable.position
    try run(over: value, outer: context.frame, depth: 0, context)
    return .next
  }

  /// Runs the loop over `value`; the loop's names live in frames below `outer`.
  func run(over value: Value, outer: Frame, depth: Int, _ context: RenderContext) throws {
    var items = try value.elements()
    if let test { items = try filtered(items, by: test, outer: outer, context) }
    // As in Jinja, a round that `break` or `continue` cut short does not keep `else` from running.
    var isElse = true
    let loop = LoopObject(items, of: self, outer: outer, depth: depth)
    let saved = context.frame
    defer { context.frame = saved }
    var frame = Frame(parent: outer)
    for (index, item) in items.enumerated() {
      loop.index = index
      // A frame that nothing kept (a macro defined in the body would) serves the next round again.
      context.frame = saved
      if isKnownUniquelyReferenced(&frame) { frame.removeAll() } else { frame = Frame(parent: outer) }
      context.frame = frame
      context.position = position
      try target.assign(item, in: frame, context)
      frame.set(loopSymbol, to: .object(loop))
      let flow = try context.render(body)
      if flow == .next { isElse = false }
      if flow == .breakLoop { break }
    }
    if isElse, !otherwise.isEmpty {
      context.frame = Frame(parent: outer)
      _ = try context.render(otherwise)
    }
  }

  private func filtered(_ items: [Value], by test: any Expression, outer: Frame, _ context: RenderContext) throws
    -> [Value]
  {
    let frame = Frame(parent: outer)
    return try context.within(frame) {
      var kept: [Value] = []
      for item in items {
        context.position = position
        try target.assign(item, in: frame, context)
        if try context.evaluate(test).truth() { kept.append(item) }
      }
      return kept
    }
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(iterable)
    if let test { visit(test) }
    body.forEach(visit)
    otherwise.forEach(visit)
  }
}
