/// A cell's place on the screen: column `x` and row `y`, both from zero at the top left.
package struct Point: Hashable, Sendable {
  package var x: Int
  package var y: Int

  /// A place at column `x`, row `y`.
  package init(_ x: Int, _ y: Int) {
    self.x = x
    self.y = y
  }
}

/// An extent in cells; never negative.
package struct Size: Hashable, Sendable {
  package var width: Int
  package var height: Int

  /// An extent of `width` × `height` cells; negative numbers become zero.
  package init(_ width: Int, _ height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A rectangle of cells; never of negative extent, possibly outside the canvas.
package struct Rect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  /// The rectangle whose top left cell is (`x`, `y`); a negative extent becomes zero.
  package init(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The rectangle that covers a canvas of the given size.
  package init(_ size: Size) {
    self.init(0, 0, size.width, size.height)
  }

  /// The first column right of the rectangle.
  package var maxX: Int { x + width }
  /// The first row below the rectangle.
  package var maxY: Int { y + height }
  /// Whether there is no cell in it.
  package var isEmpty: Bool { width == 0 || height == 0 }
  /// The rectangle's extent.
  package var size: Size { Size(width, height) }

  /// Whether the cell at `point` lies inside.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The part that lies in both rectangles; of zero extent where they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(left, top, min(maxX, other.maxX) - left, min(maxY, other.maxY) - top)
  }

  /// The rectangle without a margin of `dx` columns and `dy` rows on each side.
  package func inset(_ dx: Int, _ dy: Int) -> Rect {
    Rect(x + min(dx, width), y + min(dy, height), width - 2 * dx, height - 2 * dy)
  }

  /// The rectangle moved by `dx` columns and `dy` rows.
  package func moved(_ dx: Int, _ dy: Int) -> Rect { Rect(x + dx, y + dy, width, height) }
}

extension Rect {
  /// The upper `rows` rows and the rest below; `rows` is clamped to the height.
  package func cutTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, rows), height)
    return (Rect(x, y, width, taken), Rect(x, y + taken, width, height - taken))
  }

  /// The lower `rows` rows and the rest above; `rows` is clamped to the height.
  package func cutBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
    let taken = min(max(0, rows), height)
    return (Rect(x, y, width, height - taken), Rect(x, maxY - taken, width, taken))
  }

  /// The left `columns` columns and the rest; `columns` is clamped to the width.
  package func cutLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, columns), width)
    return (Rect(x, y, taken, height), Rect(x + taken, y, width - taken, height))
  }

  /// The right `columns` columns and the rest; `columns` is clamped to the width.
  package func cutRight(_ columns: Int) -> (rest: Rect, right: Rect) {
    let taken = min(max(0, columns), width)
    return (Rect(x, y, width - taken, height), Rect(maxX - taken, y, taken, height))
  }

  /// A rectangle of at most the given size in the middle of this one.
  package func centred(_ size: Size) -> Rect {
    let w = min(width, size.width)
    let h = min(height, size.height)
    return Rect(x + (width - w) / 2, y + (height - h) / 2, w, h)
  }
}
