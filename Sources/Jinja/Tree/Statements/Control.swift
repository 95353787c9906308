/// `{% if %} … {% elif %} … {% else %} … {% endif %}`.
final class IfStatement: Statement {
  struct Branch: Sendable {
    var test: any Expression
    var body: [any Statement]
  }

  let branches: [Branch]
  let otherwise: [any Statement]
  let position: SourcePosition

  init(_ branches: [Branch], otherwise: [any Statement], at position: SourcePosition) {
    self.branches = branches
    self.otherwise = otherwise
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    for branch in branches {
      let value = try context.evaluate(branch.test)
      context.position = branch.test.position
      if try value.truth() { return try context.render(branch.body) }
    }
    return try context.render(otherwise)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for branch in branches {
      visit(branch.test)
      branch.body.forEach(visit)
    }
    otherwise.forEach(visit)
  }
}

/// `{% break %}` and `{% continue %}`.
final class LoopControlStatement: Statement {
  let flow: Flow
  let position: SourcePosition

  init(_ flow: Flow, at position: SourcePosition) {
    self.flow = flow
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow { flow }
  func forEachChild(_ visit: (any TreeNode) -> Void) {}
}

/// `{% with a = 1 %} … {% endwith %}` and other bodies with names of their own.
final class ScopeStatement: Statement {
  let assignments: [(target: AssignmentTarget, value: any Expression)]
  let body: [any Statement]
  /// Whether the body sees only the template's top-level names, as `{% block %}` does.
  let isIsolated: Bool
  let position: SourcePosition

  init(
    _ assignments: [(target: AssignmentTarget, value: any Expression)], _ body: [any Statement],
    isIsolated: Bool = false, at position: SourcePosition
  ) {
    self.assignments = assignments
    self.body = body
    self.isIsolated = isIsolated
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    let outer = context.frame
    let inner = Frame(parent: isIsolated ? outer.root : outer)
    for assignment in assignments {
      let value = try context.evaluate(assignment.value)
      context.position = position
      try assignment.target.assign(value, in: inner, context)
    }
    return try context.within(inner) { try context.render(body) }
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    for assignment in assignments { visit(assignment.value) }
    body.forEach(visit)
  }
}

/// `{% filter name %} … {% endfilter %}`.
final class FilterStatement: Statement {
  let filter: any Expression
  let body: [any Statement]
  let position: SourcePosition

  init(_ filter: any Expression, _ body: [any Statement], at position: SourcePosition) {
    self.filter = filter
    self.body = body
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    let text = try context.captureInner(body)
    let value = try context.evaluate(filter, on: .string(text))
    context.position = position
    try context.writer.write(value, from: position)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {
    visit(filter)
    body.forEach(visit)
  }
}
