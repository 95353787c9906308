package import TerminalKit

/// Stub.
package struct LogsScreen: ConsoleScreen {
  package static let id = ScreenID.logs
  package init() {}
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] { [] }
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {}
  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] { [] }
}
