import Engine
import Project
import TerminalKit
import Testing

@testable import Console

@Suite struct ScreenTests {
  private func driver(_ size: Size, _ status: PipelineStatus, glyphs: GlyphSet = .full) async throws -> ConsoleDriver {
    try await ConsoleDriver(size, FixtureSource(outline: FixtureProject.eight(), pipeline: status), glyphs: glyphs)
  }

  private static let sizes = [(1, 1), (40, 12), (80, 24), (120, 40), (250, 70)]

  /// Keys that lead to a list, and the rows of the body above its first line.
  private static let lists = [
    (keys: "2", above: 1), (keys: "2f<enter>", above: 1), (keys: "3<down><enter>", above: 2),
    (keys: "2f<enter><enter>", above: 2), (keys: "5<enter>", above: 2), (keys: "6", above: 0),
  ]

  @Test(arguments: lists.indices, [0, 1])
  func `A press of the mouse chooses a row as the arrow keys do, and on the chosen row it opens it`(
    _ list: Int, _ row: Int
  ) async throws {
    let (keys, above) = Self.lists[list]
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var clicked = try await ConsoleDriver(Size(100, 30), source)
    await clicked.press(keys + "<home>")
    var walked = clicked
    // The body begins below title and tabs.
    let event = InputEvent.mouse(MouseEvent(.press, at: Point(40, 2 + above + row)))
    func chosen(_ console: ConsoleDriver) -> String? { console.state.screen.copyText(console.state.context) }
    if row > 0 { await clicked.handle(event) }
    await walked.press(String(repeating: "<down>", count: row))
    #expect(chosen(clicked) == chosen(walked) && chosen(clicked) != nil)
    await clicked.handle(event)
    await walked.press("<enter>")
    #expect(walked.picture == clicked.picture)
  }

  @Test func `The wheel goes three rows at a time`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var turned = try await ConsoleDriver(Size(100, 30), source)
    await turned.press("2<home>")
    var walked = turned
    await turned.handle(.mouse(MouseEvent(.wheelDown, at: Point(40, 9))))
    await walked.press("<down><down><down>")
    #expect(turned.state.screen.copyText(turned.state.context) == walked.state.screen.copyText(walked.state.context))
    await turned.handle(.mouse(MouseEvent(.wheelUp, at: Point(40, 9))))
    await walked.press("<home>")
    #expect(turned.state.screen.copyText(turned.state.context) == walked.state.screen.copyText(walked.state.context))
  }

  @Test(arguments: sizes)
  func `Every screen draws at every size, in every set of characters and colours`(_ width: Int, _ height: Int)
    async throws
  {
    for place in ScreenPlace.all {
      var console = try await ScreenPlace.open(place.keys, Size(width, height))
      for keys in ["", "?", "<esc>", ":"] {
        await console.press(keys)
        let canvas = console.state.draw().canvas
        #expect(canvas.size == Size(width, height))
        for glyphs in GlyphSet.allCases {
          let shown = canvas.shown(in: glyphs)
          #expect(shown.size == Size(width, height))
          if glyphs == .ascii { #expect(shown.lines.allSatisfy { $0.allSatisfy(\.isASCII) }) }
        }
        guard keys.isEmpty else { continue }
        for depth in ColourDepth.allCases {
          #expect(canvas.ansiLines(theme: console.state.theme, depth: depth).count == height)
        }
        for theme in [Theme.mono, .ansi16] { _ = canvas.ansiLines(theme: theme, depth: .ansi16) }
      }
    }
    for status in [PipelineStatus(), FixtureRun.halfway()] {
      for keys in ["1", "2", "3", "4", "5", "6"] {
        var console = try await driver(Size(width, height), status)
        await console.press(keys)
        #expect(console.state.draw().canvas.size == Size(width, height))
      }
    }
  }

  @Test func `The title tells project, run, progress and counts`() async throws {
    let console = try await driver(Size(120, 40), FixtureRun.halfway())
    let title = console.lines[0]
    for part in ["sluice", "growth_analytics · local", "run 42 ▶ 6/8", "00:04.2", "✔6 ▶1 ·1 ▲0 ✖0", "12:00:04Z"] {
      #expect(title.contains(part), "\(part)")
    }
    #expect(console.lines[39].contains("eta ~2s"))
  }

  @Test func `A key that cannot work now says why`() async throws {
    var console = try await driver(Size(80, 24), FixtureRun.halfway())
    await console.press("r")
    #expect(console.lines.last?.contains("run 42 is still going") == true)
    await console.press("f")
    #expect(console.lines.last?.contains("nothing failed") == true)
    await console.press("~")
    #expect(console.lines.last?.contains("does nothing here") == true)
  }

  @Test func `From a red gate to the rows that fail in two keys`() async throws {
    var console = try await driver(Size(80, 24), FixtureRun.failed())
    await console.press("2f<enter>")
    #expect(console.picture.contains("not_null_user_dim_user_id"))
    #expect(console.picture.contains("3 rows of 5000 have no user_id"))
    await console.press("<enter>")
    #expect(console.picture.contains("3 failing rows"))
    for words in ["2 new", "1 persisting", "1 resolved", "since run 41"] {
      #expect(console.picture.contains(words), "\(words)")
    }
    #expect(console.picture.contains("NULL"))
    // An escape sequence in a cell is shown, not sent.
    #expect(console.picture.contains("mid␛[31mmarket"))
    await console.press("<esc><esc>")
    #expect(console.picture.contains("◆ user_dim"))
  }

  @Test func `A run starts only after what it would do was shown and agreed to`() async throws {
    var console = try await driver(Size(80, 24), FixtureRun.failed())
    await console.press("A")
    #expect(console.picture.contains("sluice build"))
    #expect(console.picture.contains("2 to build, 1 to reuse"))
    await console.press("n")
    #expect(console.asked.isEmpty)
    await console.press("Ay")
    #expect(console.asked.contains { if case .act = $0 { true } else { false } })
  }

  @Test func `The title counts the steps of the run it names, not those that earlier runs left`() async throws {
    var status = FixtureRun.failed()
    status.run = FixtureRun.record(.failed, id: 43, steps: 1)
    let held = FixtureProject.id("user_dim")
    status.nodes[held]?.step = StepRecord(run: RunID(43), node: held, state: .heldAtOutput)
    let console = try await driver(Size(120, 40), status)
    #expect(console.lines[0].contains("run 43 ✖ 1/1"))
    #expect(console.lines[0].contains("✔0 ▶0 ·0 ▲0 ✖1"))
  }

  @Test func `Resizing keeps the place`() async throws {
    var console = try await driver(Size(120, 40), FixtureRun.failed())
    await console.press("/feature_states<enter>")
    for size in [Size(40, 12), Size(1, 1), Size(80, 24)] { await console.handle(.resize(size)) }
    #expect(console.lines[1].contains("feature_states"))
  }

  @Test func `A wide catalog shows the first rows of the table the mark is on, once the keys are at rest`() async throws
  {
    var console = try await driver(Size(160, 24), FixtureRun.failed())
    await console.press("3")
    await console.rest()
    #expect(console.picture.contains("bronze.conversions") && console.picture.contains("signup_date"))
    await console.press("<down>")
    #expect(console.picture.contains("bronze.feature_releases") && !console.picture.contains("signup_date"))
    await console.rest()
    #expect(console.picture.contains("signup_date"))
    // The keys still go to the catalog, and opening shows the same rows.
    #expect(console.state.screen.path.isEmpty)
    await console.press("<enter>")
    #expect(console.state.screen.path == ["bronze.feature_releases"])
    #expect(console.picture.contains("row 1 of"))
  }

  @Test func `A table of ten million rows is walked by pages`() async throws {
    var console = try await driver(Size(100, 24), FixtureRun.failed())
    await console.press("3<down><enter>")
    #expect(console.picture.contains("row 1 of 10 000 000"))
    await console.press("g5000000<enter>")
    #expect(console.picture.contains("row 5 000 000 of 10 000 000"))
    #expect(console.picture.contains("4999999"))
    for _ in 0..<30 { await console.press("<pgdn>") }
    #expect(!console.picture.contains("…│"))
  }

  @Test func `Time walks from change to change and tells two moments apart`() async throws {
    var console = try await driver(Size(90, 22), FixtureRun.failed())
    // The list says schema and name, so both can be looked for.
    await console.press("4/silver.user_dim<enter><enter>")
    #expect(console.state.screen.path.first == "user_dim")
    await console.press("<esc>/feature_states<enter><enter>")
    #expect(console.picture.contains("as it is now"))
    await console.press("t2024-03-25<enter>")
    #expect(console.picture.contains("HISTORICAL"))
    #expect(console.picture.contains("as of 2024-03-20"))
    await console.press("m>>")
    #expect(console.picture.contains("~ changed  f1"))
    #expect(console.picture.contains("version: 1 → 2"))
    #expect(console.picture.contains("- closed   f2"))
    await console.press("<esc>/f3<enter><enter>")
    #expect(console.picture.contains("2024-02-01 → open"))
  }

  @Test func `The first step back from now goes to the version before, and only what is not now has a banner`()
    async throws
  {
    var console = try await driver(Size(110, 24), FixtureRun.failed())
    await console.press("4/feature_states<enter><enter>")
    // In the middle of May: f2 was closed on the first, and comes back in June.
    #expect(console.picture.contains("as it is now  since 2024-05-01"))
    await console.press("<")
    #expect(console.picture.contains("HISTORICAL  as of 2024-04-02"))
    await console.press(">")
    #expect(console.picture.contains("as it is now"))
    #expect(!console.picture.contains("HISTORICAL"))
    await console.press(">")
    #expect(console.picture.contains("TO COME  as of 2024-06-15"))
    await console.press(">")
    #expect(console.lines.last?.contains("nothing later is known") == true)
    // A date at which things stood as they do now is now.
    await console.press("t2024-05-03<enter>")
    #expect(console.picture.contains("as it is now  since 2024-05-01"))
    #expect(
      console.lines.last?.contains("on 2024-05-03 it stood as it did since 2024-05-01, which is how it is now") == true)
    await console.press("tsoon<enter>")
    #expect(console.lines.last?.contains("`soon` is no date") == true)
    await console.press("v")
    #expect(console.picture.contains("as it is now  v3 of run 42"))
    await console.press("<")
    #expect(console.picture.contains("HISTORICAL  v2 of run 41"))
    await console.press("{")
    #expect(console.lines.last?.contains("days are steps of effective time") == true)
  }

  @Test func `Beside the list of tables stands what opening one would show`() async throws {
    var console = try await driver(Size(200, 50), FixtureRun.failed())
    await console.press("4")
    #expect(!console.picture.contains("as it is now"))
    await console.rest()
    // A table with history first: its moments, its versions, and the rows in effect.
    #expect(console.picture.contains("as it is now  since 2024-05-01"))
    #expect(console.picture.contains("○ v1"))
    #expect(console.picture.contains("Feature f1"))
    await console.press("G")
    #expect(!console.picture.contains("since 2024-05-01"))
    await console.rest()
    #expect(console.picture.contains("as it is now  v3 of run 42"))
    await console.press("<enter>")
    #expect(console.picture.contains("as it is now  v3 of run 42"))
  }

  @Test func `Beside a preview the list of tables tells of their history, however short their names`() async throws {
    var screen = TimeScreen()
    let relation = RelationName(database: "db", schema: "s", identifier: "t")
    screen.tables = [TableOutline(relation: relation, kind: "table", rows: 3, hasHistory: true)]
    let console = try await driver(Size(200, 40), FixtureRun.failed())
    let context = console.state.context
    screen.settle(context)
    var canvas = Canvas(Size(200, 37))
    screen.draw(into: &canvas, in: Rect(0, 0, 200, 37), context)
    #expect(canvas.lines[1].contains("◷ versions of every key"))
    #expect(canvas.lines[0].contains("s.t"))
    // A history that takes long to go through is not read unasked.
    screen.tables[0].rows = 50_000_000
    screen.settle(context)
    #expect(!screen.wantsRest)
    canvas = Canvas(Size(200, 37))
    screen.draw(into: &canvas, in: Rect(0, 0, 200, 37), context)
    #expect(canvas.lines[2].contains("a history this long is read when it is opened"))
  }

  @Test func `A key's timeline tells its gap and what changed`() async throws {
    var console = try await driver(Size(100, 24), FixtureRun.failed())
    await console.press("4<enter>t2024-03-25<enter>/f2<enter><enter>")
    #expect(console.picture.contains("gap: 45 days, nothing held"))
    #expect(console.picture.contains("REVIVED"))
    #expect(console.picture.contains("version  1 → 2"))
  }

  @Test func `The command line completes names and goes there`() async throws {
    var console = try await driver(Size(80, 24), FixtureRun.failed())
    await console.press(":use<tab><enter>")
    #expect(console.lines[1].contains("Graph › user_dim") || console.lines[1].contains("user_signups"))
    await console.press(":gates<enter>")
    #expect(console.lines[1].contains("2 Gates"))
    await console.press("-")
    #expect(console.lines[1].contains("Graph ›"))
    await console.press(":theme paper<enter>")
    #expect(console.state.themeKey == "paper")
    await console.press(":nonsense<enter>")
    #expect(console.lines.last?.contains("there is no command `nonsense`") == true)
  }

  @Test func `Leaving a filter keeps the line`() async throws {
    var console = try await driver(Size(80, 24), FixtureRun.failed())
    await console.press("6&level:error<enter><home>")
    let line = console.state.screens[5].copyText(console.state.context)
    await console.press("<esc>")
    #expect(console.state.screens[5].copyText(console.state.context) == line)
    #expect(console.lines.count { $0.contains("entered running") } > 5)
  }

  @Test func `One failure after the other is gone to`() async throws {
    var status = FixtureRun.failed()
    let other = FixtureProject.id("conversions")
    status.nodes[other]?.step?.state = .failed
    var console = try await driver(Size(120, 40), status)
    var visited: [String] = []
    for _ in 0..<3 {
      await console.press("f")
      visited.append(console.state.screen.path.last ?? "")
    }
    #expect(Set(visited.prefix(2)) == ["conversions", "user_dim"])
    #expect(visited[2] == visited[0])
  }

  @Test func `A test that is a step of its own and failed is found, though no picture has it`() async throws {
    let eight = try FixtureProject.eight()
    let test = FixtureProject.node("two_agree", "silver", after: ["user_dim", "conversions"], type: .test)
    let outline = try FixtureProject.outline(
      "growth_analytics", eight.graph.order.compactMap { eight.graph[$0] } + [test])
    var status = FixtureRun.halfway()
    status.run = FixtureRun.record(.failed)
    status.nodes[test.id] = NodeStatus(
      step: StepRecord(run: RunID(42), node: test.id, state: .heldAtOutput),
      gates: FixtureRun.gates(test.id, [.neverRun, .neverRun, .fail]))
    var console = try await ConsoleDriver(Size(120, 40), FixtureSource(outline: outline, pipeline: status))
    await console.press("2")
    #expect(console.picture.contains("two_agree"))
    await console.press("f<enter>")
    #expect(console.lines[1].contains("Gates › two_agree"))
    await console.press("<esc>1f")
    #expect(console.lines[1].contains("Gates › two_agree"))
    // On the graph it stands for what it looks at.
    await console.press("o")
    #expect(console.lines[1].contains("Graph › user_dim"))
    // One that passed is no row of the board.
    status.nodes[test.id]?.step?.state = .success
    var passed = try await ConsoleDriver(Size(120, 40), FixtureSource(outline: outline, pipeline: status))
    await passed.press("2")
    #expect(!passed.picture.contains("two_agree"))
  }

  @Test func `What a failure had skipped is unfolded by the run that builds it`() async throws {
    var console = try await driver(Size(120, 40), FixtureRun.failed())
    await console.press("f")
    #expect(console.picture.contains("+1 skipped") && !console.picture.contains("╭ gold"))
    var state = console.state
    _ = state.adopt(project: nil, status: FixtureRun.halfway())
    #expect(!state.draw().canvas.picture.contains("skipped"))
    #expect(state.draw().canvas.picture.contains("╭ gold"))
  }

  @Test func `The graph folds groups, focuses, groups anew and zooms`() async throws {
    var console = try await driver(Size(120, 40), FixtureRun.failed())
    await console.press("f")
    #expect(console.picture.contains("+1 skipped"))
    await console.press("<esc><space>")
    #expect(console.picture.contains("3 nodes"))
    await console.press("<space>F")
    #expect(!console.picture.contains("feature_releases"))
    await console.press("<esc>zz")
    #expect(console.picture.contains("bronze 4"))
    await console.press("Zgg")
    #expect(console.lines[1].contains("by owner") || console.lines[1].contains("by folder"))
  }
}
