package import Engine
package import TerminalKit

/// How many steps stand how: passed, running, waiting, warned, failed.
package struct RunCounts: Hashable, Sendable {
  package var passed = 0
  package var running = 0
  package var waiting = 0
  package var warned = 0
  package var failed = 0

  /// Counts states.
  package init(_ states: some Sequence<StepState>) {
    for state in states {
      switch state {
      case .success, .reused: passed += 1
      case .warned: warned += 1
      case .runningInput, .runningProcess, .runningOutput, .publishing, .retrying: running += 1
      case .none, .queued, .waiting: waiting += 1
      default: failed += 1
      }
    }
  }

  /// The counts with their marks, as `✔5 ▶1 ·2 ▲1 ✖0`.
  package func parts(_ glyphs: GlyphSet, on ground: StyleRole = .background) -> [(String, Style)] {
    let all: [(StepState, Int)] = [
      (.success, passed), (.runningProcess, running), (.waiting, waiting), (.warned, warned), (.failed, failed),
    ]
    return all.enumerated().map { index, entry in
      let mark = entry.0.mark
      let text = mark.text(glyphs) + String(entry.1) + (index < all.count - 1 ? " " : "")
      return (text, Style(entry.1 == 0 ? .muted : mark.role, on: ground))
    }
  }
}
