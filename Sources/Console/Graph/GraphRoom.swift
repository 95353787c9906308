internal import TerminalKit

/// Where the picture stands in its area, and the card of the selected node: below the picture where there are rows to spare,
/// else beside it where there are columns.
struct GraphRoom {
  let picture: Rect
  /// Empty where there is no room.
  let card: Rect

  /// The least columns in which a card beside the picture can be read.
  private static let leastBeside = 56
  private static let widestCard = 120

  init(_ area: Rect, plane: Size) {
    let size = Size(min(area.width, plane.width), min(area.height, plane.height))
    let spare = Size(area.width - size.width, area.height - size.height)
    // A picture lower than the screen is not stretched; it stands at the top, where the eye begins.
    if spare.height <= NodeCard.height, spare.width > Self.leastBeside {
      picture = Rect(area.x, area.y, size.width, size.height)
      let width = min(Self.widestCard, spare.width - 1)
      card = Rect(picture.maxX + 1, area.y, width, area.height)
      return
    }
    let inset = spare.width / 2
    picture = Rect(area.x + inset, area.y, size.width, size.height)
    guard spare.height > NodeCard.height else {
      card = Rect(0, 0, 0, 0)
      return
    }
    // As wide as the picture, and wider where what is told of a node would be cut.
    let width = max(size.width, min(area.width, Self.widestCard))
    let x = width == size.width ? picture.x : area.x + (area.width - width) / 2
    card = Rect(x, area.y + size.height + 1, width, spare.height - 1)
  }
}
