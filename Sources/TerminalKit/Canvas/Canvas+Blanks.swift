extension Canvas {
  /// The same picture with every blank in one ink: nobody sees what colour a missing glyph would have, but a terminal is
  /// sent eleven bytes for every change of it.
  ///
  /// A few blanks between words stay in the ink of the word before, so that the pen need not change for them; a longer gap
  /// has the ground's own, or that of the lines of the plane it is a gap of. What a blank is so depends on its neighbours in the row alone, and rows that look alike are alike,
  /// wherever they stand: a terminal that can scroll then has nothing to mend.
  package var settlingBlanks: Canvas {
    var copy = self
    copy.settleBlanks()
    return copy
  }

  private mutating func settleBlanks() {
    for row in 0..<size.height {
      let start = row * size.width
      var index = start
      let end = start + size.width
      while index < end {
        guard cells[index].isPlainBlank else {
          index += 1
          continue
        }
        let first = index
        let ground = cells[first].style.ground
        while index < end, cells[index].isPlainBlank, cells[index].style.ground == ground { index += 1 }
        setBlanks(first..<index, ink: ink(of: first..<index, in: start..<end, ground))
      }
    }
  }

  /// Blanks a terminal is rather sent than told to skip.
  private static let widestWordGap = 6

  private func ink(of gap: Range<Int>, in row: Range<Int>, _ ground: StyleRole) -> Style {
    let plain = Style(isOnPlane(gap) ? plane?.gaps ?? .text : .text, on: ground)
    guard gap.count <= Self.widestWordGap, gap.lowerBound > row.lowerBound, gap.upperBound < row.upperBound else {
      return plain
    }
    let before = cells[gap.lowerBound - 1].style
    return before.ground == ground && before.isPlainOnBlanks ? before : plain
  }

  private func isOnPlane(_ gap: Range<Int>) -> Bool {
    guard let window = plane?.rect, size.width > 0 else { return false }
    let (row, column) = (gap.lowerBound / size.width, gap.lowerBound % size.width)
    return row >= window.y && row < window.maxY && column >= window.x && column + gap.count <= window.maxX
  }

  private mutating func setBlanks(_ gap: Range<Int>, ink: Style) {
    for index in gap { restyleCell(index, ink) }
  }
}
