package import Project
package import TerminalKit

/// A change to a screen, made when an answer has come.
package typealias ScreenUpdate = @Sendable (inout any ConsoleScreen, ScreenContext) -> [Effect]

/// What a screen wants done beyond its own state.
package enum Effect: Sendable {
  /// Asks the data source, away from the keyboard. A later question of the same name takes its place.
  case load(String, @Sendable (any ConsoleDataSource) async throws -> ScreenUpdate)
  /// Gives up a question.
  case cancelLoad(String)
  /// Does something to the world and says how it went.
  case act(@Sendable (any ConsoleDataSource) async throws -> String)
  /// Changes another screen, found by its type.
  case update(ScreenUpdate)
  case go(ScreenID, Place?)
  case say(String, StyleRole)
  case confirm(ConfirmDialog, then: [Effect])
  /// Offers a few things to choose from.
  case menu(Menu)
  /// Remembers a shell command that does what was just done, for `:history`.
  case remember(String)
  /// Shows what was remembered.
  case journal
  /// Tells a past run again on the graph.
  case replay(Replay)
  /// Reruns what a save touches, or no longer.
  case watch(Bool)
  /// Rings when a run ends or a gate holds, or no longer.
  case alerts(Bool)
  /// Asks for a line of text.
  case ask(Question)
  /// Shows text in a box.
  case show(title: String, lines: [String])
  case copy(String)
  case write(name: String, text: String)
  case edit(SourceLocation)
  case theme(String)
  case mouse
  case suspend
  case redraw
  case quit
}

/// A line of text to be typed.
package struct Question: Sendable {
  package var title: String
  package var initial: String
  /// What could be typed, for completion.
  package var choices: [String]
  package var answer: @Sendable (inout any ConsoleScreen, String, ScreenContext) -> [Effect]

  /// A question whose answer goes to the screen that asks.
  package init<S: ConsoleScreen>(
    _ title: String, initial: String = "", choices: [String] = [], for screen: S.Type,
    answer: @escaping @Sendable (inout S, String, ScreenContext) -> [Effect]
  ) {
    self.title = title
    self.initial = initial
    self.choices = choices
    self.answer = { anyScreen, text, context in
      guard var screen = anyScreen as? S else { return [] }
      let effects = answer(&screen, text, context)
      anyScreen = screen
      return effects
    }
  }
}

extension Effect {
  /// Asks the data source and gives the answer to the screen that asked.
  package static func load<S: ConsoleScreen, Value: Sendable>(
    _ name: String, for screen: S.Type,
    _ question: @escaping @Sendable (any ConsoleDataSource) async throws -> Value,
    then take: @escaping @Sendable (inout S, Value, ScreenContext) -> [Effect]
  ) -> Effect {
    .load(name) { source in
      let value = try await question(source)
      return { anyScreen, context in
        guard var screen = anyScreen as? S else { return [] }
        let effects = take(&screen, value, context)
        anyScreen = screen
        return effects
      }
    }
  }

  /// Changes the screen of a type, wherever the effect comes from.
  package static func change<S: ConsoleScreen>(
    _ screen: S.Type, _ body: @escaping @Sendable (inout S, ScreenContext) -> [Effect]
  ) -> Effect {
    .update { anyScreen, context in
      guard var screen = anyScreen as? S else { return [] }
      let effects = body(&screen, context)
      anyScreen = screen
      return effects
    }
  }
}
