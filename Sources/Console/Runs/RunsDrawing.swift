internal import Engine
internal import Project
package import TerminalKit

extension RunsScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    if opened != nil { return drawGantt(into: &canvas, rect, context) }
    guard !shown.isEmpty else {
      let text =
        !hasLoaded
        ? "reading the runs …"
        : runs.isEmpty ? "nothing ran here yet; A on the graph builds everything" : "no run passes the filter"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 4)
      return
    }
    let rows = shown
    let longest = rows.compactMap { seconds($0, context) }.max() ?? 0
    let barWidth = max(6, min(24, rect.width / 8 - 4))
    let stepsWidth = rect.width < 100 ? 12 : 18
    let commandWidth = max(12, rect.width - 57 - barWidth - stepsWidth)
    let columns = [
      TableColumn("run", width: 5, .right), TableColumn("state", width: 11), TableColumn("started", width: 9),
      TableColumn("took", width: 7, .right), TableColumn("", width: barWidth), TableColumn("steps", width: stepsWidth),
      TableColumn("command", width: commandWidth), TableColumn("by", width: 9),
    ]
    Table(columns: columns, cursor: cursor).draw(into: &canvas, in: rect) { index, column in
      let run = rows[index]
      let mark = run.state.mark
      switch column {
      case 0: return TableCell(run.id.description)
      case 1: return TableCell(mark.text(context.glyphs) + " " + mark.word, Style(mark.role))
      case 2: return TableCell((run.startedAt ?? run.createdAt).ago(context.now), .muted)
      case 3: return TableCell(seconds(run, context).map(Figures.duration) ?? "–")
      case 4:
        let share = longest > 0 ? (seconds(run, context) ?? 0) / longest : 0
        return TableCell(ProgressBar(share: share).text(width: barWidth), Style(mark.role))
      case 5: return TableCell(stepText(run, context), .muted)
      case 6: return TableCell(run.commandLine)
      default: return TableCell(run.trigger == "manual" ? run.user : run.trigger, .muted)
      }
    }
  }

  private func seconds(_ run: RunRecord, _ context: ScreenContext) -> Double? {
    guard let started = run.startedAt else { return nil }
    guard let end = run.finishedAt ?? (run.state.isTerminal ? nil : context.now) else { return nil }
    return max(0, end.seconds(since: started))
  }

  private func stepText(_ run: RunRecord, _ context: ScreenContext) -> String {
    let states = run.stepStates.flatMap { Array(repeating: $0.key, count: $0.value) }
    let counts = RunCounts(states)
    let told: [(StepState, Int)] = [
      (.success, counts.passed), (.runningProcess, counts.running), (.waiting, counts.waiting),
      (.warned, counts.warned),
      (.failed, counts.failed),
    ]
    return told.filter { $0.1 > 0 }.map { $0.0.mark.text(context.glyphs) + String($0.1) }.joined(separator: " ")
  }

  /// One run: a line a step, a bar from its start to its end, those that decided the run's length in full colour.
  private func drawGantt(into canvas: inout Canvas, _ rect: Rect, _ context: ScreenContext) {
    guard let run else { return }
    let (head, rest) = rect.cutTop(1)
    let (axis, body) = rest.cutTop(1)
    let mark = run.state.mark
    var x = head.x + 1
    x += canvas.write("\(mark.text(context.glyphs)) \(mark.word)", x, head.y, Style(mark.role, .bold)) + 2
    let started = run.startedAt ?? run.createdAt
    let took = seconds(run, context) ?? 0
    var facts = [
      Figures.duration(took), run.commandLine, Figures.civil(started).date + " " + Figures.civil(started).time + "Z",
    ]
    if !run.user.isEmpty { facts.append(run.user) }
    if let message = run.message { facts.append(message) }
    canvas.write(facts.joined(separator: " · "), x, head.y, .muted, limit: head.maxX - x - 1)

    let rows = ordered
    let nameWidth = min(rows.map { displayWidth(context.name(of: $0.node)) }.max() ?? 8, max(8, rect.width / 3))
    let chart = Rect(rect.x + nameWidth + 4, axis.y, max(0, rect.width - nameWidth - 4 - 10), 1)
    let span = max(took, 0.001)
    drawAxis(into: &canvas, chart, span)
    let critical = CriticalPath.nodes(rows) { context.graph?.parents[$0] ?? [] }
    for (index, y) in zip(stepCursor.visible(height: body.height), body.y...) {
      let step = rows[index]
      let ground: StyleRole = index == stepCursor.index ? .selection : .background
      canvas.fill(Rect(rect.x, y, rect.width, 1), " ", Style(.text, on: ground))
      let state = step.state.mark
      canvas.write(state.text(context.glyphs), rect.x + 1, y, Style(state.role, on: ground))
      let isCritical = critical.contains(step.node)
      canvas.write(
        fitted(context.name(of: step.node), to: nameWidth), rect.x + 3, y,
        Style(isCritical ? .title : .text, on: ground, isCritical ? .bold : []))
      drawBar(step, into: &canvas, chart.moved(0, y - chart.y), span, started, isCritical, ground, context)
    }
  }

  private func drawAxis(into canvas: inout Canvas, _ chart: Rect, _ span: Double) {
    guard chart.width > 12 else { return }
    for quarter in 0...4 {
      let text = Figures.duration(span * Double(quarter) / 4)
      let place = chart.x + chart.width * quarter / 4
      let x = quarter == 4 ? place - displayWidth(text) : quarter == 0 ? place : place - displayWidth(text) / 2
      canvas.write(text, x, chart.y, .muted)
    }
  }

  private func drawBar(
    _ step: StepRecord, into canvas: inout Canvas, _ chart: Rect, _ span: Double, _ runStart: Instant,
    _ isCritical: Bool, _ ground: StyleRole, _ context: ScreenContext
  ) {
    guard let start = step.startedAt else {
      canvas.write(step.reason ?? step.state.mark.word, chart.x, chart.y, Style(.muted, on: ground), limit: chart.width)
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

extension Instant {
  fileprivate func ago(_ now: Instant) -> String { Figures.ago(self, now: now) }
}
