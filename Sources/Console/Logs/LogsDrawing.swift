internal import Engine
internal import Project
package import TerminalKit

extension LogsScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    let shown = shown(context)
    guard !shown.isEmpty else {
      for (line, y) in zip(wrapped(whyEmpty(context), to: rect.width - 4), rect.y + 1..<rect.maxY) {
        canvas.write(line, rect.x + 2, y, .muted)
      }
      return
    }
    let nodeWidth = rect.width >= 60 ? min(48, rect.width / 5) : 0
    let messageX = 1 + (showsTimes ? 9 : 0) + 2 + (nodeWidth > 0 ? nodeWidth + 1 : 0)
    let messageWidth = max(1, rect.width - messageX - 2)
    var y = rect.y
    let told = { message(of: $0, hasName: nodeWidth > 0, context) }
    for index in firstShown(shown, messageWidth, rect.height, told: told)..<shown.count where y < rect.maxY {
      let event = shown[index]
      let ground: StyleRole = index == cursor.index ? .selection : .background
      let message = told(event)
      let lines = wraps ? wrapped(message, to: messageWidth) : [message]
      canvas.fill(Rect(rect.x, y, rect.width - 2, min(lines.count, rect.maxY - y)), " ", Style(.text, on: ground))
      let mark = event.level.mark
      var x = rect.x + 1
      if showsTimes { x += canvas.write(Figures.civil(event.at).time, x, y, Style(.muted, on: ground)) + 1 }
      x += canvas.write(mark.text(context.glyphs), x, y, Style(mark.role, on: ground)) + 1
      if nodeWidth > 0 {
        let name = event.node.map { context.name(of: $0) } ?? event.run.map { "run \($0)" } ?? ""
        canvas.write(clipped(name, to: nodeWidth, at: .middle), x, y, Style(.info, on: ground))
      }
      let role: StyleRole = event.level >= .warn ? mark.role : event.level == .debug ? .muted : .text
      for line in lines where y < rect.maxY {
        canvas.write(line, rect.x + messageX, y, Style(role, on: ground), limit: messageWidth)
        y += 1
      }
    }
    ScrollBar(first: cursor.visible(height: rect.height).lowerBound, shown: rect.height, total: shown.count)
      .draw(into: &canvas, in: rect)
  }

  /// What an event says, without the node's name where that stands before it anyway.
  private func message(of event: EventRecord, hasName: Bool, _ context: ScreenContext) -> String {
    guard let node = event.node else { return event.message }
    let name = context.name(of: node)
    let message = event.messageAlone
    // Where there is no room for a column of names the message begins with it.
    guard hasName else { return message == event.message && message.contains(name) ? message : "\(name): \(message)" }
    // A failure says where in the author's files it lies before it says why.
    guard event.kind == EventKind.stepState, message.hasPrefix("failed – "), let place = event.place(context) else {
      return message
    }
    return "failed at \(place) – " + message.dropFirst("failed – ".count)
  }

  /// The first event on the screen: as the cursor's window says, later where wrapped lines would push the cursor out.
  private func firstShown(
    _ shown: [EventRecord], _ width: Int, _ height: Int, told: (EventRecord) -> String
  ) -> Int {
    var first = cursor.visible(height: height).lowerBound
    guard wraps else { return first }
    var rows = 0
    for index in stride(from: min(cursor.index, shown.count - 1), through: first, by: -1) {
      rows += wrapped(told(shown[index]), to: width).count
      if rows > height {
        first = index + 1
        break
      }
    }
    return min(first, cursor.index)
  }
}
