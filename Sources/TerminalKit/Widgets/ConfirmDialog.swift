/// A question with what will be touched, answered by `y` or by anything else.
package struct ConfirmDialog: Hashable, Sendable {
  package var title: String
  package var question: String
  /// What the act touches, a line each.
  package var details: [String]

  /// A question about an act.
  package init(title: String, question: String, details: [String] = []) {
    self.title = title
    self.question = question
    self.details = details
  }

  /// Draws the dialog in the middle of `rect`.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    let width = min(max(20, rect.width - 8), 64)
    let questionLines = wrapped(question, to: width)
    let shownDetails = details.prefix(max(0, rect.height - questionLines.count - 6))
    var height = questionLines.count + shownDetails.count + 2
    if !shownDetails.isEmpty { height += 1 }
    let inside = Popup(title, size: Size(width, height), style: Style(.warn, on: .panel)).draw(into: &canvas, in: rect)
    canvas.clipped(to: inside) { canvas in
      var y = inside.y
      for line in questionLines {
        canvas.write(line, inside.x, y, Style(.text, on: .panel))
        y += 1
      }
      if !shownDetails.isEmpty { y += 1 }
      for (index, line) in shownDetails.enumerated() {
        let last = index == shownDetails.count - 1 && shownDetails.count < details.count
        let text = last ? "… and \(details.count - index) more" : line
        canvas.write(text, inside.x, y, Style(.muted, on: .panel), limit: inside.width)
        y += 1
      }
      let x = inside.x
      let used = canvas.write(" y yes ", x, inside.maxY - 1, Style(.warn, on: .selection, .bold))
      canvas.write("  any other key: no", x + used, inside.maxY - 1, Style(.muted, on: .panel))
    }
  }
}
