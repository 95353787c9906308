/// What was asked of the console on the command line.
package struct ConsoleOptions: Sendable {
  /// Refuses whatever would write; the engine's handle refuses it too.
  package var isReadOnly = false
  /// A theme's name; the remembered or first one by default.
  package var theme = ""
  /// The screen to open; the remembered or first one by default.
  package var screen: ScreenID?
  /// Folders with base16 and base24 scheme files, later ones taking the place of earlier ones.
  package var themeFolders: [String] = []
  /// Where the console's state is remembered; nothing is remembered without.
  package var sessionFile: String?
  /// Rings when a run ends or a gate holds.
  package var alerts = false
  /// What the program says of itself, for `:doctor`.
  package var facts: [ConsoleFact] = []
  /// A walk through the console, with captions.
  package var tour: Tour?

  /// Nothing asked.
  package init() {}
}

/// How the console ended.
package enum ConsoleEnd: Sendable, Hashable {
  case left
  /// A signal asked for it; the program should end by it too, so that its parent is told the truth.
  case signal(Int32)
}
