import CommandLineKit
import Engine
import Project
import TerminalKit

/// One step as one line, with a second one for the reason where there is something to explain.
struct StepLine {
  let paint: Paint
  let nameWidth: Int

  func text(_ step: StepRecord) -> String {
    let mark = StatusMark(step.state)
    let name = fitted(NodeName.short(step.node), to: nameWidth)
    var line = "\(paint(mark.colour, mark.glyph)) \(name)  "
    switch step.state {
    case .success, .warned:
      line += figures(step)
      if step.stands, let version = step.version { line += paint(.muted, "  as v\(version)") }
      if step.state == .warned { line += "  " + paint(mark.colour, "with warnings") }
    case .reused, .skipped, .cancelled:
      line += paint(.muted, reason(step, word: mark.word))
    default:
      line += paint(mark.colour, mark.word)
      if let place = step.location { line += "  \(place)" }
      if let reason = step.reason {
        line += reason.split(separator: "\n").prefix(8).map { "\n    \(EscapedText.of(String($0)))" }.joined()
      }
    }
    return line
  }

  /// A running step: what it does, how far it is, at what speed.
  func live(_ step: StepRecord, at now: Instant) -> String {
    let mark = StatusMark(step.state)
    let name = fitted(NodeName.short(step.node), to: nameWidth)
    let seconds = step.startedAt.map { now.seconds(since: $0) } ?? 0
    var line = "\(paint(mark.colour, mark.glyph)) \(name)  \(fitted(mark.word, to: 8)) "
    if let share = step.progress.fraction {
      let bar = ProgressBar(share: share).text(width: 16)
      let shown = Locale.isUTF8 ? bar : String(bar.map { GlyphSet.ascii.shown($0, width: 1) })
      line += "\(paint(.cyan, shown)) \(fitted("\(Int(share * 100)) %", to: 5, .right))  "
    }
    let rows = max(step.progress.rowsRead, step.progress.rowsWritten)
    if rows > 0 {
      line += Figures.rows(rows)
      if seconds > 0.5 { line += " · \(Figures.count(Int(Double(rows) / seconds)))/s" }
      line += " · "
    }
    return line + Figures.seconds(seconds)
  }

  /// The reason, after the state's word unless it begins with it.
  private func reason(_ step: StepRecord, word: String) -> String {
    guard let reason = step.reason.map(EscapedText.of), !reason.isEmpty else { return word }
    return reason.hasPrefix(word) ? reason : "\(word): \(reason)"
  }

  private func figures(_ step: StepRecord) -> String {
    let made =
      switch step.product {
      case .verdict: "passed"
      case .view: "view"
      case .table: Figures.rows(step.progress.rowsWritten)
      }
    let rows = fitted(made, to: 16, .right)
    let time = fitted(Times.duration(step).map(Figures.seconds) ?? "", to: 8, .right)
    let bad = step.progress.rowsQuarantined
    return rows + time + (bad > 0 ? paint(.yellow, "  \(Figures.count(bad)) quarantined") : "")
  }
}
