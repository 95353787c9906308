internal import TerminalKit

/// Why the terminal is treated as it is, in words.
extension TerminalEnvironment {
  func depthReason(_ depth: ColourDepth) -> String {
    switch depth {
    case .mono where !wantsColour: return "none: NO_COLOR is set"
    case .mono: return "none: the terminal's description has none, or fewer were asked for"
    case .trueColour: return "24 bits: COLORTERM says so"
    default:
      let missing = claimsTrueColour ? "" : "; set COLORTERM=truecolor where the terminal shows 24 bits"
      return "\(words(depth)), from the terminal's description\(missing)"
    }
  }

  private func words(_ depth: ColourDepth) -> String {
    switch depth {
    case .mono: "none"
    case .ansi8: "8"
    case .ansi16: "16"
    case .indexed256: "256"
    case .trueColour: "24 bits"
    }
  }

  func glyphReason(_ glyphs: GlyphSet) -> String {
    switch glyphs {
    case .full: return "all of Unicode: the locale is UTF-8"
    case .console: return "the Linux console's font"
    case .ascii: return claimsUTF8 ? "ASCII: asked for, or all this terminal has" : "ASCII: LANG names no UTF-8 locale"
    }
  }

  var clipboardWay: String {
    let limit = "at most \(Clipboard.limit) bytes"
    if isTmux { return "OSC 52 through tmux, \(limit); needs `set -g set-clipboard on` there" }
    if isScreen { return "OSC 52 through screen, \(limit)" }
    return "OSC 52, \(limit); the terminal must allow it"
  }
}
