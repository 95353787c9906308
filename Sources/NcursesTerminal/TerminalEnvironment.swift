internal import CNcurses
internal import Glibc
internal import TerminalKit

/// What the environment says of the terminal. Nothing is asked of the terminal itself: on a slow line its answer
/// would arrive as typed text.
struct TerminalEnvironment {
  let term: String
  let wantsColour: Bool
  let claimsTrueColour: Bool
  let claimsUTF8: Bool
  let isTmux: Bool
  let isScreen: Bool
  /// A terminal that shows OSC 9 as a notice.
  let showsNotices: Bool
  let isRemote: Bool

  static func value(_ name: String) -> String {
    guard let text = getenv(name) else { return "" }
    return String(cString: text)
  }

  init() {
    func value(_ name: String) -> String { TerminalEnvironment.value(name) }
    term = value("TERM")
    wantsColour = value("NO_COLOR").isEmpty
    claimsTrueColour = ["truecolor", "24bit"].contains(value("COLORTERM"))
    let locale = [value("LC_ALL"), value("LC_CTYPE"), value("LANG")].first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    claimsUTF8 = name.contains("utf-8") || name.contains("utf8")
    isTmux = !value("TMUX").isEmpty
    isScreen = !isTmux && term.hasPrefix("screen")
    // Only `TERM` is known at the other end of SSH.
    showsNotices =
      ["iTerm.app", "WezTerm", "ghostty"].contains(value("TERM_PROGRAM"))
      || ["kitty", "ghostty", "wezterm", "foot"].contains(where: term.contains)
      || !value("WT_SESSION").isEmpty || !value("ConEmuPID").isEmpty
    isRemote = !value("SSH_CONNECTION").isEmpty
  }

  /// Whether the terminal understands xterm's private modes: bracketed paste and mouse.
  var hasXtermModes: Bool {
    let plain = ["linux", "vt", "ansi", "sun", "cons", "wsvt", "mach", "hurd", "pcansi"]
    return !plain.contains { term.hasPrefix($0) }
  }

  /// Sets the character locale; a UTF-8 locale that is named but not installed becomes `C.UTF-8`.
  func applyLocale() {
    let set = setlocale(LC_CTYPE, "")
    let codeset = nl_langinfo(CInt(CODESET)).map { String(cString: $0) } ?? ""
    if claimsUTF8, set == nil || codeset != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }

  /// The characters the terminal's font and the locale allow.
  var glyphs: GlyphSet {
    if !claimsUTF8 { return .ascii }
    if term == "linux" { return .console }
    return ["vt100", "vt102", "vt52", "vt220", "ansi"].contains(term) ? .ascii : .full
  }

  /// A description with direct colour, where the terminal claims it and wants it.
  var directColour: DirectColour.Description? {
    guard wantsColour, claimsTrueColour else { return nil }
    if term.hasPrefix("tmux") || (isTmux && term.hasPrefix("screen")) { return DirectColour.tmux }
    if term.hasPrefix("xterm") || term.hasPrefix("alacritty") || term.hasPrefix("foot") || term.hasPrefix("wezterm") {
      return DirectColour.xterm
    }
    return nil
  }

  /// Names to try, best first: the terminal's own, then the nearest that every machine knows.
  var descriptions: [String] {
    var names = [term]
    if ["alacritty", "foot", "wezterm", "xterm-", "ghostty", "kitty"].contains(where: { term.contains($0) }) {
      names.append("xterm-256color")
    }
    if term.hasPrefix("tmux") { names += ["screen-256color", "screen"] }
    if !term.isEmpty, term != "dumb", term != "unknown" { names.append("vt100") }
    return names.filter { !$0.isEmpty }
  }
}
