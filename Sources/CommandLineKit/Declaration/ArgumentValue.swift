/// A type that a word of the command line can be read as.
package protocol ArgumentValue: Sendable {
  /// - Returns: nil when the word is not such a value.
  init?(argument: String)
  /// What is wanted, for messages: `a whole number`, `one of text, json`.
  static var expectation: String { get }
  /// The words accepted, when they can be listed; empty otherwise.
  static var choices: [String] { get }
}

extension ArgumentValue {
  package static var choices: [String] { [] }
}

extension String: ArgumentValue {
  package init?(argument: String) { self = argument }
  package static var expectation: String { "text" }
}

extension Int: ArgumentValue {
  package init?(argument: String) { self.init(argument) }
  package static var expectation: String { "a whole number" }
}

extension Double: ArgumentValue {
  package init?(argument: String) {
    guard let number = Double(argument), number.isFinite else { return nil }
    self = number
  }
  package static var expectation: String { "a number" }
}

/// Any enumeration of words becomes an argument by declaring that it is one.
extension ArgumentValue where Self: RawRepresentable, Self: CaseIterable, RawValue == String {
  package init?(argument: String) { self.init(rawValue: argument) }
  package static var choices: [String] { allCases.map(\.rawValue) }
  package static var expectation: String { "one of \(choices.joined(separator: ", "))" }
}
