import Engine
import TerminalKit

/// The sign, the word and the colour of a state.
struct StatusMark {
  let glyph: String
  let word: String
  let colour: Paint.Colour

  init(_ state: StepState) {
    switch state {
    case .none, .queued: self.init("·", "queued", .muted)
    case .waiting: self.init("·", "waiting", .muted)
    case .runningInput: self.init("▶", "input", .cyan)
    case .runningProcess: self.init("▶", "process", .cyan)
    case .runningOutput: self.init("▶", "output", .cyan)
    case .publishing: self.init("▶", "publish", .cyan)
    case .retrying: self.init("↺", "retrying", .yellow)
    case .success: self.init("✔", "success", .green)
    case .warned: self.init("▲", "warned", .yellow)
    case .reused: self.init("↺", "reused", .blue)
    case .heldAtInput: self.init("◆", "held at input", .red)
    case .heldAtProcess: self.init("◆", "held in process", .red)
    case .heldAtOutput: self.init("◆", "held at output", .red)
    case .failed: self.init("✖", "failed", .red)
    case .timedOut: self.init("✖", "timed out", .red)
    case .skipped: self.init("⊘", "skipped", .muted)
    case .cancelled: self.init("⊘", "cancelled", .yellow)
    case .crashed: self.init("✖", "crashed", .red)
    }
  }

  init(_ state: RunState) {
    switch state {
    case .queued: self.init("·", "queued", .muted)
    case .running: self.init("▶", "running", .cyan)
    case .success: self.init("✔", "success", .green)
    case .warned: self.init("▲", "warned", .yellow)
    case .failed: self.init("✖", "failed", .red)
    case .cancelled: self.init("⊘", "cancelled", .yellow)
    case .crashed: self.init("✖", "crashed", .red)
    }
  }

  private init(_ glyph: Character, _ word: String, _ colour: Paint.Colour) {
    self.glyph = String((Locale.isUTF8 ? GlyphSet.full : .ascii).shown(glyph, width: 1))
    self.word = word
    self.colour = colour
  }
}
