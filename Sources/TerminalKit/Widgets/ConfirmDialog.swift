/// A question with what will be touched, answered by `y` or by anything else.
package struct ConfirmDialog: Hashable, Sendable {
  package var title: String
  package var question: String
  /// What the act touches, a line each.
  package var details: [String]
  /// The first detail that is shown, where not all fit.
  package private(set) var first = 0

  /// A question about an act.
  package init(title: String, question: String, details: [String] = []) {
    self.title = title
    self.question = question
    self.details = details
  }

  /// Moves the window over the details; `false` when the key does not move it, which is an answer.
  package mutating func scroll(_ chord: Chord, in size: Size) -> Bool {
    let room = shape(in: size).room
    let step: Int
    switch chord.key {
    case .down: step = 1
    case .up: step = -1
    case .pageDown: step = max(1, room - 1)
    case .pageUp: step = -max(1, room - 1)
    case .home: step = -details.count
    case .end: step = details.count
    default: return false
    }
    first = max(0, min(first + step, details.count - room))
    return true
  }

  /// Whether there is more to tell than there is room for.
  package func isLonger(than size: Size) -> Bool { shape(in: size).room < details.count }

  /// The dialog is as wide as what it tells, where the window is.
  private func shape(in size: Size) -> (width: Int, question: [String], room: Int) {
    let told = (question.split(separator: "\n").map(String.init) + details).map { displayWidth($0) }.max() ?? 0
    let width = min(max(20, size.width - 8), max(64, min(told, 120)))
    let lines = wrapped(question, to: width)
    return (width, lines, min(details.count, max(0, size.height - lines.count - 6)))
  }

  /// Draws the dialog in the middle of `rect`.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    let (width, questionLines, room) = shape(in: rect.size)
    let start = max(0, min(first, details.count - room))
    let shownDetails = details[start..<start + room]
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
        let rest = details.count - start - index
        let last = index == room - 1 && rest > 1
        let text = last ? "… and \(rest) more: ↓" : start > 0 && index == 0 ? "… \(start + 1) before: ↑" : line
        canvas.write(text, inside.x, y, Style(.muted, on: .panel), limit: inside.width)
        y += 1
      }
      let x = inside.x
      let used = canvas.write(" y yes ", x, inside.maxY - 1, Style(.warn, on: .selection, .bold))
      canvas.write("  any other key: no", x + used, inside.maxY - 1, Style(.muted, on: .panel))
    }
  }
}
