import Engine
import Glibc
import TerminalKit

/// Tells a run on a terminal: steps that are over scroll by, the running ones stand below them and are redrawn in place.
struct PaneNarrator: RunNarrator {
  private let paint: Paint
  private var lines: LineNarrator
  private var pane: [String] = []

  init(paint: Paint) {
    self.paint = paint
    lines = LineNarrator(paint: paint)
  }

  mutating func update(_ view: RunView, _ reader: RunStoreReader) throws {
    let width = max(20, TerminalSize.errorColumns ?? 80)
    let step = StepLine(paint: Paint.none, nameWidth: view.nameWidth)
    let now = Instant.now
    let running = view.steps.filter { $0.state.isRunning || $0.state == .retrying }
    var next = running.prefix(12).map { clipped(step.live($0, at: now), to: width - 1) }
    if running.count > next.count { next.append("  and \(running.count - next.count) more") }
    let seconds = view.run.startedAt.map { now.seconds(since: $0) } ?? 0
    let waiting = view.steps.count - view.finished - running.count
    next.append(
      "run \(view.run.id)  \(view.finished)/\(view.steps.count)  \(Figures.seconds(seconds.rounded()))"
        + (waiting > 0 ? "  \(waiting) waiting" : "") + (view.run.cancelRequested ? "  stopping" : ""))
    show(news: lines.news(view), pane: next)
  }

  mutating func finish(_ view: RunView, _ reader: RunStoreReader) throws {
    show(news: lines.news(view) + (try RunSummary(view, paint: paint).lines(reader)), pane: [])
  }

  private mutating func show(news: [String], pane next: [String]) {
    if news.isEmpty, next == pane { return }
    var text = pane.isEmpty ? "" : "\r\u{1B}[\(pane.count)A\u{1B}[J"
    for line in news + next.map({ paint(.muted, $0) }) { text += line + "\n" }
    Narration.raw(text)
    pane = next
  }
}
