/// How many words after its name an option takes.
package enum OptionArity: Sendable, Equatable {
  /// A switch.
  case none
  /// Exactly one.
  case one
  /// One or more, up to the next option or `--`; the option may be given again and adds to what it has.
  case many
}

/// What the parser, the help page and the completions know of an option, whatever its type.
package struct OptionDeclaration: Sendable {
  /// All spellings with their dashes, the one used in messages first.
  package let names: [String]
  package let arity: OptionArity
  /// What stands for the value in a usage line: `PATH`.
  package let placeholder: String
  /// Whether `--no-name` switches it off.
  package let hasNegation: Bool
  /// Environment variables that give the value when the command line does not; the first that is set counts.
  package let environment: [String]
  package let summary: String
  /// The default in words, when it is worth telling.
  package let defaultText: String?
  package let choices: [String]
  package let isHidden: Bool

  /// The spelling used in messages and as the option's identity.
  package var name: String { names.first ?? "" }

  /// The switching-off spellings.
  package var negations: [String] {
    hasNegation ? names.filter { $0.hasPrefix("--") }.map { "--no-" + $0.dropFirst(2) } : []
  }

  package init(
    names: [String], arity: OptionArity, placeholder: String = "", hasNegation: Bool = false,
    environment: [String] = [], summary: String, defaultText: String? = nil, choices: [String] = [],
    isHidden: Bool = false
  ) {
    self.names = names
    self.arity = arity
    self.placeholder = placeholder
    self.hasNegation = hasNegation
    self.environment = environment
    self.summary = summary
    self.defaultText = defaultText
    self.choices = choices
    self.isHidden = isHidden
  }
}

/// An option as commands list it: its declaration, and how its words become a value.
package protocol AnyCommandOption: Sendable {
  var declaration: OptionDeclaration { get }
  /// Reads the words given for the option; a switch gets `true` or `false` as its word.
  func value(from words: [String]) throws(UsageError) -> any Sendable
}
