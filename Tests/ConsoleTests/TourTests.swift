import Engine
import Project
import TerminalKit
import Testing

@testable import Console

@Suite struct TourTests {
  /// Lets a tour run to its end, a tenth of a second at a time; returns the captions that were shown.
  private func walk(_ tour: Tour, _ status: PipelineStatus, limit: Int = 3000) async throws -> (ConsoleDriver, [String])
  {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: status)
    var console = try await ConsoleDriver(Size(80, 24), source)
    await console.take(tour)
    var captions: [String] = []
    var now = 100.0
    for _ in 0..<limit where console.state.tour != nil {
      now += 0.1
      await console.tick(FixtureRun.at(now))
      if let caption = console.state.tour?.stop?.caption, captions.last != caption { captions.append(caption) }
    }
    return (console, captions)
  }

  @Test func `The demo's tour walks through every screen and comes to its end`() async throws {
    let (console, captions) = try await walk(.demo, FixtureRun.failed())
    #expect(console.state.tour == nil)
    #expect(captions.contains { $0.contains("f goes to the first failure") })
    #expect(!captions.contains { $0.contains("Nothing had changed") })
    for screen in ["sluice ls", "sluice gates", "sluice runs", "sluice logs"] {
      #expect(console.state.journal.contains { $0.shell.hasPrefix(screen) }, "\(screen)")
    }
  }

  @Test(arguments: [true, false]) func `Stops are numbered without gaps, and none leaves a refusal behind`(
    fails: Bool
  ) async throws {
    var status = FixtureRun.failed()
    if !fails { status.run?.state = .success }
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: status)
    var console = try await ConsoleDriver(Size(120, 40), source)
    await console.take(.demo)
    var numbers: [String] = []
    var now = 100.0
    for _ in 0..<3000 where console.state.tour != nil {
      now += 0.1
      await console.tick(FixtureRun.at(now))
      #expect(console.state.message?.text != "q leaves")
      guard let head = console.lines.first(where: { $0.contains(" of ") && $0.contains("╭ ") && $0.contains("─╮") }),
        let number = head.split(separator: "╭ ").last?.split(separator: " ─").first.map(String.init),
        number.first?.isNumber == true, numbers.last != number
      else { continue }
      numbers.append(number)
    }
    #expect(numbers == (1...numbers.count).map { "\($0) of \(numbers.count)" })
  }

  @Test func `Space goes on at once, a key of the person pauses, Esc ends the tour`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(80, 24), source)
    await console.take(Tour([.init("first"), .init("second"), .init("third")]))
    await console.tick(FixtureRun.at(10))
    #expect(console.picture.contains("first"))
    await console.press("<space>")
    #expect(console.picture.contains("second"))
    await console.press("<down>")
    #expect(console.state.tour?.isPaused == true)
    await console.tick(FixtureRun.at(1000))
    #expect(console.picture.contains("second"))
    await console.press("<esc>")
    #expect(console.state.tour == nil)
  }

  @Test func `A tour leaves the screen whole at every size`() async throws {
    for size in [Size(1, 1), Size(20, 6), Size(40, 12), Size(80, 24)] {
      let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
      var console = try await ConsoleDriver(size, source)
      await console.take(.demo)
      await console.tick(FixtureRun.at(10))
      #expect(console.lines.count == size.height)
    }
  }
}
