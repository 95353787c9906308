internal import Engine
internal import Project
internal import TerminalKit

/// Why a step failed, and the author's line it failed at.
struct FailureExcerpt {
  let step: StepRecord
  let excerpt: SourceExcerpt?
  let context: ScreenContext

  /// A step that no gate held but that failed itself; its checks do not tell why.
  static func isShown(_ step: StepRecord?) -> Bool {
    switch step?.state {
    case .failed, .timedOut, .crashed: true
    default: false
    }
  }

  /// The lines, with the frame; fewer where there is little room.
  func height(in room: Int, width: Int) -> Int { min(room, lines(width - 4).count + 2) }

  func draw(into canvas: inout Canvas, in rect: Rect) {
    guard rect.height > 2, rect.width > 8 else { return }
    let mark = step.state.mark
    let place = step.location.map { " \($0)" } ?? ""
    canvas.frame(rect, title: mark.text(context.glyphs) + " " + mark.word + place, Style(mark.role))
    let inside = rect.inset(2, 1)
    canvas.clipped(to: inside) { canvas in
      for (line, y) in zip(lines(inside.width), inside.y...) {
        canvas.write(clipped(line.text, to: inside.width), inside.x, y, Style(line.role))
      }
    }
  }

  private func lines(_ width: Int) -> [(text: String, role: StyleRole)] {
    let reason = step.reason ?? step.state.mark.word
    let words = reason.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      wrapped(String($0), to: width)
    }
    let source = (excerpt?.numbered ?? []).map { line -> (text: String, role: StyleRole) in
      (line.text, line.isMeant ? (line.text.hasSuffix("^") ? .fail : .text) : .muted)
    }
    return words.map { ($0, .fail) } + (source.isEmpty ? [] : [("", .text)]) + source
  }
}

extension GatesScreen {
  /// Asks for the lines around the place a node failed at.
  func askExcerpt(_ node: NodeID, _ context: ScreenContext) -> [Effect] {
    let step = context.status[node].step
    guard FailureExcerpt.isShown(step), let location = step?.location else { return [] }
    return [
      .load("excerpt", for: GatesScreen.self) { source in
        try await source.excerpt(of: location)
      } then: { screen, excerpt, _ in
        guard case .checks(node) = screen.level else { return [] }
        screen.excerpt = excerpt
        return []
      }
    ]
  }

  /// Where `e` opens the editor: the line the node failed at, else the chosen check's.
  func editedPlace(_ context: ScreenContext) -> SourceLocation? {
    guard case .checks(let node) = level else { return nil }
    let step = context.status[node].step
    if FailureExcerpt.isShown(step), let place = step?.location, check?.state != .fail { return place }
    return check?.location ?? context.graph?[node]?.location
  }
}
