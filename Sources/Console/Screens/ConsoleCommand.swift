package import TerminalKit

/// A command of the `:` line.
package struct ConsoleCommand: Sendable {
  /// What may follow its name.
  package enum Argument: Sendable, Hashable {
    case none
    case optional
    /// It does nothing without; what to say then, as `which theme? :theme paper`.
    case needed(String)
  }

  package let name: String
  package let help: String
  package let argument: Argument
  /// Why it cannot be given now, or that it can.
  package let availability: Availability
  /// What its argument could be, for completion.
  package let values: @Sendable (ScreenContext) -> [String]
  private let action: @Sendable (String, ScreenContext) -> [Effect]

  /// A command of a name.
  package init(
    _ name: String, _ argument: Argument = .none, help: String, _ availability: Availability = .available,
    values: @escaping @Sendable (ScreenContext) -> [String] = { _ in [] },
    action: @escaping @Sendable (String, ScreenContext) -> [Effect]
  ) {
    self.name = name
    self.argument = argument
    self.help = help
    self.availability = availability
    self.values = values
    self.action = action
  }

  /// Does it, or says why not.
  package func run(_ text: String, _ context: ScreenContext) -> [Effect] {
    if case .unavailable(let reason) = availability { return [.say(reason, .warn)] }
    switch argument {
    case .none where !text.isEmpty: return [.say("nothing follows :\(name); `\(text)` does", .warn)]
    case .needed(let question) where text.isEmpty: return [.say(question, .warn)]
    default: return action(text, context)
    }
  }

  /// The same command, given on another screen: it leads to its own first.
  func leading(to screen: ScreenID) -> ConsoleCommand {
    ConsoleCommand(name, argument, help: help, availability, values: values) { [action] text, context in
      [.go(screen, nil)] + action(text, context)
    }
  }

  /// What it does, and why it cannot be given now.
  var told: String {
    if case .unavailable(let reason) = availability { return "\(help) – not now: \(reason)" }
    return help
  }
}
