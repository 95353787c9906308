internal import Engine
internal import TerminalKit

/// Draws one item of the graph in its cells.
struct NodeDrawing {
  let face: NodeFace
  let glyphs: GlyphSet
  let isSelected: Bool
  /// Dimmed while others are looked at.
  let isFaint: Bool

  private var ground: StyleRole { isSelected ? .selection : .background }

  private func style(_ role: StyleRole) -> Style { Style(isFaint ? .muted : role, on: ground) }

  /// Figures stand on the terminal's own ground.
  private func figure(_ role: StyleRole) -> Style { Style(isFaint ? .muted : role) }

  func draw(into canvas: inout Canvas, in rect: Rect, zoom: GraphZoom) {
    // Of a box the upper row alone is marked: a move of the mark costs a line half as much.
    if isSelected { canvas.fill(Rect(rect.x, rect.y, rect.width, 1), " ", Style(.text, on: ground)) }
    switch zoom {
    case .box:
      drawName(into: &canvas, rect)
      drawFigures(into: &canvas, rect)
    case .line: drawLine(into: &canvas, rect)
    case .dot: canvas.write(face.mark.text(glyphs), rect.x, rect.y, style(face.mark.role))
    }
  }

  private func drawName(into canvas: inout Canvas, _ rect: Rect) {
    canvas.write(face.mark.text(glyphs), rect.x, rect.y, style(face.mark.role))
    let nameWidth = displayWidth(face.label)
    let room = rect.width - 2
    let badge = [face.badge, face.shortBadge].first { !$0.isEmpty && nameWidth + 1 + displayWidth($0) <= room }
    canvas.write(face.label, rect.x + 2, rect.y, style(.title), limit: room, at: .middle)
    if let badge { canvas.write(badge, rect.maxX - displayWidth(badge), rect.y, style(.gate)) }
  }

  private func drawPips(into canvas: inout Canvas, _ x: Int, _ y: Int, on ground: StyleRole = .background) -> Int {
    var used = 0
    for pip in face.pips {
      used += canvas.write(pip.mark.text(glyphs), x + used, y, figure(pip.mark.role).on(ground))
    }
    return used
  }

  private func drawFigures(into canvas: inout Canvas, _ rect: Rect) {
    let y = rect.y + 1
    var x = rect.x + 2
    x += drawPips(into: &canvas, x, y)
    if !face.pips.isEmpty { x += 1 }
    let room = rect.maxX - x
    guard room > 0 else { return }
    if face.isRunning {
      drawProgress(into: &canvas, x, y, room)
      return
    }
    if !face.note.isEmpty {
      canvas.write(face.note, x, y, figure(face.noteRole), limit: room)
      return
    }
    let fits = max(6, displayWidth(face.time)) + 1 + displayWidth(face.rows) <= room
    drawRight([face.time, fits ? face.rows : face.shortRows], into: &canvas, Rect(x, y, room, 1))
  }

  private func drawProgress(into canvas: inout Canvas, _ x: Int, _ y: Int, _ room: Int) {
    let timeWidth = displayWidth(face.time)
    guard let share = face.progress else {
      let text = face.rows.isEmpty ? face.mark.word : face.rows
      canvas.write(text, x, y, figure(.running), limit: room - timeWidth - 1)
      canvas.write(face.time, x + room - timeWidth, y, figure(.muted))
      return
    }
    let percent = Figures.percent(share)
    var right = room
    if room >= timeWidth + 12 {
      canvas.write(face.time, x + room - timeWidth, y, figure(.muted))
      right -= max(6, timeWidth) + 1
    }
    if right >= 9 {
      canvas.write(percent, x + right - displayWidth(percent), y, figure(.text))
      right -= 5
    }
    canvas.fill(Rect(x, y, right, 1), "░", figure(.muted))
    let filled = ProgressBar(share: share).text(width: right).prefix { $0 != " " }
    canvas.write(String(filled), x, y, figure(.running))
  }

  /// Writes figures from the right edge leftwards as long as they fit.
  private func drawRight(_ figures: [String], into canvas: inout Canvas, _ rect: Rect) {
    var right = rect.maxX
    for (index, text) in figures.enumerated() where !text.isEmpty {
      let width = displayWidth(text)
      guard right - width >= rect.x else { return }
      canvas.write(text, right - width, rect.y, figure(index == 0 ? .muted : .text))
      // Times stand in a column of their own, so that rows line up below each other.
      right -= index == 0 ? max(6, width) + 1 : width + 1
    }
  }

  private func drawLine(into canvas: inout Canvas, _ rect: Rect) {
    canvas.write(face.mark.text(glyphs), rect.x, rect.y, style(face.mark.role))
    var right = rect.maxX
    let room = rect.width - 2
    if room >= 30, !face.time.isEmpty {
      canvas.write(face.time, right - displayWidth(face.time), rect.y, style(.muted))
      right -= 7
    }
    if face.isRunning, let share = face.progress, room >= 20 {
      let percent = Figures.percent(share)
      canvas.write(percent, right - displayWidth(percent), rect.y, style(.running))
      right -= 5
    } else if room >= 17, !face.pips.isEmpty {
      _ = drawPips(into: &canvas, right - 3, rect.y, on: ground)
      right -= 4
    }
    canvas.write(
      face.label, rect.x + 2, rect.y, style(.text), limit: right - rect.x - 2, at: .middle)
  }
}
