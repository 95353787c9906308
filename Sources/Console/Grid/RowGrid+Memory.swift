internal import Engine
internal import Project
internal import TerminalKit

/// How a grid was left, as words to be kept: the row and the first row shown, the chosen column, and how the columns are
/// shaped. It is taken up with the first page of rows.
extension RowGrid {
  var memory: [String: String] {
    var kept = ["row": "\(cursor.index)", "top": "\(cursor.top)", "frozen": "\(frozen)"]
    kept["column"] = chosenName
    kept["hidden"] = hidden.isEmpty ? nil : hidden.sorted().joined(separator: "\t")
    kept["marked"] = marked.isEmpty ? nil : marked.joined(separator: "\t")
    let chosen = resized.sorted().compactMap { name in widths[name].map { "\($0) \(name)" } }
    kept["widths"] = chosen.isEmpty ? nil : chosen.joined(separator: "\t")
    return columns.isEmpty ? awaited : kept
  }

  /// Shapes the grid as it was left, once there are rows.
  mutating func restore(_ memory: [String: String]) {
    awaited = memory.filter { Self.words.contains($0.key) }
    // Hidden columns are hidden from the first paint on.
    hidden = Set(list("hidden"))
    marked = list("marked")
  }

  private static let words: Set = ["row", "top", "frozen", "column", "hidden", "marked", "widths"]

  private func list(_ name: String) -> [String] { (awaited[name] ?? "").split(separator: "\t").map(String.init) }

  /// The row it is to stand at once it is read.
  var awaitedRow: Int { awaited["row"].flatMap { Int($0) } ?? 0 }

  mutating func takeUp() {
    guard !awaited.isEmpty else { return }
    if let count = awaited["frozen"].flatMap({ Int($0) }) { frozen = max(0, min(count, columns.count - 1)) }
    if let name = awaited["column"], let place = shownColumns.firstIndex(where: { columns[$0].name == name }) {
      column = place
    }
    for word in list("widths") {
      let parts = word.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, let width = Int(parts[0]), columns.contains(where: { $0.name == parts[1] }) else {
        continue
      }
      widths[parts[1]] = max(2, min(200, width))
      resized.insert(parts[1])
    }
    cursor.stand(at: awaitedRow, under: awaited["top"].flatMap { Int($0) } ?? 0)
    awaited = [:]
  }
}
