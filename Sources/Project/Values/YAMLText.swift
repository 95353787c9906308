/// Writes configuration values as YAML, in block style.
enum YAMLText {
  static func write(_ value: ConfigValue, sortKeys: Bool = false) -> String {
    var text = ""
    write(value, indent: 0, sortKeys: sortKeys, to: &text)
    return text
  }

  private static func write(_ value: ConfigValue, indent: Int, sortKeys: Bool, to text: inout String) {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case .map(let entries) where !entries.isEmpty:
      for entry in sortKeys ? entries.sorted(by: { $0.key < $1.key }) : entries {
        text += margin + scalar(.string(entry.key)) + ":"
        append(entry.value, indent: entry.value.isMap ? indent + 2 : indent, sortKeys, to: &text)
      }
    case .list(let members) where !members.isEmpty:
      for member in members {
        if case .map(let entries) = member, !entries.isEmpty {
          var inner = ""
          write(member, indent: indent + 2, sortKeys: sortKeys, to: &inner)
          text += margin + "- " + inner.dropFirst(indent + 2)
        } else {
          text += margin + "-"
          append(member, indent: indent + 2, sortKeys, to: &text)
        }
      }
    default: text += margin + scalar(value) + "\n"
    }
  }

  private static func append(_ value: ConfigValue, indent: Int, _ sortKeys: Bool, to text: inout String) {
    switch value {
    case .map(let entries) where !entries.isEmpty:
      text += "\n"
      write(value, indent: indent, sortKeys: sortKeys, to: &text)
    case .list(let members) where !members.isEmpty:
      text += "\n"
      write(value, indent: indent, sortKeys: sortKeys, to: &text)
    default: text += " " + scalar(value) + "\n"
    }
  }

  private static func scalar(_ value: ConfigValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .list: return "[]"
    case .map: return "{}"
    case .string(let string):
      let plain =
        !string.isEmpty && string.first?.isLetter == true
        && string.allSatisfy { $0.isLetter || $0.isNumber || "_-./ ".contains($0) } && string.last != " "
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(string.lowercased())
      if plain { return string }
      return string.contains("\n")
        ? JSONText.write(value, ascii: false)
        : "'" + string.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    default: return value.pythonText
    }
  }
}
