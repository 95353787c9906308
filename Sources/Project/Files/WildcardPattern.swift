/// A shell pattern: `*`, `**`, `?`, `[a-z]`, `[!a]`, as Python's `fnmatch` has them.
struct WildcardPattern: Hashable, Sendable {
  private let pattern: [Character]
  private let starCrossesSlash: Bool

  init(_ text: String, starCrossesSlash: Bool = true) {
    pattern = Array(text)
    self.starCrossesSlash = starCrossesSlash
  }

  /// Whether the text holds any of the signs.
  static func isPattern(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

  func matches(_ text: String) -> Bool { matches(Array(text)[...], pattern[...]) }

  private func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    var text = text
    var pattern = pattern
    while let sign = pattern.first {
      switch sign {
      case "*":
        var rest = pattern.dropFirst()
        let deep = rest.first == "*"
        while rest.first == "*" { rest = rest.dropFirst() }
        // `a/**/b` also means `a/b`.
        if deep, rest.first == "/", matches(text, rest.dropFirst()) { return true }
        while true {
          if matches(text, rest) { return true }
          guard let next = text.first, deep || starCrossesSlash || next != "/" else { return false }
          text = text.dropFirst()
        }
      case "?":
        guard let next = text.first, starCrossesSlash || next != "/" else { return false }
        text = text.dropFirst()
        pattern = pattern.dropFirst()
      case "[":
        guard let next = text.first, let (accepted, rest) = set(pattern.dropFirst(), next) else {
          guard text.first == "[" else { return false }
          text = text.dropFirst()
          pattern = pattern.dropFirst()
          continue
        }
        guard accepted else { return false }
        text = text.dropFirst()
        pattern = rest
      default:
        guard text.first == sign else { return false }
        text = text.dropFirst()
        pattern = pattern.dropFirst()
      }
    }
    return text.isEmpty
  }

  /// Reads `a-z]`; nil when the bracket never closes.
  private func set(_ body: ArraySlice<Character>, _ character: Character) -> (Bool, ArraySlice<Character>)? {
    var rest = body
    let negated = rest.first == "!"
    if negated { rest = rest.dropFirst() }
    var found = false
    var first = true
    while let next = rest.first {
      if next == "]", !first { return (found != negated, rest.dropFirst()) }
      first = false
      rest = rest.dropFirst()
      if rest.first == "-", let high = rest.dropFirst().first, high != "]" {
        if next <= character, character <= high { found = true }
        rest = rest.dropFirst(2)
      } else if next == character {
        found = true
      }
    }
    return nil
  }
}
