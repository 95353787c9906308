internal import CNcurses
internal import Glibc
internal import TerminalKit

/// The lines to the person: standard input and output where they are a terminal, else the controlling terminal.
enum TerminalLines {
  static func open() throws(TerminalProblem) -> (input: CInt, output: CInt) {
    if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 { return (STDIN_FILENO, STDOUT_FILENO) }
    let descriptor = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TerminalProblem(
        reason: "there is no terminal here", advice: "use a command that prints, as `sluice ls` or `sluice runs`")
    }
    return (descriptor, descriptor)
  }
}

/// How a terminal is set going and what it is found to be.
enum TerminalStart {
  /// A terminal that ncurses has taken.
  struct Started {
    let screen: OpaquePointer
    let description: String
    let isDirect: Bool
  }

  static func begin(
    _ environment: TerminalEnvironment, input: CInt, output: CInt
  ) throws(TerminalProblem) -> Started {
    let advice = "set TERM to your terminal's name, or use a command that prints, as `sluice ls`"
    guard environment.term != "dumb", !environment.term.isEmpty else {
      let name = environment.term.isEmpty ? "TERM is not set" : "TERM=dumb"
      throw TerminalProblem(reason: "\(name): this terminal cannot move its cursor", advice: advice)
    }
    guard let inputFile = fdopen(dup(input), "r"), let outputFile = fdopen(dup(output), "w") else {
      throw TerminalProblem(reason: "the terminal cannot be opened twice", advice: "close some open files")
    }
    if let direct = environment.directColour, let screen = start(direct, outputFile, inputFile) {
      return Started(screen: screen, description: direct.name, isDirect: true)
    }
    for name in environment.descriptions {
      if isFullScreen(name, output), let screen = newterm(name, outputFile, inputFile) {
        return Started(screen: screen, description: name, isDirect: false)
      }
    }
    throw TerminalProblem(reason: "nothing is known of the terminal `\(environment.term)`", advice: advice)
  }

  private static func start(
    _ direct: DirectColour.Description, _ output: UnsafeMutablePointer<FILE>, _ input: UnsafeMutablePointer<FILE>
  ) -> OpaquePointer? {
    // The description travels by the environment; programs started later must not see it.
    let before = TerminalEnvironment.value("TERMINFO")
    setenv("TERMINFO", direct.compiled, 1)
    defer { if before.isEmpty { unsetenv("TERMINFO") } else { setenv("TERMINFO", before, 1) } }
    return newterm(direct.name, output, input)
  }

  /// Whether the description exists and can address the cursor; asked first, since the library would print and end
  /// the program otherwise.
  private static func isFullScreen(_ name: String, _ output: CInt) -> Bool {
    var status: CInt = 0
    guard setupterm(name, output, &status) == OK else { return false }
    return sluice_capability("cup") != nil
  }

  static func depth(_ environment: TerminalEnvironment, direct: Bool) -> ColourDepth {
    if !environment.wantsColour { return .mono }
    if direct { return .trueColour }
    let colours = tigetnum("colors")
    if colours >= 256 { return .indexed256 }
    if colours >= 16 { return .ansi16 }
    return colours >= 8 ? .ansi8 : .mono
  }

  /// The keys of the terminal's own description, for terminals that are unlike the others.
  static func keys() -> [[UInt8]: Key] {
    let names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert),
    ]
    var table: [[UInt8]: Key] = [:]
    for (name, key) in names + (1...12).map({ ("kf\($0)", Key.function($0)) }) {
      guard let text = sluice_capability(name) else { continue }
      let bytes = Array(String(cString: text).utf8)
      if bytes.count > 1, bytes[0] == 0x1B { table[bytes] = key }
    }
    return table
  }

  /// The bytes that give the terminal back when there is no time for more.
  static func farewell(hasXtermModes: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if hasXtermModes { bytes += Array("\u{1B}[?1000l\u{1B}[?1006l\u{1B}[?2004l".utf8) }
    for name in ["sgr0", "op", "cnorm", "rmcup"] {
      guard let text = sluice_capability(name) else { continue }
      bytes += withoutPadding(Array(String(cString: text).utf8))
    }
    return bytes
  }

  /// A capability without its delays (`$<5>`).
  private static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "<") {
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
        index += 1
        continue
      }
      out.append(bytes[index])
      index += 1
    }
    return out
  }
}
