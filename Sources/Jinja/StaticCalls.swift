/// The calls of some functions that can be read off a template without rendering it.
public struct StaticCalls: Sendable {
  /// A call whose arguments are all constants.
  public struct Call: Sendable {
    public var name: String
    public var positional: [StaticValue]
    public var keyword: [(name: String, value: StaticValue)]
    /// Whether it stands in a branch, a loop, a macro or the side of an `and` and may not be reached.
    public var isConditional: Bool
    /// 1-based place of the call.
    public var line: Int
    public var column: Int

    /// The keyword argument of this name.
    public subscript(name: String) -> StaticValue? { keyword.first { $0.name == name }?.value }
  }

  /// The calls found, in order.
  public var calls: [Call] = []
  /// The other functions that are called; `a.b` for a method of a name.
  public var otherCalls: Set<String> = []
  /// Whether one of the functions asked for is called with arguments that have to be computed.
  public var hasComputedArguments = false
  /// Whether one of the functions asked for is used as a value, so that its calls cannot all be seen.
  public var hasIndirectUse = false

  /// Whether `calls` is what a render would call: every call is reached, and nothing else is called that might call
  /// more.
  public var isComplete: Bool {
    !hasComputedArguments && !hasIndirectUse && otherCalls.isEmpty && !calls.contains(where: \.isConditional)
  }
}

extension Template {
  /// Finds the calls of these functions without rendering.
  public func staticCalls(named names: Set<String>) -> StaticCalls {
    var finder = StaticCallFinder(names: names, text: tree.text)
    for statement in tree.body { finder.visit(statement, isConditional: false) }
    return finder.result
  }
}

/// Walks a tree for ``Template/staticCalls(named:)``.
private struct StaticCallFinder {
  let names: Set<String>
  let text: TemplateText
  var result = StaticCalls()

  mutating func visit(_ node: any TreeNode, isConditional: Bool) {
    var below = isConditional
    switch node {
    case let call as CallExpression:
      visit(call: call, isConditional: isConditional)
      return
    case let name as NameExpression where names.contains(name.name): result.hasIndirectUse = true
    case let branch as IfStatement where branch.branches.first.map({ StaticValue($0.test) == nil }) ?? true:
      // The first test is always computed; only what follows depends on it.
      if let first = branch.branches.first { visit(first.test, isConditional: isConditional) }
      branch.branches.first?.body.forEach { visit($0, isConditional: true) }
      for other in branch.branches.dropFirst() {
        visit(other.test, isConditional: true)
        other.body.forEach { visit($0, isConditional: true) }
      }
      branch.otherwise.forEach { visit($0, isConditional: true) }
      return
    case is IfStatement, is ForStatement, is MacroNode, is LogicalExpression, is ConditionalExpression: below = true
    case is CustomBlockStatement: return
    default: break
    }
    var children: [any TreeNode] = []
    node.forEachChild { children.append($0) }
    for child in children { visit(child, isConditional: below) }
  }

  private mutating func visit(call: CallExpression, isConditional: Bool) {
    call.arguments.forEachChild { visit($0, isConditional: isConditional) }
    guard let callee = call.callee as? NameExpression else {
      if let member = call.callee as? AttributeExpression, let base = member.base as? NameExpression {
        result.otherCalls.insert(base.name + "." + member.name)
      } else {
        result.otherCalls.insert("(computed)")
        visit(call.callee, isConditional: isConditional)
      }
      return
    }
    guard names.contains(callee.name) else {
      result.otherCalls.insert(callee.name)
      return
    }
    var positional: [StaticValue] = []
    var keyword: [(name: String, value: StaticValue)] = []
    var isComputed = call.arguments.spread != nil || call.arguments.keywordSpread != nil
    for argument in call.arguments.positional {
      if let value = StaticValue(argument) { positional.append(value) } else { isComputed = true }
    }
    for argument in call.arguments.keyword {
      if let value = StaticValue(argument.value) { keyword.append((argument.name, value)) } else { isComputed = true }
    }
    if isComputed {
      result.hasComputedArguments = true
      return
    }
    let place = text.lineAndColumn(of: call.position)
    result.calls.append(
      .init(
        name: callee.name, positional: positional, keyword: keyword, isConditional: isConditional, line: place.line,
        column: place.column))
  }
}
