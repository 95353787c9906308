import Engine
import Project
import TerminalKit
import TestSupport
import Testing

@testable import Console

@Suite struct SessionTests {
  private func driver() async throws -> ConsoleDriver {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    return try await ConsoleDriver(Size(100, 30), source)
  }

  @Test func `What was set up is there the next time`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/state/sluice/sessions/%project"
    var before = try await driver()
    await before.press(":theme paper<enter>1gzG6vW&node:user=1<enter>:alerts on<enter>")
    Session(of: before.state).save(path)

    var state = try await driver().state
    let session = Session.load(path)
    session.restore(&state)
    #expect(session.theme == "paper" && session.screen == .logs)
    #expect(state.alertsAreOn)
    #expect(state.commandHistory == ["theme paper", "alerts on"])
    for (old, new) in zip(before.state.screens, state.screens) { #expect(old.memory == new.memory) }
    #expect(state.screens[5].memory["filter"] == "node:user=1")
    #expect(state.screens[0].memory["zoom"] == "line")
  }

  /// Places with what a person did there, and the keys that lead to them.
  static let places: [(name: String, keys: String)] =
    ScreenPlace.all.filter { place in
      // What is computed, asked or looked at in passing is not opened again: the rows it was about are.
      [
        "graph", "gates", "checks", "failing-rows", "catalog", "table", "time", "time-as-of", "time-changes",
        "time-key",
      ]
      .contains(place.name)
        || ["time-published", "runs", "run", "logs", "graph-lines", "graph-dots", "graph-focus"].contains(place.name)
    } + [
      ("gates-further", "2jjl"), ("checks-further", "2f<enter>jj"), ("failing-rows-further", "2f<enter><enter>jl_"),
      ("table-sorted", "3<down><enter>llo"), ("table-sorted-twice", "3<down><enter>olO"),
      ("table-shaped", "3<down><enter>l>>H_<down><down><down>"),
      ("table-filtered", "3<down><enter>&industry:software<enter>"),
      ("table-far", "3<down><enter><pgdn><pgdn><pgdn>"), ("table-left", "3<down><enter><tab>"),
      ("graph-filtered", "1&layer:silver<enter>"), ("run-further", "5<enter>jjj"), ("logs-back", "6kkkk"),
    ]

  @Test(arguments: places.map(\.name))
  func `A console that is opened again stands where it was left`(_ name: String) async throws {
    let place = try #require(Self.places.first { $0.name == name })
    let folder = TemporaryFolder()
    let path = folder.path + "/session"
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var before = try await ConsoleDriver(Size(100, 30), source)
    await before.press(place.keys)
    await before.rest()
    Session(of: before.state).save(path)
    var after = try await ConsoleDriver(Size(100, 30), source, session: Session.load(path))
    await after.rest()
    // The footer tells what the last key did.
    #expect(after.lines.dropLast() == before.lines.dropLast())
    // Nothing is lost by a visit that looks at nothing.
    #expect(Session(of: after.state).screens == Session(of: before.state).screens)
  }

  @Test(arguments: [
    "", "theme", "screen=Nowhere\ntheme=none", "Graph.zoom=huge\nGraph.group=\nLogs.level=loud\nGraph.node=gone",
    "\u{0}\u{1}\u{FFFD}=\n====\n.=.\n",
  ])
  func `A remembered state that makes no sense does no harm`(_ text: String) async throws {
    let folder = TemporaryFolder()
    #expect(TextFile.write(text, to: folder.path + "/session", replacing: true) == nil)
    var console = try await driver()
    var state = console.state
    Session.load(folder.path + "/session").restore(&state)
    #expect(state.draw().canvas.size == Size(100, 30))
    await console.press("16")
    #expect(Session.load(folder.path + "/not/there") == Session())
  }
}
