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
