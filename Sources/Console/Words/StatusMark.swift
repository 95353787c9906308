package import Engine
package import TerminalKit

/// How a state is shown: a glyph, a letter where glyphs are few, a colour role, and a word.
package struct StatusMark: Hashable, Sendable {
  package let glyph: Character
  package let letter: Character
  package let role: StyleRole
  package let word: String

  init(_ glyph: Character, _ letter: Character, _ role: StyleRole, _ word: String) {
    self.glyph = glyph
    self.letter = letter
    self.role = role
    self.word = word
  }

  /// The mark in the characters the terminal has.
  package func text(_ glyphs: GlyphSet) -> String { String(glyphs == .ascii ? letter : glyph) }
}

extension StepState {
  /// How the state is shown.
  package var mark: StatusMark {
    switch self {
    case .none: StatusMark("·", "-", .muted, "not run")
    case .queued: StatusMark("·", "Q", .muted, "queued")
    case .waiting: StatusMark("·", "w", .muted, "waiting")
    case .runningInput: StatusMark("▶", "R", .running, "input gate")
    case .runningProcess: StatusMark("▶", "R", .running, "running")
    case .runningOutput: StatusMark("▶", "R", .running, "output gate")
    case .publishing: StatusMark("▶", "R", .running, "publishing")
    case .retrying: StatusMark("↻", "r", .warn, "retrying")
    case .success: StatusMark("✔", "S", .pass, "success")
    case .warned: StatusMark("▲", "W", .warn, "warned")
    case .reused: StatusMark("↺", "U", .pass, "reused")
    case .heldAtInput: StatusMark("◆", "H", .fail, "held at input")
    case .heldAtProcess: StatusMark("◆", "H", .fail, "held at process")
    case .heldAtOutput: StatusMark("◆", "H", .fail, "held at output")
    case .failed: StatusMark("✖", "F", .fail, "failed")
    case .timedOut: StatusMark("✖", "T", .fail, "timed out")
    case .skipped: StatusMark("⊘", "K", .stale, "skipped")
    case .cancelled: StatusMark("■", "C", .stale, "cancelled")
    case .crashed: StatusMark("✖", "X", .fail, "crashed")
    }
  }
}

extension StepState {
  /// Whether a gate holds it back.
  var isHeld: Bool { self == .heldAtInput || self == .heldAtProcess || self == .heldAtOutput }
}

extension RunState {
  /// How the state is shown.
  package var mark: StatusMark {
    switch self {
    case .queued: StatusMark("·", "Q", .muted, "queued")
    case .running: StatusMark("▶", "R", .running, "running")
    case .success: StatusMark("✔", "S", .pass, "success")
    case .warned: StatusMark("▲", "W", .warn, "warned")
    case .failed: StatusMark("✖", "F", .fail, "failed")
    case .cancelled: StatusMark("■", "C", .stale, "cancelled")
    case .crashed: StatusMark("✖", "X", .fail, "crashed")
    }
  }
}

extension GateState {
  /// How the state is shown; every state has a shape of its own, so that colour is never needed.
  package var mark: StatusMark {
    switch self {
    case .neverRun: StatusMark("○", "-", .muted, "never run")
    case .stale: StatusMark("◌", "s", .stale, "stale")
    case .running: StatusMark("◐", "~", .running, "running")
    case .pass: StatusMark("●", "P", .pass, "pass")
    case .warn: StatusMark("▲", "W", .warn, "warn")
    case .fail: StatusMark("✖", "F", .fail, "fail")
    case .notEvaluated: StatusMark("?", "?", .warn, "not evaluated")
    case .waived: StatusMark("◇", "v", .gate, "waived")
    }
  }
}

extension EventRecord.Level {
  /// How the level is shown.
  package var mark: StatusMark {
    switch self {
    case .debug: StatusMark("·", "D", .muted, "debug")
    case .info: StatusMark("·", "I", .info, "info")
    case .warn: StatusMark("▲", "W", .warn, "warn")
    case .error: StatusMark("✖", "E", .fail, "error")
    }
  }
}
