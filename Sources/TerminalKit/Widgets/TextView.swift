/// A longer text that scrolls, wrapped at the width or cut there.
package struct TextView: Hashable, Sendable {
  package var lines: [String]
  package var wraps: Bool
  package var cursor = ListCursor()

  /// A view of these lines.
  package init(_ lines: [String], wraps: Bool = true) {
    self.lines = lines
    self.wraps = wraps
  }

  /// The lines as they are shown in a width.
  package func shown(width: Int) -> [String] {
    wraps ? lines.flatMap { wrapped($0, to: width) } : lines
  }

  /// Draws the window that holds the cursor's line at its top.
  package func draw(into canvas: inout Canvas, in rect: Rect, style: Style = .text) {
    guard !rect.isEmpty else { return }
    let all = shown(width: max(1, rect.width - 2))
    let first = max(0, min(cursor.index, all.count - rect.height))
    for (line, y) in zip(all[first...], rect.y..<rect.maxY) {
      canvas.write(line, rect.x, y, style, limit: max(1, rect.width - 2))
    }
    ScrollBar(first: first, shown: min(all.count, rect.height), total: all.count).draw(into: &canvas, in: rect)
  }
}
