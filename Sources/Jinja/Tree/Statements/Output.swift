/// Text that is written as it stands.
final class DataStatement: Statement {
  let bytes: [UInt8]
  let position: SourcePosition

  init(_ bytes: [UInt8], at position: SourcePosition) {
    self.bytes = bytes
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    context.writer.write(bytes, from: position)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {}
}

/// `{{ expression }}`.
final class OutputStatement: Statement {
  let expression: any Expression
  let position: SourcePosition

  init(_ expression: any Expression, at position: SourcePosition) {
    self.expression = expression
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    let value = try context.evaluate(expression)
    context.position = position
    try context.writer.write(value, from: position)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(expression) }
}

/// `{% do expression %}`.
final class DoStatement: Statement {
  let expression: any Expression
  let position: SourcePosition

  init(_ expression: any Expression, at position: SourcePosition) {
    self.expression = expression
    self.position = position
  }

  func render(_ context: RenderContext) throws -> Flow {
    _ = try context.evaluate(expression)
    return .next
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) { visit(expression) }
}
