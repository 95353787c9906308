/// A variable.
final class NameExpression: Expression {
  let symbol: Symbol
  let name: String
  let position: SourcePosition
  var height: Int32 { 1 }

  init(_ symbol: Symbol, name: String, at position: SourcePosition) {
    self.symbol = symbol
    self.name = name
    self.position = position
  }

  func evaluate(_ context: RenderContext) throws -> Value {
    if let value = context.frame.value(of: symbol) { return value }
    context.position = position
    return try context.resolve(name)
  }

  func forEachChild(_ visit: (any TreeNode) -> Void) {}
}
