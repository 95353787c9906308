package import TerminalKit

/// A key of a screen and what it does to the screen's state.
package typealias KeyBinding<S> = Binding<@Sendable (inout S, ScreenContext) -> [Effect]>

/// One screen: a value. Keys and answers change it and ask for effects; drawing reads it.
package protocol ConsoleScreen: Sendable {
  static var id: ScreenID { get }
  init()

  /// Where in the screen the person is, below the screen's title.
  var path: [String] { get }
  /// What the screen is opened at, for history and for the shell command.
  var place: Place? { get }
  /// Whether `/` and `&` make sense here.
  var isSearchable: Bool { get }
  /// The filter that hides rows now; empty when none does.
  var filter: String { get }

  /// The keys that work here, most important first.
  func bindings(_ context: ScreenContext) -> [KeyBinding<Self>]
  /// Draws the screen.
  func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext)

  /// The screen comes to the front, at a place when one is named.
  mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect]
  /// The project or the pipeline's state changed.
  mutating func refresh(_ context: ScreenContext) -> [Effect]
  /// The screen's size changed or its place moved; lets it bring cursors into view.
  mutating func settle(_ context: ScreenContext)
  /// Whether something waits to be shown until the keys come to rest.
  var wantsRest: Bool { get }
  /// The keys have come to rest.
  mutating func rest(_ context: ScreenContext) -> [Effect]
  /// Whether the place in front shows nothing but that a question is still to be answered.
  func waits(for question: String) -> Bool
  /// Goes one level back inside the screen; `false` at its root.
  mutating func back(_ context: ScreenContext) -> Bool
  /// Goes to the next place that holds the text; `false` when there is none.
  mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool
  /// Hides what does not match; the empty text shows everything.
  mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect]
  /// The mouse was used inside the screen; places count from its own corner.
  mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect]

  /// The shell command that shows the same.
  func shellCommand(_ context: ScreenContext) -> String?
  /// What `y` copies.
  func copyText(_ context: ScreenContext) -> String?
  /// The name of the file `w` would write; asked at every key, so it must be cheap.
  func exportName(_ context: ScreenContext) -> String?
  /// What `w` writes: a file name and its text.
  func export(_ context: ScreenContext) -> (name: String, text: String)?
  /// Commands of the `:` line that only this screen has.
  func commands(_ context: ScreenContext) -> [ConsoleCommand]

  /// What the screen wants to be as it was, the next time: sort, columns, filters.
  var memory: [String: String] { get }
  /// Takes back what was remembered; unknown names and values are ignored.
  mutating func restore(_ memory: [String: String])
}

extension ConsoleScreen {
  package var path: [String] { [] }
  package var place: Place? { nil }
  package var isSearchable: Bool { false }
  package var filter: String { "" }
  package mutating func refresh(_ context: ScreenContext) -> [Effect] { [] }
  package mutating func settle(_ context: ScreenContext) {}
  package var wantsRest: Bool { false }
  package mutating func rest(_ context: ScreenContext) -> [Effect] { [] }
  package func waits(for question: String) -> Bool { false }
  package mutating func back(_ context: ScreenContext) -> Bool { false }
  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool { false }
  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] { [] }
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] { [] }
  package func shellCommand(_ context: ScreenContext) -> String? { nil }
  package func copyText(_ context: ScreenContext) -> String? { nil }
  package func exportName(_ context: ScreenContext) -> String? { export(context)?.name }
  package func export(_ context: ScreenContext) -> (name: String, text: String)? { nil }
  package func commands(_ context: ScreenContext) -> [ConsoleCommand] { [] }
  package var memory: [String: String] { [:] }
  package mutating func restore(_ memory: [String: String]) {}
}

extension ConsoleScreen {
  /// What footer and help show of the screen's keys.
  package func summaries(_ context: ScreenContext) -> [BindingSummary] { bindings(context).map(\.summary) }

  /// Handles a key; `nil` when the screen has no use for it.
  package mutating func press(_ chord: Chord, _ context: ScreenContext) -> [Effect]? {
    guard let binding = bindings(context).first(where: { $0.chords.contains(chord) }) else { return nil }
    if case .unavailable(let reason) = binding.availability { return [.say(reason, .warn)] }
    let effects = binding.action(&self, context)
    settle(context)
    return effects
  }
}
