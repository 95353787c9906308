import Glibc

/// Colours for narration, where the terminal has them and nobody said no.
struct Paint {
  enum Colour: String {
    case green = "32", yellow = "33", red = "31", blue = "34", cyan = "36", muted = "2", bold = "1"
  }

  let isOn: Bool

  /// No colours.
  static let none = Paint(isOn: false)

  private init(isOn: Bool) { self.isOn = isOn }

  /// - Parameter choice: `--color` or `--no-color`; nil: by the terminal and `NO_COLOR` (https://no-color.org).
  init(descriptor: Int32, choice: Bool? = nil) {
    let refused = !(ProcessEnvironment["NO_COLOR"] ?? "").isEmpty
    let term = ProcessEnvironment["TERM"] ?? ""
    isOn = choice ?? (!refused && isatty(descriptor) == 1 && !term.isEmpty && term != "dumb")
  }

  func callAsFunction(_ colour: Colour, _ text: String) -> String {
    isOn ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
