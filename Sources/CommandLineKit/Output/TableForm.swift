/// Aligned columns under a heading; numbers stand to the right.
struct TableForm: RowForm {
  private let columns: [String]
  private let limits: TableLimits
  private var sample: [[OutputCell]] = []
  private var widths: [Int] = []
  private var isRight: [Bool] = []
  private var hasBegun = false
  private(set) var cellsCut = 0

  init(columns: [String], limits: TableLimits) {
    self.columns = columns.map(EscapedText.of)
    self.limits = limits
  }

  mutating func row(_ cells: [OutputCell]) -> String {
    if hasBegun { return line(cells) }
    sample.append(cells)
    return sample.count < limits.sampleRows ? "" : flush()
  }

  mutating func end() -> String { hasBegun ? "" : flush() }

  private mutating func flush() -> String {
    hasBegun = true
    let texts = sample.map { $0.map { text($0) } }
    widths = columns.map { min(limits.width($0), limits.cellWidth ?? .max) }
    isRight = columns.indices.map { column in
      let cells = sample.compactMap { $0.indices.contains(column) ? $0[column] : nil }.filter { $0 != .null }
      return !cells.isEmpty && cells.allSatisfy { if case .number = $0 { true } else { false } }
    }
    for row in texts {
      for (column, text) in row.enumerated() where column < widths.count {
        widths[column] = max(widths[column], limits.width(text))
      }
    }
    let heading = joined(columns.map { cut($0) })
    let rule = widths.map { String(repeating: limits.usesASCII ? "-" : "─", count: $0) }.joined(separator: "  ")
    let lines = texts.map(joined)
    sample = []
    return heading + rule + "\n" + lines.joined()
  }

  private mutating func line(_ cells: [OutputCell]) -> String { joined(cells.map { text($0) }) }

  private mutating func text(_ cell: OutputCell) -> String {
    switch cell {
    case .null: limits.usesASCII ? "null" : "∅"
    case .text(let text): cut(EscapedText.of(text))
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    }
  }

  private mutating func cut(_ text: String) -> String {
    guard let most = limits.cellWidth, text.utf8.count > most, limits.width(text) > most else { return text }
    cellsCut += 1
    var kept = ""
    var width = 1
    for character in text {
      width += limits.width(String(character))
      if width > most { break }
      kept.append(character)
    }
    return kept + (limits.usesASCII ? "~" : "…")
  }

  private func joined(_ texts: [String]) -> String {
    var line = ""
    for (column, text) in texts.enumerated() {
      let gap = String(repeating: " ", count: max(0, (column < widths.count ? widths[column] : 0) - limits.width(text)))
      if column > 0 { line += "  " }
      line += column < isRight.count && isRight[column] ? gap + text : text + gap
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
