package import TerminalKit

/// Stub.
package struct GatesScreen: ConsoleScreen {
  package static let id = ScreenID.gates
  package init() {}
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] { [] }
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {}
  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] { [] }
}
