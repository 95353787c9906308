/// A line chart in braille dots: two columns and four rows of dots a cell.
package struct BrailleChart: Sendable {
  /// Left to right; `nil` leaves a gap.
  package var values: [Double?]
  package var style: Style

  /// A chart of values at equal distances.
  package init(_ values: [Double?], style: Style = Style(.info)) {
    self.values = values
    self.style = style
  }

  /// Bits of the dots of a cell by column and row (Unicode, Braille Patterns).
  private static let dots: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Draws the line scaled to the rectangle, the least value at the bottom.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard let least = known.min(), let greatest = known.max() else { return }
    let columns = rect.width * 2
    let rows = rect.height * 4
    var cells = [UInt32](repeating: 0, count: rect.width * rect.height)
    var previous: Int?
    for column in 0..<columns {
      guard let value = sample(column, of: columns) else {
        previous = nil
        continue
      }
      let share = greatest > least ? (value - least) / (greatest - least) : 0.5
      let row = rows - 1 - min(rows - 1, max(0, Int(share * Double(rows - 1) + 0.5)))
      let from = previous.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
      for dot in min(from, row)...max(from, row) {
        cells[dot / 4 * rect.width + column / 2] |= BrailleChart.dots[column % 2][dot % 4]
      }
      previous = row
    }
    for (index, bits) in cells.enumerated() where bits != 0 {
      guard let scalar = Unicode.Scalar(0x2800 + bits) else { continue }
      let glyph = Glyph(character: Character(scalar), width: 1)
      canvas.put(glyph, rect.x + index % rect.width, rect.y + index / rect.width, style)
    }
  }

  /// The value at a dot column: between two values on the straight line that joins them.
  private func sample(_ column: Int, of columns: Int) -> Double? {
    guard values.count > 1, columns > 1 else { return values.first ?? nil }
    let position = Double(column) * Double(values.count - 1) / Double(columns - 1)
    let left = Int(position)
    let right = min(values.count - 1, left + 1)
    guard let a = values[left], let b = values[right], a.isFinite, b.isFinite else {
      return position == Double(left) ? values[left] : nil
    }
    return a + (b - a) * (position - Double(left))
  }
}
