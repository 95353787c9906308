internal import TerminalKit

/// How a body is shared between a list and a preview of its chosen line: beside it in a wide window, below it in a high one.
/// A window of the usual size has no room for one, and keeps its list whole.
struct RoomBeside {
  let list: Rect
  /// Empty where there is no room.
  let preview: Rect

  /// From here on a window is wide or high. The frame around a body takes three rows.
  static let wide = 150
  static let high = 42
  /// Fewer columns do not hold what is to be read.
  private static let leastWidth = 70

  /// - Parameters:
  ///   - width: the columns the list has use for.
  ///   - height: the rows it has use for.
  init(_ body: Rect, width: Int, height: Int) {
    if body.width >= Self.wide, body.height >= 12 {
      let (left, right) = body.cutLeft(max(40, min(width, body.width - Self.leastWidth)))
      list = left
      preview = Rect(right.x + 1, right.y, right.width - 1, right.height)
    } else if body.height >= Self.high, body.width >= 60 {
      (list, preview) = body.cutTop(max(6, min(height, body.height / 2)))
    } else {
      (list, preview) = (body, Rect(0, 0, 0, 0))
    }
  }
}
