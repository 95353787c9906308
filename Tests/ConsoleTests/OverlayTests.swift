import Engine
import TerminalKit
import Testing

@testable import Console

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

  @Test(arguments: ["?", ":", "/", "A", "3<enter>s", "5r"])
  func `The terminal's own keys work whatever lies over the screen, which stays`(keys: String) async throws {
    var console = try await driver()
    await console.press(keys)
    let before = console.picture
    await console.handle(.key(.control("z")))
    await console.handle(.key(.control("l")))
    #expect(console.picture == before)
    let asked = console.asked.map { "\($0)" }
    #expect(asked.contains("suspend") && asked.contains("redraw"))
  }

  @Test func `The help tells of each key what it does here, once`() async throws {
    for place in ScreenPlace.all {
      let console = try await ScreenPlace.open(place.keys + "?", Size(100, 40))
      guard case .help(let help) = console.state.overlay else {
        Issue.record("\(place.name)")
        continue
      }
      var seen: Set<Chord> = []
      for binding in help.here + help.everywhere {
        for chord in binding.chords {
          #expect(seen.insert(chord).inserted, "\(place.name): \(chord) is told twice")
        }
      }
    }
  }

  @Test(
    arguments: [
      ("4", "tables.csv", "shop,silver,feature_states"), ("4<enter>m<<", "feature_states-changes.csv", ","),
      ("4<enter><enter>", "feature_states-", ","), ("3", "tables.csv", ",silver,user_dim,table,"),
      ("3<down><enter>F", "-frequency.csv", ","), ("2f<enter><enter>p", "-rows.csv", ","),
    ])
  func `Lists below a screen's first are written too`(keys: String, name: String, line: String) async throws {
    var console = try await driver()
    await console.press(keys + "w")
    let written = console.asked.compactMap { effect -> (String, String)? in
      if case .write(let name, let text) = effect { return (name, text) }
      return nil
    }
    let file = try #require(written.first, "\(console.picture)")
    #expect(file.0.contains(name))
    #expect(file.1.split(separator: "\n").dropFirst().contains { $0.contains(line) }, "\(file.1)")
  }

  @Test func `What is copied is what is chosen in the list in front`() async throws {
    var console = try await driver(Size(120, 30))
    func copied() -> String? {
      if case .copy(let text) = console.asked.last { return text }
      return nil
    }
    await console.press("4<enter>m<<y")
    #expect(copied()?.contains("→") == true)
    await console.press("3<down><enter>F<down>y")
    let second = copied()
    await console.press("<up>y")
    #expect(copied() != second)
  }

  @Test func `In a narrow window tables that begin alike can be told apart`() async throws {
    var console = try await driver(Size(40, 12))
    await console.press("4")
    #expect(console.picture.contains("silver.feature_states"))
    #expect(console.picture.contains("_usage_facts"))
  }

  @Test func `There is more to choose than is shown, and the line says so`() async throws {
    var console = try await driver(Size(100, 20))
    await console.press(":")
    #expect(console.picture.contains("┃"))
    var large = try await driver(Size(100, 60))
    await large.press(":")
    #expect(large.picture.contains("leave; a run goes on"))
  }

  @Test func `Names of the catalog are whole where there is room for them, and else cut in their middle`() async throws
  {
    var wide = try await driver(Size(200, 30))
    await wide.press("3<down><enter>")
    #expect(wide.picture.contains(" feature_conversion_impact "))
    var narrow = try await driver(Size(90, 30))
    await narrow.press("3<down><enter>")
    #expect(narrow.picture.contains("…ion_impact"))
  }
}
