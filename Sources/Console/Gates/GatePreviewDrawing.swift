internal import Engine
internal import Project
internal import TerminalKit

/// Draws what opening the chosen node would show: how it stands, its checks, and of the one to look at first what it says
/// and the first rows it found.
struct GatePreviewDrawing {
  let preview: GatePreview
  let context: ScreenContext

  private typealias Line = (text: String, style: Style)

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let inside = rect.inset(2, 1)
    guard inside.width >= 40, inside.height >= 4 else { return }
    let head = standing(inside.width)
    let (checks, details, rows) = heights(inside.height - head.count, inside.width)
    let parts = [head.count, checks, details, rows].filter { $0 > 0 }
    // No taller than what there is to tell.
    let used = parts.reduce(0, +) + parts.count - 1
    canvas.frame(Rect(rect.x, rect.y, rect.width, used + 2), title: context.name(of: preview.node), .muted)
    canvas.clipped(to: inside) { canvas in
      var y = inside.y + write(head[...], into: &canvas, inside.x, inside.y) + 1
      if checks > 0 {
        var cursor = ListCursor()
        cursor.setCount(preview.checks.count)
        cursor.setHeight(checks - 1)
        cursor.move(to: preview.focus ?? 0)
        list.draw(into: &canvas, in: Rect(inside.x, y, inside.width, checks), cursor: cursor, isFocused: false)
        y += checks + 1
      }
      if details > 0 { y += write(focusLines(inside.width).prefix(details), into: &canvas, inside.x, y) + 1 }
      if rows > 0, let failures = preview.failures, let focus = preview.focus {
        FailingRowsDrawing(rows: failures, check: preview.checks[focus])
          .draw(into: &canvas, Rect(inside.x, y, inside.width, rows))
      }
    }
  }

  private var list: CheckList {
    CheckList(checks: preview.checks, trends: preview.trends, waivers: preview.waivers, context: context)
  }

  /// How the rows below the head are shared, a blank one before each part: half for the checks, of the rest half for the rows
  /// that fail, and more where the others leave it.
  private func heights(_ room: Int, _ width: Int) -> (checks: Int, details: Int, rows: Int) {
    let wished = (preview.checks.isEmpty ? 0 : preview.checks.count + 1, focusLines(width).count)
    let wishedRows = preview.failures.map { $0.page.rows.count + 2 } ?? 0
    let others = wished.1 + 1 + (wishedRows > 0 ? wishedRows + 1 : 0)
    let checks = min(wished.0, max(4, room / 2, room - 1 - others), max(0, room - 1))
    var rest = room - checks - (checks > 0 ? 2 : 1)
    guard wishedRows > 0, rest > 5 else { return (checks, max(0, min(wished.1, rest)), 0) }
    rest -= 1
    let rows = min(wishedRows, max(rest - wished.1, rest / 2))
    return (checks, min(wished.1, rest - rows), rows)
  }

  private func write(_ lines: ArraySlice<Line>, into canvas: inout Canvas, _ x: Int, _ y: Int) -> Int {
    for (line, row) in zip(lines, y...) { canvas.write(line.text, x, row, line.style) }
    return lines.count
  }

  /// The node's state and why, with the author's lines where it failed.
  private func standing(_ width: Int) -> [Line] {
    let status = context.status[preview.node]
    let mark = status.state.mark
    var words = mark.text(context.glyphs) + " " + mark.word
    if let reason = status.step?.reason, !reason.isEmpty { words += " – " + reason }
    var lines: [Line] = wrapped(words, to: width).prefix(4).map { ($0, Style(mark.role)) }
    if FailureExcerpt.isShown(status.step), let excerpt = preview.excerpt {
      lines += excerpt.numbered.map { line in
        (clipped(line.text, to: width), Style(line.isMeant ? (line.text.hasSuffix("^") ? .fail : .text) : .muted))
      }
    }
    if preview.checks.isEmpty { lines.append(("no check of this node was ever evaluated", .muted)) }
    return lines
  }

  /// What the check to look at first says.
  private func focusLines(_ width: Int) -> [Line] {
    guard let focus = preview.focus, preview.checks.indices.contains(focus) else { return [] }
    let check = preview.checks[focus]
    let details: [Line] = list.details(of: check).flatMap { line in
      wrapped(line.text, to: width).map { ($0, line.style) }
    }
    return [(check.name, .title)] + details
  }
}
