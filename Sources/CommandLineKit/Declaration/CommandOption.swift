/// An option with a type. The same value declares it for a command and looks its value up in `Arguments`.
package struct CommandOption<Value: Sendable>: AnyCommandOption {
  package let declaration: OptionDeclaration
  /// The value when neither the command line nor the environment says anything.
  package let defaultValue: Value
  private let convert: @Sendable ([String]) -> Value?
  private let expectation: String

  private init(
    _ declaration: OptionDeclaration, default defaultValue: Value, expectation: String,
    convert: @escaping @Sendable ([String]) -> Value?
  ) {
    self.declaration = declaration
    self.defaultValue = defaultValue
    self.expectation = expectation
    self.convert = convert
  }

  package func value(from words: [String]) throws(UsageError) -> any Sendable {
    guard let value = convert(words) else {
      throw .invalidValue(words.last ?? "", for: declaration.name, expected: expectation)
    }
    return value
  }
}

extension CommandOption where Value == Bool {
  /// A switch, off by default.
  package static func flag(
    _ names: String..., environment: [String] = [], isHidden: Bool = false, help summary: String
  ) -> Self {
    Self(
      OptionDeclaration(names: names, arity: .none, environment: environment, summary: summary, isHidden: isHidden),
      default: false, expectation: switchExpectation, convert: { readSwitch($0.last) }
    )
  }
}

extension CommandOption where Value == Bool? {
  /// A switch with three states: `--name`, `--no-name`, not said.
  package static func toggle(
    _ names: String..., environment: [String] = [], isHidden: Bool = false, help summary: String
  ) -> Self {
    Self(
      OptionDeclaration(
        names: names, arity: .none, hasNegation: true, environment: environment, summary: summary, isHidden: isHidden),
      default: nil, expectation: switchExpectation, convert: { readSwitch($0.last).map { $0 } }
    )
  }
}

extension CommandOption {
  /// One value that need not be given. Given several times, the last counts.
  package static func value<Wrapped: ArgumentValue>(
    _ names: String..., placeholder: String, environment: [String] = [], isHidden: Bool = false, help summary: String
  ) -> Self where Value == Wrapped? {
    Self(
      OptionDeclaration(
        names: names, arity: .one, placeholder: placeholder, environment: environment, summary: summary,
        choices: Wrapped.choices, isHidden: isHidden),
      default: nil, expectation: Wrapped.expectation,
      convert: { words in words.last.flatMap { Wrapped(argument: $0) }.map { .some($0) } }
    )
  }

  /// One value with a default.
  package static func value(
    _ names: String..., placeholder: String, default defaultValue: Value, environment: [String] = [],
    isHidden: Bool = false, help summary: String
  ) -> Self where Value: ArgumentValue {
    Self(
      OptionDeclaration(
        names: names, arity: .one, placeholder: placeholder, environment: environment, summary: summary,
        defaultText: spelling(of: defaultValue), choices: Value.choices, isHidden: isHidden),
      default: defaultValue, expectation: Value.expectation,
      convert: { words in words.last.flatMap { Value(argument: $0) } }
    )
  }

  /// Several values, as `--select a b c`, or `--select a --select b`.
  package static func list<Element: ArgumentValue>(
    _ names: String..., placeholder: String, environment: [String] = [], isHidden: Bool = false, help summary: String
  ) -> Self where Value == [Element] {
    Self(
      OptionDeclaration(
        names: names, arity: .many, placeholder: placeholder, environment: environment, summary: summary,
        choices: Element.choices, isHidden: isHidden),
      default: [], expectation: Element.expectation,
      convert: { words in
        let elements = words.compactMap { Element(argument: $0) }
        return elements.count == words.count ? elements : nil
      }
    )
  }
}

private let switchExpectation = "true or false"

private func readSwitch(_ word: String?) -> Bool? {
  switch word?.lowercased() {
  case "true", "1", "yes", "on", "t", "y": true
  case "false", "0", "no", "off", "f", "n", "": false
  default: nil
  }
}

private func spelling<Value: ArgumentValue>(of value: Value) -> String {
  if let word = (value as? any RawRepresentable)?.rawValue as? String { return word }
  return "\(value)"
}
