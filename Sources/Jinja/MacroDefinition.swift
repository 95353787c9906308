/// A macro as it stands in a template; ``Environment/macro(_:resolver:)`` makes a value of it.
public struct MacroDefinition: Sendable {
  let node: MacroNode
  let tree: TemplateTree

  public var name: String { node.name }
  /// The name of the template it stands in.
  public var templateName: String { tree.text.name }
  /// The 1-based line of its header.
  public var line: Int { tree.text.lineAndColumn(of: node.position).line }
  /// The names of its parameters, in order.
  public var parameters: [String] { node.parameters.map(\.name) }
  /// Whether it takes keyword arguments beyond its parameters (its body uses `kwargs`).
  public var takesKeywords: Bool { node.kwargs != nil }
  /// Whether it takes positional arguments beyond its parameters (its body uses `varargs`).
  public var takesVariadic: Bool { node.varargs != nil }
}

/// A block of the host, such as `{% test name(column) %} … {% endtest %}`.
public struct CustomBlock: Sendable {
  let node: CustomBlockNode
  let tree: TemplateTree

  public var keyword: String { node.keyword }
  public var name: String { node.macro.name }
  /// The names of its parameters; nil when the header has none in parentheses.
  public var parameters: [String]? { node.hasParameters ? node.macro.parameters.map(\.name) : nil }
  /// The 1-based line of its header.
  public var line: Int { tree.text.lineAndColumn(of: node.position).line }
  /// The 1-based line on which its body begins.
  public var bodyLine: Int { tree.text.lineAndColumn(of: SourcePosition(node.bodyRange.lowerBound)).line }
  /// The body as it is written.
  public var bodySource: String { String(decoding: tree.text.bytes[node.bodyRange], as: UTF8.self) }
  /// The block as a macro: its name, its parameters, its body.
  public var macro: MacroDefinition { MacroDefinition(node: node.macro, tree: tree) }

  /// The body as a template of its own, whose messages have the lines of the whole file.
  public var template: Template {
    Template(
      tree: TemplateTree(text: tree.text, body: node.macro.body),
      source: String(decoding: tree.text.bytes, as: UTF8.self)
    )
  }

  /// The value of `option=value` in the header, when it is a constant; a bare `option` is true.
  public func option(_ name: String) -> StaticValue? {
    guard let option = node.options.first(where: { $0.name == name }) else { return nil }
    guard let value = option.value else { return .bool(true) }
    return StaticValue(value)
  }

  /// The names of the header's options, in order.
  public var optionNames: [String] { node.options.map(\.name) }
}

extension Template {
  init(tree: TemplateTree, source: String) {
    self.tree = tree
    self.source = source
  }
}
