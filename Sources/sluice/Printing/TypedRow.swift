import CommandLineKit
import Project

/// Cells read as text, told apart again by the types of their columns.
enum TypedRow {
  static func cells(_ row: [String?], _ columns: [AdapterColumn]) -> [OutputCell] {
    zip(row, columns).map { text, column in
      guard let text else { return .null }
      let type = column.dataType.uppercased()
      if text == "true" || text == "false", type.hasPrefix("BOOL") { return .bool(text == "true") }
      return isNumeric(type) && isNumber(text) ? .number(text) : .text(text)
    }
  }

  private static func isNumeric(_ type: String) -> Bool {
    ["INT", "BIGINT", "SMALLINT", "TINYINT", "DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC", "NUMBER", "LONG"]
      .contains { type.hasPrefix($0) }
  }

  /// Whether a text is a number as JSON writes them.
  private static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "-") }), (0x30...0x39).contains(first) else {
      return false
    }
    return Double(text) != nil
  }
}
