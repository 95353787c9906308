internal import CNcurses
internal import Glibc
package import TerminalKit

/// What a person asked of the terminal on the command line.
package struct TerminalOptions: Sendable {
  /// Seven bits only, whatever the locale says.
  package var ascii = false
  /// At most so many colours.
  package var depth: ColourDepth?

  /// Nothing asked: everything comes from the environment.
  package init() {}
}

/// A real terminal, through ncurses. One at a time; used from one thread.
package final class NcursesTerminal: TerminalDevice {
  package private(set) var size: Size
  package let depth: ColourDepth
  package let glyphs: GlyphSet

  private let environment: TerminalEnvironment
  private let input: CInt
  private let output: CInt
  private let screen: OpaquePointer
  private var decoder: InputDecoder
  private var inks: InkTable
  private var painted: (canvas: Canvas, theme: Theme)?
  private var mouseIsOn = false
  private var isOpen = true
  private var inputEnded = false
  private let description: String

  /// Takes the terminal: alternate screen, no echo, keys one by one.
  package init(options: TerminalOptions = TerminalOptions()) throws(TerminalProblem) {
    let environment = TerminalEnvironment()
    self.environment = environment
    environment.applyLocale()
    let ends = try TerminalLines.open()
    input = ends.input
    output = ends.output
    var attributes = termios()
    tcgetattr(input, &attributes)
    let started = try TerminalStart.begin(environment, input: input, output: output)
    screen = started.screen
    description = started.description
    raw()
    noecho()
    nonl()
    curs_set(0)
    let window = sluice_stdscr()
    leaveok(window, true)
    glyphs = options.ascii ? .ascii : environment.glyphs
    let available = TerminalStart.depth(environment, direct: started.isDirect)
    depth = min(available, options.depth ?? available)
    if depth > .mono {
      start_color()
      use_default_colors()
    }
    inks = InkTable(limit: depth > .mono ? sluice_color_pairs() : 0)
    size = Size(Int(sluice_columns()), Int(sluice_lines()))
    decoder = InputDecoder(capabilities: TerminalStart.keys())
    SignalPipe.arm(
      terminal: output, attributes: attributes,
      farewell: TerminalStart.farewell(hasXtermModes: environment.hasXtermModes))
    enterModes()
  }

  package var waker: any TerminalWaker { PipeWaker() }

  package var facts: [(String, String)] {
    [
      ("TERM", (environment.term.isEmpty ? "not set" : environment.term) + ", described as \(description)"),
      ("colours", environment.depthReason(depth)), ("characters", environment.glyphReason(glyphs)),
      ("multiplexer", environment.isTmux ? "tmux" : environment.isScreen ? "screen" : "none"),
      ("over SSH", environment.isRemote ? "yes" : "no"), ("clipboard", environment.clipboardWay),
      ("notices", environment.showsNotices ? "OSC 9 and the bell" : "the bell only: no terminal known to show OSC 9"),
      ("mouse", environment.hasXtermModes ? "M turns it on" : "this terminal reports none"),
      ("size", "\(size.width)×\(size.height)"),
    ]
  }

  package func paint(_ canvas: Canvas, theme: Theme, cursor: Point?) {
    guard isOpen else { return }
    let shown = canvas.shown(in: glyphs).settlingBlanks
    var previous: Canvas?
    if let painted, painted.theme == theme, painted.canvas.size == shown.size { previous = painted.canvas }
    let same = previous?.cells == shown.cells
    if same, cursor == nil { return }
    let window = sluice_stdscr()
    if previous == nil { werase(window) }
    if !same, let previous { move(previous, to: shown, theme) }
    if !same { write(shown, over: previous, theme, to: window) }
    placeCursor(cursor, window)
    wrefresh(window)
    painted = (shown, theme)
  }

  private var cursorIsShown = false
  private lazy var movesPlanes = PlaneMoving.isUnderstood

  private func placeCursor(_ cursor: Point?, _ window: UnsafeMutablePointer<WINDOW>?) {
    if (cursor != nil) != cursorIsShown {
      cursorIsShown = cursor != nil
      curs_set(cursorIsShown ? 1 : 0)
      leaveok(window, !cursorIsShown)
    }
    if let cursor { wmove(window, CInt(cursor.y), CInt(cursor.x)) }
  }

  private func write(_ canvas: Canvas, over previous: Canvas?, _ theme: Theme, to window: UnsafeMutablePointer<WINDOW>?)
  {
    var text = [wchar_t]()
    var style: Style?
    var entry = inks.entry(theme.ink(.text, depth: depth))
    for index in canvas.cells.indices {
      let cell = canvas.cells[index]
      if cell.width == 0 { continue }
      if let previous, previous.cells[index] == cell { continue }
      if cell.style != style {
        style = cell.style
        entry = inks.entry(theme.ink(cell.style, depth: depth))
      }
      text.removeAll(keepingCapacity: true)
      for scalar in cell.character.unicodeScalars { text.append(wchar_t(bitPattern: scalar.value)) }
      if Int(sluice_character_width(text[0])) != Int(cell.width) { text = [wchar_t(63)] }
      text.append(0)
      sluice_put(
        window, CInt(index / canvas.size.width), CInt(index % canvas.size.width), text, entry.attributes, entry.pair)
    }
  }

  /// Moves on the terminal what a plane's window shows elsewhere now; whatever does not fit is mended by what is painted next.
  private func move(_ previous: Canvas, to canvas: Canvas, _ theme: Theme) {
    guard movesPlanes, let before = previous.plane, let now = canvas.plane, let move = now.move(from: before),
      !previous.hasWideGlyphs(in: now.rect)
    else { return }
    send(PlaneMoving.bytes(move, width: size.width))
    // What comes into view is blank: in which ink is for us to say, and most of it stays so.
    let blank = inks.entry(theme.ink(Style(now.gaps), depth: depth))
    PlaneMoving.record(move, width: size.width, blank: blank)
  }

  package func wait(milliseconds: Int?) -> [InputEvent] {
    // A lone escape byte is the Esc key unless the rest of a sequence follows at once.
    let escapeDelay = 25
    let limit = decoder.awaitsMore ? escapeDelay : milliseconds.map { max(0, $0) } ?? -1
    var polled = [
      pollfd(fd: inputEnded ? -1 : input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: SignalPipe.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&polled, 2, CInt(clamping: limit))
    if ready == 0 { return decoder.awaitsMore ? decoder.flush() : [] }
    var events: [InputEvent] = []
    if polled[1].revents != 0 { events += signals() }
    if polled[0].revents != 0 { events += readInput() }
    return events
  }

  private func readInput() -> [InputEvent] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &bytes, bytes.count)
    if count > 0 { return decoder.feed(bytes.prefix(count)) }
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    // The line is gone: as a hang-up.
    inputEnded = true
    return [.terminate(signal: SIGHUP)]
  }

  private func signals() -> [InputEvent] {
    var events: [InputEvent] = []
    for byte in SignalPipe.take() {
      switch CInt(byte) {
      case 0: if events.last != .wake { events.append(.wake) }
      case SIGWINCH: if let event = adoptSize(), events.last != event { events.append(event) }
      case SIGCONT: events.append(.redraw)
      case SIGTSTP: events.append(.suspend)
      default: events.append(.terminate(signal: CInt(byte)))
      }
      if events.last == .redraw { redrawAll() }
    }
    return events
  }

  private func adoptSize() -> InputEvent? {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else { return nil }
    resizeterm(CInt(window.ws_row), CInt(window.ws_col))
    size = Size(Int(window.ws_col), Int(window.ws_row))
    painted = nil
    return .resize(size)
  }

  private func redrawAll() {
    painted = nil
    clearok(sluice_curscr(), true)
  }

  package func copy(_ text: String) -> String {
    let (bytes, told) = Clipboard.sequence(text, isTmux: environment.isTmux, isScreen: environment.isScreen)
    send(bytes)
    return told
  }

  package func alert(_ text: String) {
    beep()
    guard environment.showsNotices else { return }
    let safe = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0).contains($0.value) }
    send(Array("\u{1B}]9;\(String(String.UnicodeScalarView(safe)))\u{7}".utf8))
  }

  package func setMouse(_ on: Bool) {
    guard environment.hasXtermModes, on != mouseIsOn else { return }
    mouseIsOn = on
    send(Array("\u{1B}[?1000\(on ? "h" : "l")\u{1B}[?1006\(on ? "h" : "l")".utf8))
  }

  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
      if sent < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, sent))
    }
  }

  private func enterModes() {
    if environment.hasXtermModes { send(Array("\u{1B}[?2004h".utf8)) }
    if mouseIsOn { send(Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)) }
  }

  private func giveBack() {
    if mouseIsOn { send(Array("\u{1B}[?1000l\u{1B}[?1006l".utf8)) }
    if environment.hasXtermModes { send(Array("\u{1B}[?2004l".utf8)) }
    curs_set(1)
    endwin()
  }

  private func takeAgain() {
    reset_prog_mode()
    curs_set(cursorIsShown ? 1 : 0)
    enterModes()
    _ = adoptSize()
    redrawAll()
  }

  package func suspend() {
    giveBack()
    SignalPipe.stopJob()
    takeAgain()
  }

  package func run(_ arguments: [String]) -> Int32? {
    giveBack()
    let status = ChildProgram.run(arguments)
    takeAgain()
    return status
  }

  package func close() {
    guard isOpen else { return }
    isOpen = false
    giveBack()
    SignalPipe.disarm()
    delscreen(screen)
  }

  deinit { close() }
}

/// Wakes the terminal's wait through the signal pipe.
private struct PipeWaker: TerminalWaker {
  func wake() { SignalPipe.post(0) }
}
