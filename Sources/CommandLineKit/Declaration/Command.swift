/// A command: what it takes, what its help says, what it does.
package struct Command: Sendable {
  /// What a command does with its arguments.
  package typealias Action = @Sendable (Arguments) async throws -> ExitStatus

  package let name: String
  /// Other words for it.
  package let aliases: [String]
  /// One line for the list of commands.
  package let summary: String
  /// Further paragraphs of the help page.
  package let discussion: String
  /// Command lines worth copying, with what they do.
  package let examples: [Example]
  /// Options taken by this command and, when it has subcommands, by all of them.
  package let options: [any AnyCommandOption]
  package let operands: [any AnyCommandOperand]
  package let subcommands: [Command]
  /// The subcommand meant when none is named.
  package let defaultSubcommand: String?
  /// The heading it stands under in its parent's help page.
  package let section: String
  package let isHidden: Bool
  package let action: Action?

  /// A command line and what it does.
  package struct Example: Sendable {
    package let line: String
    package let effect: String

    package init(_ line: String, _ effect: String) {
      self.line = line
      self.effect = effect
    }
  }

  package init(
    _ name: String, aliases: [String] = [], summary: String, discussion: String = "", examples: [Example] = [],
    options: [any AnyCommandOption] = [], operands: [any AnyCommandOperand] = [], subcommands: [Command] = [],
    defaultSubcommand: String? = nil, section: String = "Commands", isHidden: Bool = false, action: Action? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.options = options
    self.operands = operands
    self.subcommands = subcommands
    self.defaultSubcommand = defaultSubcommand
    self.section = section
    self.isHidden = isHidden
    self.action = action
  }

  package func subcommand(_ word: String) -> Command? {
    subcommands.first { $0.name == word || $0.aliases.contains(word) }
  }
}
