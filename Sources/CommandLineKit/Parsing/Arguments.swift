/// The values a command line gave, looked up by the very options and operands that declare them.
package struct Arguments: Sendable {
  private var options: [String: any Sendable] = [:]
  private var operands: [String: any Sendable] = [:]
  /// The words that led to the command, the program's name first: `["sluice", "build"]`.
  package let path: [String]
  /// All words as they were given, without the program's name.
  package let words: [String]

  init(path: [String], words: [String]) {
    self.path = path
    self.words = words
  }

  /// The option's value: from the command line, else the environment, else its default.
  package subscript<Value>(option: CommandOption<Value>) -> Value {
    options[option.declaration.name] as? Value ?? option.defaultValue
  }

  /// Whether the command line or the environment gave the option.
  package func has<Value>(_ option: CommandOption<Value>) -> Bool { options[option.declaration.name] != nil }

  /// An operand that may be left out, or takes all words left.
  package subscript<Value>(operand: CommandOperand<Value>) -> Value? {
    operands[operand.declaration.name] as? Value ?? operand.defaultValue
  }

  mutating func set(_ value: any Sendable, forOption name: String) { options[name] = value }
  mutating func set(_ value: any Sendable, forOperand name: String) { operands[name] = value }
}
