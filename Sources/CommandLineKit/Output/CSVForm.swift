/// Comma-separated values as RFC 4180 has them, with line feeds.
///
/// NULL is an empty field, an empty text a quoted one, so that they stay apart.
struct CSVForm: RowForm {
  let columns: [String]

  mutating func begin() -> String { columns.map(quoted).joined(separator: ",") + "\n" }

  mutating func row(_ cells: [OutputCell]) -> String { cells.map(field).joined(separator: ",") + "\n" }

  private func field(_ cell: OutputCell) -> String {
    switch cell {
    case .null: ""
    case .text(let text): quoted(text)
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    }
  }

  private func quoted(_ text: String) -> String {
    let needsQuotes = text.isEmpty || text.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
