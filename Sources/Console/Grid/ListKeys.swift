internal import TerminalKit

/// The keys by which any list is walked.
enum ListKeys {
  /// Bindings that move a cursor by a distance or to a row.
  static func all<S>(
    by: @escaping @Sendable (inout S, Int) -> Void, to: @escaping @Sendable (inout S, Int) -> Void,
    moved: @escaping @Sendable (inout S, ScreenContext) -> [Effect] = { _, _ in [] }
  ) -> [KeyBinding<S>] {
    func key(_ chords: [Chord], _ help: String, _ body: @escaping @Sendable (inout S, ScreenContext) -> Void)
      -> KeyBinding<S>
    {
      KeyBinding<S>(chords, help: help) { screen, context in
        body(&screen, context)
        return moved(&screen, context)
      }
    }
    return [
      key([Chord(.down), "j"], "next line") { screen, _ in by(&screen, 1) },
      key([Chord(.up), "k"], "previous line") { screen, _ in by(&screen, -1) },
      key([Chord(.pageDown), .control("f")], "next page") { screen, context in
        by(&screen, max(1, context.body.height - 2))
      },
      key([Chord(.pageUp), .control("b")], "previous page") { screen, context in
        by(&screen, -max(1, context.body.height - 2))
      },
      key([Chord(.home)], "first line") { screen, _ in to(&screen, 0) },
      key([Chord(.end), "G"], "last line") { screen, _ in to(&screen, Int.max) },
    ]
  }
}
