/// Says that a part of a canvas is a window on a plane larger than it: a terminal may then move what stays in view instead of
/// having it sent again. Only a hint: whatever is shown is made right afterwards.
package struct PlaneWindow: Hashable, Sendable {
  /// Where on the canvas the window is.
  package var rect: Rect
  /// The cell of the plane in the window's first cell.
  package var origin: Point
  /// Which plane: two windows of one identity show the same plane.
  package var identity: Int
  /// What lies over the window at its right edge and does not move with the plane.
  package var fixed: Rect
  /// What most of its lines are drawn in: wide gaps between them have that ink too, so that the pen need not change for them.
  package var gaps: StyleRole

  /// A window on the plane of an identity.
  package init(
    _ rect: Rect, origin: Point, identity: Int, fixed: Rect = Rect(0, 0, 0, 0), gaps: StyleRole = .text
  ) {
    self.rect = rect
    self.origin = origin
    self.identity = identity
    self.fixed = fixed
    self.gaps = gaps
  }
}

extension Canvas {
  /// Whether a glyph of two columns stands in the rows of a rectangle: half of it might be moved.
  package func hasWideGlyphs(in rect: Rect) -> Bool {
    let rows = rect.intersection(bounds)
    return cells[(rows.y * size.width)..<(rows.maxY * size.width)].contains { $0.width != 1 }
  }
}

/// A stretch of one row that is moved sideways.
package struct RowShift: Hashable, Sendable {
  package var row: Int
  /// The stretch on the screen; what is beyond it stays.
  package var columns: Range<Int>
  /// Columns to the right; to the left when negative.
  package var distance: Int
}

/// How a screen comes from one window on a plane to another.
package struct PlaneMove: Hashable, Sendable {
  /// Stretches moved sideways first.
  package var shifts: [RowShift]
  /// Rows that are then scrolled, and how far up; down when negative.
  package var scrolled: (rows: Range<Int>, distance: Int) { (rows, distance) }
  private var rows: Range<Int>
  private var distance: Int

  init(_ shifts: [RowShift], rows: Range<Int>, distance: Int) {
    self.shifts = shifts
    self.rows = rows
    self.distance = distance
  }
}

extension PlaneWindow {
  /// How to come from an earlier window on the plane to this one, where the window goes sideways; nothing where it is another
  /// plane, another place, or too far for much to stay in view. Rows that only scroll are left to the terminal's library.
  package func move(from earlier: PlaneWindow) -> PlaneMove? {
    let (dx, dy) = (earlier.origin.x - origin.x, origin.y - earlier.origin.y)
    guard earlier.rect == rect, earlier.identity == identity, dx != 0 else { return nil }
    guard abs(dx) * 4 < rect.width * 3, abs(dy) * 4 < rect.height * 3 else { return nil }
    let shifts = (rect.y..<rect.maxY).compactMap { row -> RowShift? in
      let isCovered = row >= fixed.y && row < fixed.maxY && !fixed.isEmpty
      let right = isCovered ? min(rect.maxX, fixed.x) : rect.maxX
      guard right - rect.x > abs(dx) else { return nil }
      return RowShift(row: row, columns: rect.x..<right, distance: dx)
    }
    return PlaneMove(shifts, rows: rect.y..<rect.maxY, distance: dy)
  }
}
