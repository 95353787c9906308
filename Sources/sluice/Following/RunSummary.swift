import CommandLineKit
import Engine

/// The last lines of a run: how it ended, what was found, and where to look further.
struct RunSummary {
  private let view: RunView
  private let paint: Paint

  init(_ view: RunView, paint: Paint) {
    self.view = view
    self.paint = paint
  }

  func lines(_ reader: RunStoreReader) throws -> [String] {
    let run = view.run
    let mark = StatusMark(run.state)
    let time = Times.duration(run).map { " in \(Figures.seconds($0))" } ?? ""
    let outcome = "\(mark.glyph) run \(run.id) \(mark.word)\(time)"
    var lines = try findings(reader)
    lines.append("\(paint(mark.colour, outcome))  \(counts)")
    if let message = run.message { lines.append("  \(message)") }
    switch run.state {
    case .failed, .cancelled, .crashed:
      if lines.contains(where: { $0.contains("rows kept") }) { lines.append("  the rows: sluice failures \(run.id)") }
      // Nothing is wrong with what was cancelled or killed.
      lines.append("  \(run.state == .failed ? "once it is mended" : "to go on"): sluice retry --run \(run.id)")
    default: break
    }
    return lines
  }

  private var counts: String {
    let parts: [(Int, String)] = [
      (view.count(.success, .warned), "built"), (view.count(.reused), "reused"), (view.count(.warned), "with warnings"),
      (view.count(.heldAtInput, .heldAtProcess, .heldAtOutput), "held"),
      (view.count(.failed, .timedOut, .crashed), "failed"), (view.count(.skipped), "skipped"),
      (view.count(.cancelled), "cancelled"),
    ]
    let told = parts.filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.1)" }
    return told.isEmpty ? "nothing to do" : told.joined(separator: ", ")
  }

  /// Checks that failed or warned, a line each.
  private func findings(_ reader: RunStoreReader) throws -> [String] {
    let found = try reader.checks(of: view.run.id).filter { $0.state == .fail || $0.state == .warn }
    var lines = found.prefix(20).map { check in
      let colour: Paint.Colour = check.state == .fail ? .red : .yellow
      let kept = check.rowsKept > 0 ? " (\(Figures.count(check.rowsKept)) rows kept)" : ""
      let place = "\(NodeName.short(check.node)) · \(check.gate.rawValue) · \(check.name)"
      return "  \(paint(colour, check.state.rawValue)) \(place): \(EscapedText.of(check.message))\(kept)"
    }
    if found.count > 20 { lines.append("  and \(found.count - 20) more: sluice gates \(view.run.id) --checks") }
    return lines
  }
}
