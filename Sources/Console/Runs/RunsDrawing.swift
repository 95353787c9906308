internal import Engine
internal import Project
package import TerminalKit

extension RunsScreen {
  package func draw(into canvas: inout Canvas, in whole: Rect, _ context: ScreenContext) {
    if let difference {
      RunDifferenceDrawing(difference: difference, rows: differenceRows, cursor: differenceCursor, context: context)
        .draw(into: &canvas, in: whole)
      return
    }
    if opened != nil {
      guard let run else { return }
      return GanttDrawing(run: run, steps: ordered, cursor: stepCursor, context: context).draw(into: &canvas, in: whole)
    }
    let parts = room(context)
    let rect = parts.list.moved(whole.x, whole.y)
    drawPreview(into: &canvas, parts.preview.moved(whole.x, whole.y), context)
    guard !shown.isEmpty else {
      let text =
        !hasLoaded
        ? "reading the runs …"
        : runs.isEmpty ? "nothing ran here yet; A on the graph builds everything" : "no run passes the filter"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 4)
      return
    }
    let rows = shown
    let columns = listColumns(rect.width, rows, context)
    Table(columns: columns.map(\.0), cursor: cursor).draw(into: &canvas, in: rect) { index, column in
      columns[column].1(rows[index])
    }
  }

  private typealias ListColumn = (TableColumn, (RunRecord) -> TableCell)

  /// What fits: number, state and start always; the rest in the order of its worth.
  private func listColumns(_ width: Int, _ rows: [RunRecord], _ context: ScreenContext) -> [ListColumn] {
    let longest = rows.compactMap { $0.seconds(now: context.now) }.max() ?? 0
    let barWidth = width < 120 ? 6 : 16
    let isNarrow = width < 60
    let number = rows.map { $0.id.description.count }.max() ?? 1
    var columns: [ListColumn] = [
      (
        TableColumn("run", width: max(3, number) + 2, .right),
        { [marked] run in
          TableCell((run.id == marked ? "• " : "") + run.id.description, run.id == marked ? Style(.gate) : .text)
        }
      ),
      (
        TableColumn(isNarrow ? "" : "state", width: isNarrow ? 1 : 11),
        { run in
          let mark = run.state.mark
          return TableCell(mark.text(context.glyphs) + (isNarrow ? "" : " " + mark.word), Style(mark.role))
        }
      ),
      (
        TableColumn("started", width: isNarrow ? 7 : 10),
        { TableCell(Figures.ago($0.startedAt ?? $0.createdAt, now: context.now), .muted) }
      ),
      (
        TableColumn("took", width: 6, .right),
        { run in TableCell(run.seconds(now: context.now).map(Figures.duration) ?? "–") }
      ),
    ]
    if !isNarrow {
      columns.append(
        (
          TableColumn("", width: barWidth),
          { run in
            let share = longest > 0 ? (run.seconds(now: context.now) ?? 0) / longest : 0
            return TableCell(ProgressBar(share: share).text(width: barWidth), Style(run.state.mark.role))
          }
        ))
    }
    // How many steps failed is worth more than who started the run.
    if width >= 76 {
      columns.append(
        (
          TableColumn("steps", width: width >= 100 ? 18 : 12),
          { [self] run in TableCell(stepText(run, context), .muted) }
        ))
    }
    var tail: [ListColumn] = []
    if width >= 120 { tail.append((TableColumn("trigger", width: 12), { TableCell($0.trigger, .muted) })) }
    if width >= 100 {
      let isBoth = width >= 120
      tail.append(
        (
          TableColumn("by", width: 8),
          { run in TableCell(isBoth || run.trigger == "manual" ? run.user : run.trigger, .muted) }
        ))
    }
    let used = (columns + tail).reduce(0) { $0 + $1.0.width + 2 }
    columns.append((TableColumn("command", width: max(8, width - used - 2)), { TableCell($0.commandLine) }))
    return columns + tail
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
}

extension RunRecord {
  /// Seconds from its start to its end; `nil` while it has none.
  var seconds: Double? {
    guard let startedAt, let finishedAt else { return nil }
    return max(0, finishedAt.seconds(since: startedAt))
  }

  /// Seconds from its start to its end, or to now while it goes on.
  func seconds(now: Instant) -> Double? {
    if let startedAt, !state.isTerminal, finishedAt == nil { return max(0, now.seconds(since: startedAt)) }
    return seconds
  }
}
