import Console
import Engine
import TerminalKit
import Testing

/// What lies over a screen gets the keys, and the footer tells which.
@Suite struct OverlayTests {
  private func driver(_ size: Size = Size(100, 20), _ status: PipelineStatus = FixtureRun.failed()) async throws
    -> ConsoleDriver
  {
    try await ConsoleDriver(size, FixtureSource(outline: FixtureProject.eight(), pipeline: status))
  }

  @Test func `The first key that scrolls the help scrolls it, and the last line is reached`() async throws {
    var console = try await driver()
    await console.press("?")
    let first = console.picture
    await console.press("<down>")
    #expect(console.picture != first)
    await console.press("<up>")
    #expect(console.picture == first)
    await console.press("<pgdn>")
    #expect(!console.picture.contains("build the selected node, after a preview"))
    await console.press("<end>")
    #expect(console.picture.contains(":quit"))
    await console.press("<up>")
    #expect(!console.picture.contains(":quit"))
    await console.press("<home>")
    #expect(console.picture == first)
  }

  @Test func `A long text goes back from its end with the first key, and is copied whole`() async throws {
    var console = try await driver(Size(60, 10))
    await console.press("3<enter>s")
    let first = console.picture
    await console.press("<end>")
    let end = console.picture
    #expect(end != first)
    await console.press("<up>")
    #expect(console.picture != end)
    await console.press("y")
    let copied = console.asked.compactMap { effect -> String? in
      if case .copy(let text) = effect { return text }
      return nil
    }
    #expect(copied.first?.contains("select * from {{ ref(") == true)
    #expect(copied.first?.contains("-- these rows") == true)
  }

  @Test(arguments: [("?", "close"), ("A", "yes"), ("5r", "choose"), ("3<enter>s", "copy")])
  func `The footer tells the keys of what lies over the screen, not those below it`(keys: String, hint: String)
    async throws
  {
    var console = try await driver()
    await console.press(keys)
    #expect(console.lines.last?.contains(hint) == true)
    #expect(console.lines.last?.contains(": command") == false)
  }

  @Test func `Of a run that is to be stopped the steps at work are told first`() async throws {
    var console = try await driver(Size(100, 20), FixtureRun.halfway())
    await console.press("x")
    let told = console.lines.firstIndex { $0.contains("user_dim") && $0.contains("running") }
    let waits = console.lines.firstIndex { $0.contains("feature_conversion_impact") && $0.contains("waiting") }
    #expect(try #require(told) < (try #require(waits)))
  }

  @Test(
    arguments: [
      ("2", "gates.csv", "user_dim,held at output,pass,4,0,0,"),
      ("2f<enter>", "user_dim-checks.csv", "output,unique_user_dim"),
      ("5", "runs.csv", "42,failed,2024-05-14T12:00:00"),
      ("5<enter>", "run-42-steps.csv", "user_dim,held at output,2024-05-14"),
      ("5da", "run-41-42-diff.csv", "user_dim,held at output,held at output,"),
    ])
  func `Every list can be written to a file`(keys: String, name: String, line: String) async throws {
    var console = try await driver()
    await console.press(keys + "w")
    let written = console.asked.compactMap { effect -> (String, String)? in
      if case .write(let name, let text) = effect { return (name, text) }
      return nil
    }
    let file = try #require(written.first)
    #expect(file.0 == name)
    #expect(file.1.contains("\n" + line), "\(file.1)")
  }

  @Test func `A table that was open before is found as it was left`() async throws {
    var console = try await driver(Size(120, 30))
    await console.press(":table silver.user_dim<enter>o<right>&industry:software<enter><down><down>")
    let before = console.lines.dropFirst(2)
    await console.press(":table bronze.conversions<enter>")
    #expect(!console.picture.contains("& industry"))
    await console.press("-")
    #expect(console.lines.dropFirst(2) == before)
  }

  @Test func `In seven bits keys go by words: arrows would look like keys of their own`() async throws {
    var console = try await ConsoleDriver(
      Size(100, 40), FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()), glyphs: .ascii)
    func last() -> String { console.state.draw().canvas.shown(in: .ascii).lines.last ?? "" }
    await console.press("2")
    #expect(last().contains(" Enter checks"))
    await console.press("3")
    await console.press("<tab>")
    #expect(last().contains("no table is open; Enter opens one"))
    await console.press("<enter>?")
    let help = console.state.draw().canvas.shown(in: .ascii).picture
    #expect(help.contains(" Enter Space "))
    await console.press("column")
    #expect(console.state.draw().canvas.shown(in: .ascii).picture.contains(" Right l "))
  }
}
