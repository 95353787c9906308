import Engine
import Project
import TerminalKit

@testable import Console

/// A console driven by keys, its questions answered by a made-up world at once.
struct ConsoleDriver {
  private(set) var state: ConsoleState
  let source: any ConsoleDataSource
  /// What the console asked of the machine: text copied, files written.
  private(set) var asked: [Effect] = []

  /// - Parameter session: what is remembered of an earlier console.
  init(
    _ size: Size, _ source: any ConsoleDataSource, glyphs: GlyphSet = .full, now: Double = 4.2, session: Session? = nil
  ) async throws {
    self.source = source
    state = ConsoleState(size: size, glyphs: glyphs)
    state.context.now = FixtureRun.at(now)
    if let session {
      session.restore(&state)
      state.current = session.screen.flatMap { ScreenID.allCases.firstIndex(of: $0) } ?? 0
    }
    await perform(state.begin())
    let project = try await source.project()
    await perform(state.adopt(project: project, status: try await source.status(of: nil)))
  }

  /// Presses keys: named ones in angle brackets, as `<enter>`, others as they are.
  mutating func press(_ keys: String) async {
    var rest = keys[...]
    while let first = rest.first {
      var chord = Chord.char(first)
      if first == "<", let end = rest.firstIndex(of: ">"),
        let named = ConsoleDriver.named[String(rest[rest.index(after: rest.startIndex)..<end])]
      {
        chord = named
        rest = rest[rest.index(after: end)...]
      } else {
        rest = rest.dropFirst()
      }
      await handle(.key(chord))
    }
  }

  mutating func handle(_ event: InputEvent) async { await perform(state.handle(event)) }

  /// The pipeline stands otherwise now.
  mutating func adopt(_ status: PipelineStatus) async { await perform(state.adopt(project: nil, status: status)) }

  /// The keys have come to rest.
  mutating func rest() async { await perform(state.rest()) }

  /// Makes it a console that only reads.
  mutating func restrict() { state.context.isReadOnly = true }

  /// Takes a tour along.
  mutating func take(_ tour: Tour) async { state.tour = TourGuide(tour) }

  /// The clock goes on.
  mutating func tick(_ now: Instant) async {
    state.advance(to: now)
    await perform(state.tickTour(now))
  }

  private mutating func perform(_ outgoing: [Outgoing]) async {
    var open = outgoing
    var turns = 0
    while !open.isEmpty, turns < 100 {
      turns += 1
      let item = open.removeFirst()
      guard case .load(let name, let question) = item.effect else {
        asked.append(item.effect)
        continue
      }
      do {
        open += state.take(try await question(source), for: item.screen)
      } catch {
        state.fail(name, "\(error)", for: item.screen)
      }
    }
  }

  /// The screen as text.
  var picture: String { state.draw().canvas.picture }
  var lines: [String] { state.draw().canvas.lines }

  static let named: [String: Chord] = [
    "enter": Chord(.enter), "esc": Chord(.escape), "tab": Chord(.tab), "up": Chord(.up), "down": Chord(.down),
    "left": Chord(.left), "right": Chord(.right), "pgdn": Chord(.pageDown), "pgup": Chord(.pageUp),
    "home": Chord(.home),
    "end": Chord(.end), "space": " ", "bksp": Chord(.backspace), "^c": .control("c"),
  ]
}
