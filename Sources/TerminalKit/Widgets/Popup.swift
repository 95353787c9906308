/// A framed box above the screen.
package struct Popup: Sendable {
  package var title: String
  package var size: Size
  package var style: Style

  /// A popup whose inside has the given size.
  package init(_ title: String, size: Size, style: Style = Style(.info, on: .panel)) {
    self.title = title
    self.size = size
    self.style = style
  }

  /// Draws the box in the middle of `rect`; returns its inside.
  package func draw(into canvas: inout Canvas, in rect: Rect) -> Rect {
    let box = rect.centred(Size(size.width + 4, size.height + 2))
    canvas.fill(box, " ", Style(.text, on: .panel))
    canvas.frame(box, title: title, style, titleStyle: Style(.title, on: .panel, .bold))
    return box.inset(2, 1)
  }
}
