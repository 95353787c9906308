/// A node of a parsed template. Nodes are immutable and can be shared between threads; what a render changes is in its
/// ``RenderContext``.
protocol TreeNode: AnyObject, Sendable {
  var position: SourcePosition { get }
  /// Visits the nodes directly below this one, in the order of the source.
  func forEachChild(_ visit: (any TreeNode) -> Void)
}

/// A node with a value.
protocol Expression: TreeNode {
  /// The number of levels below and including this one; bounded by the parser so that no walk exhausts the stack.
  var height: Int32 { get }
  /// Computes the value. Call it through ``RenderContext/evaluate(_:)``, which counts the depth.
  func evaluate(_ context: RenderContext) throws -> Value
}

/// What a statement asks of the statements around it.
enum Flow {
  case next, breakLoop, continueLoop
}

/// A node that writes, assigns or steers.
protocol Statement: TreeNode {
  func render(_ context: RenderContext) throws -> Flow
}

/// The height of a node above these.
func height(above children: (any Expression)?...) -> Int32 {
  1 + children.reduce(0) { max($0, $1?.height ?? 0) }
}

func height(above children: [any Expression]) -> Int32 {
  1 + children.reduce(0) { max($0, $1.height) }
}
