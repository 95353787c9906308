/// JSON objects with the columns' names as keys: one array, or one a line.
struct JSONForm: RowForm {
  let keys: [String]
  let isOneArray: Bool
  private var count = 0

  init(columns: [String], isOneArray: Bool) {
    keys = columns.map { JSONText.quoted($0) + ": " }
    self.isOneArray = isOneArray
  }

  mutating func begin() -> String { isOneArray ? "[" : "" }

  mutating func row(_ cells: [OutputCell]) -> String {
    let object = "{" + zip(keys, cells).map { $0 + value($1) }.joined(separator: ", ") + "}"
    count += 1
    return isOneArray ? (count == 1 ? "\n  " : ",\n  ") + object : object + "\n"
  }

  mutating func end() -> String { isOneArray ? (count == 0 ? "]\n" : "\n]\n") : "" }

  private func value(_ cell: OutputCell) -> String {
    switch cell {
    case .null: "null"
    case .text(let text): JSONText.quoted(text)
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    }
  }
}

/// Text as a JSON string.
package enum JSONText {
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7F}": result += EscapedText.unicode(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
