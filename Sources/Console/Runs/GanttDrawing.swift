internal import Engine
internal import Project
internal import TerminalKit

/// One run: a line a step, a bar from its start to its end, those that decided the run's length in full colour.
struct GanttDrawing {
  let run: RunRecord
  /// In the order of their starts.
  let steps: [StepRecord]
  /// `nil` where the steps are only looked at.
  var cursor: ListCursor?
  let context: ScreenContext

  /// Steps by their start; those that never started last.
  static func ordered(_ steps: [StepRecord]) -> [StepRecord] {
    steps.enumerated().sorted { a, b in
      let (x, y) = (a.element.startedAt?.microseconds ?? .max, b.element.startedAt?.microseconds ?? .max)
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }

  func draw(into canvas: inout Canvas, in rect: Rect) {
    let (head, rest) = rect.cutTop(1)
    let (axis, body) = rest.cutTop(1)
    let mark = run.state.mark
    var x = head.x + 1
    x += canvas.write("\(mark.text(context.glyphs)) \(mark.word)", x, head.y, Style(mark.role, .bold)) + 2
    let started = run.startedAt ?? run.createdAt
    let took = run.seconds(now: context.now) ?? 0
    var facts = [
      Figures.duration(took), run.commandLine, Figures.civil(started).date + " " + Figures.civil(started).time + "Z",
    ]
    if !run.user.isEmpty { facts.append(run.user) }
    if let message = run.message { facts.append(message) }
    canvas.write(facts.joined(separator: " · "), x, head.y, .muted, limit: head.maxX - x - 1)

    let nameWidth = min(steps.map { displayWidth(context.name(of: $0.node)) }.max() ?? 8, max(8, rect.width / 3))
    let chart = Rect(rect.x + nameWidth + 4, axis.y, max(0, rect.width - nameWidth - 4 - 10), 1)
    let span = max(took, 0.001)
    drawAxis(into: &canvas, chart, span)
    let critical = CriticalPath.nodes(steps) { context.graph?.parents[$0] ?? [] }
    let shown = cursor?.visible(height: body.height) ?? 0..<min(steps.count, body.height)
    for (index, y) in zip(shown, body.y..<body.maxY) {
      let step = steps[index]
      let ground: StyleRole = index == cursor?.index ? .selection : .background
      canvas.fill(Rect(rect.x, y, rect.width, 1), " ", Style(.text, on: ground))
      let state = step.state.mark
      canvas.write(state.text(context.glyphs), rect.x + 1, y, Style(state.role, on: ground))
      let isCritical = critical.contains(step.node)
      canvas.write(
        clipped(context.name(of: step.node), to: nameWidth, at: .middle), rect.x + 3, y,
        Style(isCritical ? .title : .text, on: ground, isCritical ? .bold : []))
      drawBar(step, into: &canvas, chart.moved(0, y - chart.y), span, started, isCritical, ground)
    }
    guard cursor == nil, steps.count > shown.count, let last = shown.last else { return }
    let y = body.y + last
    canvas.fill(Rect(rect.x, y, rect.width, 1), " ", .text)
    canvas.write("… \(Figures.count(Int64(steps.count - last))) more", rect.x + 3, y, .muted, limit: rect.width - 3)
  }

  private func drawAxis(into canvas: inout Canvas, _ chart: Rect, _ span: Double) {
    guard chart.width > 12 else { return }
    for quarter in chart.width < 40 ? [0, 4] : [0, 1, 2, 3, 4] {
      let text = Figures.duration(span * Double(quarter) / 4)
      let place = chart.x + chart.width * quarter / 4
      let x = quarter == 4 ? place - displayWidth(text) : quarter == 0 ? place : place - displayWidth(text) / 2
      canvas.write(text, x, chart.y, .muted)
    }
  }

  private func drawBar(
    _ step: StepRecord, into canvas: inout Canvas, _ chart: Rect, _ span: Double, _ runStart: Instant,
    _ isCritical: Bool, _ ground: StyleRole
  ) {
    guard let start = step.startedAt else {
      canvas.write(
        context.local(step.reason ?? step.state.mark.word), chart.x, chart.y, Style(.muted, on: ground),
        limit: chart.width)
      return
    }
    let end = step.finishedAt ?? context.now
    let scale = Double(chart.width * 8) / span
    let first = min(chart.width * 8 - 1, max(0, Int(start.seconds(since: runStart) * scale)))
    let last = min(chart.width * 8, max(first + 1, Int(end.seconds(since: runStart) * scale + 0.5)))
    let role: StyleRole = step.state.blocksChildren ? step.state.mark.role : isCritical ? .running : .pass
    let column = first / 8
    let width = max(1, (last + 7) / 8 - column)
    let glyph: Character = last - first < 5 && width == 1 ? "▌" : "█"
    canvas.fill(Rect(chart.x + column, chart.y, min(width, chart.width - column), 1), glyph, Style(role, on: ground))
    let time = Figures.duration(end.seconds(since: start))
    canvas.write(time, chart.maxX + 9 - displayWidth(time), chart.y, Style(.muted, on: ground))
  }
}
