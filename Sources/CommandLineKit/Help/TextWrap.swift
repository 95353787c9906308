/// Breaks prose into lines of at most so many characters, at spaces.
enum TextWrap {
  /// A space that no line breaks at; it becomes a plain one in the result.
  static let noBreak: Character = "\u{A0}"

  /// The lines of one paragraph; a word longer than a line stands alone on one.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let size = word.count
      if length > 0, length + 1 + size > width {
        lines.append(line)
        line = ""
        length = 0
      }
      if length > 0 {
        line += " "
        length += 1
      }
      line += word
      length += size
    }
    lines.append(line)
    return lines.map { String($0.map { $0 == noBreak ? " " : $0 }) }
  }

  /// Paragraphs divided by empty lines, each wrapped; indented lines are kept as they are.
  static func paragraphs(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(" ") ? String($0) : lines(String($0), width: width).joined(separator: "\n") }
      .joined(separator: "\n")
  }
}
