/// Text that would be misread stands in double quotes, a quote in it twice.
enum DoubleQuotes {
  static func around(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  /// Takes a quoted text off the beginning, where there is one; what was never closed goes on to the end.
  static func take(from rest: inout Substring) -> String? {
    guard rest.first == "\"" else { return nil }
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character == "\"" {
        guard rest.first == "\"" else { break }
        rest = rest.dropFirst()
      }
      text.append(character)
    }
    return text
  }
}
