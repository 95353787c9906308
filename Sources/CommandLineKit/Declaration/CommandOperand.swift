/// How many words an operand takes.
package enum OperandArity: Sendable, Equatable { case required, optional, rest }

/// What the parser and the help page know of an operand, whatever its type.
package struct OperandDeclaration: Sendable {
  /// As usage lines show it: `RUN`.
  package let name: String
  package let arity: OperandArity
  package let summary: String
  package let choices: [String]
}

/// An operand as commands list it.
package protocol AnyCommandOperand: Sendable {
  var declaration: OperandDeclaration { get }
  func value(from words: [String]) throws(UsageError) -> any Sendable
}

/// A word of the command line that is not an option, by its place.
package struct CommandOperand<Value: Sendable>: AnyCommandOperand {
  package let declaration: OperandDeclaration
  let defaultValue: Value?
  private let convert: @Sendable ([String]) -> Value?
  private let expectation: String

  package func value(from words: [String]) throws(UsageError) -> any Sendable {
    guard let value = convert(words) else {
      throw .invalidValue(words.last ?? "", for: declaration.name, expected: expectation)
    }
    return value
  }
}

extension CommandOperand {
  /// A word that must be given.
  package static func required(_ name: String, _ summary: String) -> Self where Value: ArgumentValue {
    Self(
      declaration: OperandDeclaration(name: name, arity: .required, summary: summary, choices: Value.choices),
      defaultValue: nil, convert: { words in words.first.flatMap { Value(argument: $0) } },
      expectation: Value.expectation)
  }

  /// A word that may be left out.
  package static func optional<Wrapped: ArgumentValue>(_ name: String, _ summary: String) -> Self
  where Value == Wrapped? {
    Self(
      declaration: OperandDeclaration(name: name, arity: .optional, summary: summary, choices: Wrapped.choices),
      defaultValue: .some(nil), convert: { words in words.first.flatMap { Wrapped(argument: $0) }.map { .some($0) } },
      expectation: Wrapped.expectation)
  }

  /// All words that are left.
  package static func rest<Element: ArgumentValue>(_ name: String, _ summary: String) -> Self
  where Value == [Element] {
    Self(
      declaration: OperandDeclaration(name: name, arity: .rest, summary: summary, choices: Element.choices),
      defaultValue: [],
      convert: { words in
        let elements = words.compactMap { Element(argument: $0) }
        return elements.count == words.count ? elements : nil
      },
      expectation: Element.expectation)
  }
}
