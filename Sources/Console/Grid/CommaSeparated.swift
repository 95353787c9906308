/// Comma-separated values (RFC 4180).
enum CommaSeparated {
  /// Lines of a head and rows; `nil` is an empty field.
  static func text(_ head: [String], _ rows: [[String?]]) -> String {
    ([head.map(field)] + rows.map { $0.map(field) }).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  private static func field(_ text: String?) -> String {
    guard let text else { return "" }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
