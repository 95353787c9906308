internal import Engine
internal import TerminalKit

/// One key's versions, each on a line of its own over the moments of the table, gaps left open.
struct KeyTimeline {
  let versions: [KeyVersion]
  let moments: [String]

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    let labelWidth = min(44, rect.width / 2)
    let bar = Rect(rect.x + labelWidth + 2, rect.y, max(0, rect.width - labelWidth - 3), 1)
    var y = rect.y
    var last: String?
    for version in versions where y < rect.maxY {
      if let last, last < version.from, y < rect.maxY {
        canvas.write(
          "gap: nothing held from \(last) to \(version.from)", rect.x + 1, y, Style(.stale), limit: rect.width - 2)
        y += 1
      }
      last = version.to
      let until = version.to ?? "open"
      canvas.write("\(version.from) → \(until)", rect.x + 1, y, version.to == nil ? .title : .text, limit: labelWidth)
      drawBar(version, into: &canvas, bar.moved(0, y - bar.y))
      y += 1
      var facts: [String] = []
      for name in version.changed { facts.append("\(name) = \((version.values[name] ?? nil) ?? "NULL")") }
      if facts.isEmpty { facts.append("first known") }
      if let known = version.knownAt { facts.append("known \(known)") }
      var x = rect.x + 3
      for badge in version.badges { x += canvas.write(badge.uppercased(), x, y, Style(.gate, .bold)) + 1 }
      canvas.write(facts.joined(separator: "  "), x, y, .muted, limit: rect.maxX - x - 1)
      y += 1
    }
  }

  private func drawBar(_ version: KeyVersion, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.width > 2, !moments.isEmpty else { return }
    func column(_ instant: String?) -> Int {
      guard let instant else { return rect.width }
      let index = moments.firstIndex { $0 >= instant } ?? moments.count
      return min(rect.width - 1, index * rect.width / max(1, moments.count))
    }
    let (start, end) = (column(version.from), column(version.to))
    canvas.fill(
      Rect(rect.x + start, rect.y, max(1, end - start), 1), version.to == nil ? "█" : "▓",
      Style(version.to == nil ? .pass : .info))
  }
}
