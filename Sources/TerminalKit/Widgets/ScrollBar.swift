/// Where a window stands in something longer: a thumb on the right edge. Draws nothing when all is shown.
package struct ScrollBar: Sendable {
  package var first: Int
  package var shown: Int
  package var total: Int

  /// The window `first ..< first + shown` of `total` rows.
  package init(first: Int, shown: Int, total: Int) {
    self.first = first
    self.shown = shown
    self.total = total
  }

  /// Draws the thumb in the last column of a rectangle.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard total > shown, shown > 0, rect.height > 0, rect.width > 0 else { return }
    let length = max(1, rect.height * shown / total)
    let room = rect.height - length
    let start = total == shown ? 0 : min(room, (room * first + (total - shown) / 2) / (total - shown))
    for row in 0..<rect.height {
      let inside = row >= start && row < start + length
      canvas.write(inside ? "┃" : "│", rect.maxX - 1, rect.y + row, inside ? Style(.info) : .muted)
    }
  }
}
