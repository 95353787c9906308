/// What is wrong with a command line. Words are made by `message`.
package enum UsageError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownCommand(String, of: String, suggestions: [String])
  case missingCommand(of: String)
  case unknownOption(String, suggestions: [String])
  case missingValue(option: String, placeholder: String)
  case unexpectedValue(option: String, value: String)
  case invalidValue(String, for: String, expected: String)
  /// `option`: the one that words of this command are mostly meant for.
  case unexpectedOperand(String, option: String? = nil)
  case missingOperand(String)

  package var description: String { message }

  /// One sentence, and a second with what was probably meant.
  package var message: String {
    switch self {
    case .unknownCommand(let word, let parent, let suggestions):
      "'\(word)' is not a command of \(parent).\(Self.didYouMean(suggestions))"
    case .missingCommand(let parent):
      "\(parent) needs to be told what to do."
    case .unknownOption(let word, let suggestions):
      "There is no option \(word).\(Self.didYouMean(suggestions))"
    case .missingValue(let option, let placeholder):
      "\(option) needs a value: \(option) \(placeholder)."
    case .unexpectedValue(let option, let value):
      "\(option) takes no value, but was given '\(value)'."
    case .invalidValue(let word, let name, let expected):
      "'\(word)' is no value for \(name): it takes \(expected)."
    case .unexpectedOperand(let word, let option):
      "'\(word)' is one word too many." + (option.map { " Did you mean \($0) \(word)?" } ?? "")
    case .missingOperand(let name):
      "\(name) is missing."
    }
  }

  private static func didYouMean(_ suggestions: [String]) -> String {
    suggestions.isEmpty ? "" : " Did you mean \(suggestions.joined(separator: " or "))?"
  }
}
