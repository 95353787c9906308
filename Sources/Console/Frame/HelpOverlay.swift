package import TerminalKit

/// Every key that works here, filtered by what is typed.
package struct HelpOverlay: Sendable {
  package private(set) var field = TextField()
  /// The first line of the window.
  package private(set) var first = 0
  let screenTitle: String
  let glyphs: GlyphSet
  let here: [BindingSummary]
  let everywhere: [BindingSummary]
  let commands: [ConsoleCommand]

  /// The keys of the front screen and of every screen.
  init(_ state: ConsoleState) {
    screenTitle = state.screenID.rawValue
    glyphs = state.context.glyphs
    // Of two uses of a key that is told which it has now: a replay's, then the screen's, then that of every screen.
    func left(_ bindings: [BindingSummary], by taken: [BindingSummary]) -> [BindingSummary] {
      let taken = Set(taken.flatMap(\.chords))
      return bindings.filter { !taken.isSuperset(of: $0.chords) }
    }
    let replay = state.replayBindings.map(\.summary)
    here = left(state.screens[state.current].summaries(state.context), by: replay)
    everywhere = replay + left(GlobalBindings.everywhere(state).map(\.summary), by: replay + here)
    commands = state.commands
  }

  /// A line of the list: a heading, or keys with their meaning.
  struct Line {
    var keys: String
    var help: String
    var isHeading = false
    var isAvailable = true
  }

  /// The lines that match what is typed.
  var lines: [Line] {
    let text = field.text.lowercased()
    func section(_ title: String, _ bindings: [Line]) -> [Line] {
      let matching = bindings.filter {
        text.isEmpty || $0.help.lowercased().contains(text) || $0.keys.lowercased().contains(text)
      }
      return matching.isEmpty ? [] : [Line(keys: "", help: title, isHeading: true)] + matching
    }
    func line(_ binding: BindingSummary) -> Line {
      var help = glyphs.sentence(binding.help)
      if case .unavailable(let reason) = binding.availability { help += " – not now: \(reason)" }
      return Line(keys: glyphs.spelled(binding.keys), help: help, isAvailable: binding.isAvailable)
    }
    return section(screenTitle, here.map(line)) + section("Everywhere", everywhere.map(line))
      + section(
        "Commands",
        commands.map { Line(keys: ":" + $0.name, help: $0.told, isAvailable: $0.availability == .available) })
  }

  /// The lines with their help broken where it is longer than the window is wide.
  private func rows(in size: Size) -> [Line] {
    let (_, _, helpWidth) = Self.shape(size)
    return lines.flatMap { line -> [Line] in
      if line.isHeading { return [line] }
      return wrapped(line.help, to: helpWidth).enumerated().map { index, part in
        Line(keys: index == 0 ? line.keys : "", help: part, isAvailable: line.isAvailable)
      }
    }
  }

  /// The columns of the box's inside, of the keys and of what they do.
  private static func shape(_ size: Size) -> (inside: Int, keys: Int, help: Int) {
    let inside = max(1, min(92, size.width - 6))
    let keys = min(16, max(4, inside / 4))
    return (inside, keys, max(1, inside - keys - 1))
  }

  /// Takes a key; `false` when the help closes.
  mutating func press(_ chord: Chord, in size: Size) -> Bool {
    let height = size.height
    let room = Self.room(rows(in: size).count, height)
    switch chord.key {
    case .escape, .enter: return false
    case .down: first += 1
    case .up: first -= 1
    case .pageDown: first += max(1, room - 1)
    case .pageUp: first -= max(1, room - 1)
    case .home where field.text.isEmpty: first = 0
    case .end where field.text.isEmpty: first = rows(in: size).count
    case .character("?") where field.text.isEmpty: return false
    case .character("q") where field.text.isEmpty: return false
    case .character("c") where chord.modifiers == .control: return false
    default:
      _ = field.handle(chord)
      first = 0
    }
    let count = rows(in: size).count
    first = max(0, min(first, count - Self.room(count, height)))
    return true
  }

  /// How many lines there is room for in a window so high.
  private static func room(_ count: Int, _ height: Int) -> Int { max(1, min(count, height - 5)) }

  /// Draws the list in the middle of the screen.
  func draw(into canvas: inout Canvas, in rect: Rect) -> Point {
    let lines = rows(in: rect.size)
    let (width, keyWidth, helpWidth) = Self.shape(rect.size)
    let inside = Popup("Help", size: Size(width, min(lines.count + 2, rect.height - 3))).draw(into: &canvas, in: rect)
    let (head, body) = inside.cutTop(2)
    canvas.write("filter ", head.x, head.y, Style(.muted, on: .panel))
    let cursorPlace = field.draw(
      into: &canvas, head.x + 7, head.y, width: head.width - 7, style: Style(.text, on: .panel))
    let start = max(0, min(first, lines.count - body.height))
    for (line, y) in zip(lines.dropFirst(start), body.y..<max(body.y, body.maxY)) {
      if line.isHeading {
        canvas.write(line.help, body.x, y, Style(.title, on: .panel, .bold), limit: body.width)
        continue
      }
      let style = line.isAvailable ? Style(.info, on: .panel, .bold) : Style(.muted, on: .panel)
      canvas.write(line.keys, body.x + 1, y, style, limit: keyWidth - 2)
      canvas.write(
        line.help, body.x + keyWidth, y, Style(line.isAvailable ? .text : .muted, on: .panel),
        limit: helpWidth)
    }
    ScrollBar(first: start, shown: body.height, total: lines.count)
      .draw(into: &canvas, in: body)
    return cursorPlace
  }
}
