/// The chosen row of a list and the first row shown. The cursor never leaves the rows there are, and the window
/// follows the cursor.
package struct ListCursor: Hashable, Sendable {
  package private(set) var index = 0
  package private(set) var top = 0
  package private(set) var count = 0
  package private(set) var height = 1

  /// A cursor at the first of no rows.
  package init() {}

  /// Tells how many rows there are.
  package mutating func setCount(_ newCount: Int) {
    count = max(0, newCount)
    move(to: index)
  }

  /// Tells how many rows fit on the screen.
  package mutating func setHeight(_ newHeight: Int) {
    height = max(1, newHeight)
    move(to: index)
  }

  /// Goes to a row, or the nearest there is.
  package mutating func move(to row: Int) {
    index = max(0, min(row, count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = max(0, min(top, count - height))
  }

  /// Stands at a row with another as the first one shown, as far as that can be.
  package mutating func stand(at row: Int, under first: Int) {
    top = max(0, first)
    move(to: row)
  }

  /// Goes down so many rows; up when negative.
  package mutating func move(by rows: Int) { move(to: index + rows) }

  /// The rows on the screen when `height` of them fit.
  package func visible(height: Int) -> Range<Int> {
    guard count > 0, height > 0 else { return 0..<0 }
    var first = min(top, index)
    if index >= first + height { first = index - height + 1 }
    first = max(0, min(first, count - height))
    return first..<min(count, first + height)
  }
}
