/// JSON text laid out over several lines; anything else as it is.
enum JSONLayout {
  /// The lines of a value. Only white space between tokens is changed, so that nothing is lost on the way.
  static func pretty(_ text: String) -> [String] {
    let body = text.drop { $0 == " " }
    guard body.first == "{" || body.first == "[", text.utf8.count <= 200_000 else { return [text] }
    var lines: [String] = []
    var line = ""
    var depth = 0
    var inString = false
    var escaped = false
    func indent() -> String { String(repeating: "  ", count: max(0, depth)) }
    for character in text {
      if inString {
        line.append(character)
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          inString = false
        }
        continue
      }
      switch character {
      case "\"":
        inString = true
        line.append(character)
      case "{", "[":
        line.append(character)
        lines.append(line)
        depth += 1
        line = indent()
      case "}", "]":
        if line.contains(where: { $0 != " " }) { lines.append(line) }
        depth -= 1
        line = indent() + String(character)
      case ",":
        line.append(character)
        lines.append(line)
        line = indent()
      case ":": line += ": "
      case " ", "\n", "\t", "\r": break
      default: line.append(character)
      }
    }
    if line.contains(where: { $0 != " " }) { lines.append(line) }
    return inString || depth != 0 ? [text] : lines
  }
}
