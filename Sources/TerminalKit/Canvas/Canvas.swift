/// A grid of cells that screens draw into. Whatever lies outside it, or outside the current clip, is ignored, so
/// drawing never has to ask whether it fits.
package struct Canvas: Equatable, Sendable {
  package let size: Size
  /// Row by row.
  package private(set) var cells: [Cell]
  /// Where drawing has effect; always inside the canvas.
  package private(set) var clip: Rect
  /// The part that is a window on a larger plane, if one is.
  package var plane: PlaneWindow?

  /// A blank canvas.
  package init(_ size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.width * size.height)
    clip = Rect(size)
  }

  /// The whole canvas as a rectangle.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place; blank outside.
  package subscript(x: Int, y: Int) -> Cell {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return .blank }
    return cells[y * size.width + x]
  }

  /// Draws with effect only inside `rect`.
  package mutating func clipped(to rect: Rect, _ body: (inout Canvas) -> Void) {
    let outer = clip
    clip = clip.intersection(rect)
    if !clip.isEmpty { body(&self) }
    clip = outer
  }

  /// Puts one glyph at a place. Half of a wide glyph that is overwritten becomes blank.
  package mutating func put(_ glyph: Glyph, _ x: Int, _ y: Int, _ style: Style) {
    guard y >= clip.y, y < clip.maxY, x >= clip.x, x < clip.maxX else {
      // The right half of a wide glyph that starts left of the clip is shown as a blank.
      if glyph.width == 2, x + 1 == clip.x { put(Glyph(character: " ", width: 1), x + 1, y, style) }
      return
    }
    if glyph.width == 2, x + 1 >= clip.maxX {
      put(Glyph(character: " ", width: 1), x, y, style)
      return
    }
    let index = y * size.width + x
    release(index, x)
    if glyph.width == 2 {
      release(index + 1, x + 1)
      cells[index + 1] = Cell(" ", width: 0, style: style)
    }
    cells[index] = Cell(glyph.character, width: UInt8(glyph.width), style: style)
  }

  /// Blanks the other half of a wide glyph one half of which is about to go.
  private mutating func release(_ index: Int, _ x: Int) {
    let cell = cells[index]
    if cell.width == 0, x > 0 { cells[index - 1] = Cell(" ", style: cells[index - 1].style) }
    if cell.width == 2, x + 1 < size.width { cells[index + 1] = Cell(" ", style: cells[index + 1].style) }
  }

  /// Writes text from a place to the right; returns the columns used.
  ///
  /// - Parameter limit: at most so many columns; a longer text ends in an ellipsis.
  @discardableResult
  package mutating func write(
    _ text: String, _ x: Int, _ y: Int, _ style: Style = .text, limit: Int? = nil, at truncation: Truncation = .end
  ) -> Int {
    if let limit {
      if limit <= 0 { return 0 }
      if text.utf8.count > limit {
        return write(TerminalKit.clipped(text, to: limit, at: truncation), x, y, style)
      }
    }
    var column = x
    let right = clip.maxX
    Glyph.forEach(in: text) { glyph in
      put(glyph, column, y, style)
      column += glyph.width
      return column < right
    }
    return column - x
  }

  /// Fills a rectangle with one character.
  package mutating func fill(_ rect: Rect, _ character: Character = " ", _ style: Style) {
    let area = rect.intersection(clip)
    let glyph = Glyph(character: character, width: 1)
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { put(glyph, x, y, style) }
    }
  }

  /// Changes the style of every cell in a rectangle, leaving the glyphs.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(clip)
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { change(&cells[y * size.width + x].style) }
    }
  }

  /// This picture as far down as so many cells differ from an earlier one, and the earlier one below: whole rows, the last of
  /// them the one with which the number is reached. Sent one after the other, such pictures lead to this one in small steps.
  ///
  /// - Returns: the picture, and whether nothing is missing from it.
  package func caughtUp(from earlier: Canvas, cells limit: Int) -> (canvas: Canvas, isWhole: Bool) {
    guard earlier.size == size, size.width > 0 else { return (self, true) }
    var left = limit
    for row in 0..<size.height {
      let range = (row * size.width)..<((row + 1) * size.width)
      left -= range.count { !cells[$0].looksLike(earlier.cells[$0]) }
      guard left <= 0, cells[range.upperBound...] != earlier.cells[range.upperBound...] else { continue }
      var copy = self
      copy.cells.replaceSubrange(range.upperBound..., with: earlier.cells[range.upperBound...])
      return (copy, false)
    }
    return (self, true)
  }

  /// Gives one cell another style.
  mutating func restyleCell(_ index: Int, _ style: Style) { cells[index].style = style }

  /// Replaces every glyph by what `change` makes of it; widths must stay.
  package mutating func substitute(_ change: (Character, Int) -> Character) {
    for index in cells.indices where cells[index].width > 0 {
      cells[index].character = change(cells[index].character, Int(cells[index].width))
    }
  }
}

extension Canvas {
  /// Copies a rectangle of another canvas to a place of this one.
  package mutating func stamp(_ other: Canvas, from source: Rect, to x: Int, _ y: Int) {
    let part = source.intersection(other.bounds)
    for row in part.y..<part.maxY {
      for column in part.x..<part.maxX {
        let cell = other[column, row]
        if cell.width == 0 { continue }
        put(
          Glyph(character: cell.character, width: Int(cell.width)), x + column - source.x, y + row - source.y,
          cell.style)
      }
    }
  }
}
