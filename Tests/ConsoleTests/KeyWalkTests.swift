import Console
import Engine
import TerminalKit
import Testing

@Suite struct KeyWalkTests {
  /// Where a key may be pressed: at the place as it opens, and after moves, since a key that goes up does nothing at the top.
  private static let approaches = ["", "<down>", "<down><down><down>", "G", "<right>", "<right><right>", "$"]

  @Test(arguments: ScreenPlace.all.map(\.name))
  func `Every key listed for a place does something there or says why not`(_ name: String) async throws {
    let place = try #require(ScreenPlace.all.first { $0.name == name })
    let start = try await ScreenPlace.open(place.keys, Size(80, 24))
    let listed = start.state.screen.summaries(start.state.context)
    #expect(!listed.isEmpty)
    var seen: Set<Chord> = []
    for binding in listed {
      #expect(!binding.help.isEmpty)
      for chord in binding.chords {
        #expect(seen.insert(chord).inserted, "\(chord) is listed twice")
        var hasWorked = false
        for approach in Self.approaches where !hasWorked {
          var console = start
          await console.press(approach)
          let before = (console.picture, console.asked.count)
          await console.handle(.key(chord))
          if case .unavailable(let reason) = binding.availability, approach.isEmpty {
            #expect(console.state.message?.text == reason)
          }
          #expect(console.state.message?.role != .fail, "\(chord): \(console.state.message?.text ?? "")")
          #expect(console.lines.count == 24)
          hasWorked = (console.picture, console.asked.count) != before
        }
        #expect(hasWorked, "\(chord) (\(binding.help)) does nothing and says nothing")
      }
    }
  }

  @Test(arguments: ScreenPlace.all.map(\.name))
  func `Every key of the whole console works in every place or says why not`(_ name: String) async throws {
    let place = try #require(ScreenPlace.all.first { $0.name == name })
    let start = try await ScreenPlace.open(place.keys, Size(80, 24))
    for character in (0x21...0x7E).compactMap({ Unicode.Scalar($0).map(Character.init) }) {
      // The number of the screen in front leads where one is.
      if character == place.keys.first { continue }
      var console = start
      await console.handle(.key(.char(character)))
      let said = console.state.message != nil || console.state.overlay != nil || console.state.hasEnded
      // A move at an edge may leave everything as it is; what no binding knows is said.
      let isListed = start.state.screen.summaries(start.state.context).contains { $0.chords.contains(.char(character)) }
      if said || isListed || console.asked.count > start.asked.count { continue }
      #expect(console.picture != start.picture, "\(character)")
    }
  }

  @Test(arguments: ScreenPlace.all.map(\.name))
  func `A console that only reads starts, stops and changes nothing, whatever is pressed`(_ name: String) async throws {
    let place = try #require(ScreenPlace.all.first { $0.name == name })
    var start = try await ScreenPlace.open(place.keys, Size(80, 24))
    start.restrict()
    let printable = (0x20...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) }.map { Chord.char($0) }
    let named = ConsoleDriver.named.values.filter { $0 != .control("c") }
    for chord in printable + named {
      // Whatever a menu offers first, an answer to what is asked, and agreement.
      for answers in ["y", "fy", "<enter>a reason<enter>y"] {
        var console = start
        await console.handle(.key(chord))
        await console.press(answers)
        #expect(!console.asked.contains { $0.isAct }, "\(chord) then \(answers)")
      }
    }
    for command in ["build", "run", "test", "retry", "cancel", "watch", "export", "resume", "sql delete from x"] {
      var console = start
      await console.press(":\(command)<enter>y")
      #expect(!console.asked.contains { $0.isAct }, ":\(command)")
    }
  }

  @Test func `Every key of the help is found in the help`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(120, 200), source)
    let listed = console.state.screen.summaries(console.state.context)
    await console.press("?")
    for binding in listed { #expect(console.picture.contains(binding.help.prefix(40)), "\(binding.help)") }
    await console.press("zoom")
    #expect(!console.picture.contains("build the selected node"))
  }

  @Test(arguments: [1, 2, 3, 4])
  func `A monkey at the keys breaks nothing`(_ seed: Int) async throws {
    let sources = try [
      FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()),
      FixtureSource(outline: FixtureProject.many(60), pipeline: PipelineStatus()),
    ]
    var random = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(limit))
    }
    var console = try await ConsoleDriver(Size(80, 24), sources[seed % 2])
    let keys: [Chord] =
      Array(ConsoleDriver.named.values).filter { $0 != .control("c") }.sorted { "\($0)" < "\($1)" }
      + "1234567abcdefghijklmnoprstuvwxyzABCDFGHILMNRSTUWZ/&:?!-[]<>{}0$^_ ~".map { Chord.char($0) }
    for step in 0..<400 {
      switch next(40) {
      case 0: await console.handle(.resize(Size(next(140), next(50))))
      case 1: await console.handle(.paste("pasted\ntext \u{1B}[2J"))
      case 2: await console.handle(.mouse(MouseEvent(.press, at: Point(next(140), next(50)))))
      default: await console.handle(.key(keys[next(keys.count)]))
      }
      if step % 5 == 0 { _ = console.lines }
    }
    #expect(console.lines.count == console.state.size.height)
  }
}

extension Effect {
  /// Whether the world would be changed.
  fileprivate var isAct: Bool { if case .act = self { true } else { false } }
}
