import Engine
import Project
import TerminalKit
import Testing

@testable import Console

@Suite struct GatesScreenTests {
  private static let check = "not_null_user_dim_user_id"

  private func driver(_ given: [Waiver] = [], width: Int = 120) async throws -> ConsoleDriver {
    let source = try FixtureSource(
      outline: FixtureProject.eight(), pipeline: FixtureRun.failed(), given: given)
    var console = try await ConsoleDriver(Size(width, 40), source)
    await console.press("2f<enter>")
    return console
  }

  /// What the acts asked for say when they are done.
  private func said(_ console: ConsoleDriver) async throws -> [String] {
    var words: [String] = []
    for case .act(let act) in console.asked { words.append(try await act(console.source)) }
    return words
  }

  private func waiver(until: Double) -> Waiver {
    Waiver(
      id: 3, check: Self.check, node: FixtureProject.id("user_dim"), until: FixtureRun.at(until), reason: "known gap",
      by: "bo", createdAt: FixtureRun.at(0))
  }

  @Test func `A check is waived once day and reason are typed and what it touches was agreed to`() async throws {
    var console = try await driver()
    await console.press("W")
    let prompt = try #require(console.lines.last)
    let week = String(Instant(microseconds: FixtureRun.at(4.2).microseconds + 7 * 86_400_000_000).iso8601.prefix(10))
    #expect(prompt.contains("let it pass until") && prompt.contains(week))
    await console.press("<enter>upstream is late<enter>")
    for words in [
      "Waive \(Self.check)", "output gate of user_dim", "by      ada", week, "upstream is late", "built: 1 node.",
    ] {
      #expect(console.picture.contains(words), "\(words)")
    }
    #expect(try await said(console).isEmpty)
    await console.press("n")
    #expect(try await said(console).isEmpty)
    await console.press("W<enter>upstream is late<enter>y")
    #expect(try await said(console) == ["waived by ada until \(week): upstream is late"])
  }

  @Test func `What a test wants is the opposite of the bound it fails by, and a back-test begins with it`() async throws
  {
    var console = try await driver()
    #expect(!console.picture.contains("!= 0"))
    await console.press("b")
    #expect(console.lines.last?.contains("passes when measured is = 0") == true)
    await console.press("<enter>")
    #expect(console.picture.contains("8 runs, 0 would end otherwise"))
  }

  @Test func `Without a day ahead or a reason nothing is waived`() async throws {
    var console = try await driver()
    let erase = String(repeating: "<bksp>", count: 10)
    for keys in ["W\(erase)soon<enter>", "W\(erase)2001-01-01<enter>", "W<enter>  <enter>"] {
      await console.press(keys)
      #expect(console.lines.last?.contains("nothing was waived") == true, "\(keys)")
      #expect(console.state.overlay == nil)
    }
    #expect(try await said(console).isEmpty)
  }

  @Test func `A waiver is told by whom and until when, and the same key ends it; one that is over is not told`()
    async throws
  {
    var console = try await driver([waiver(until: 86_400 * 3)], width: 140)
    #expect(console.picture.contains("\(Self.check)  waived by bo until "))
    #expect(console.picture.contains(": known gap · W ends it"))
    await console.press("W")
    #expect(console.picture.contains("hold again from the next run on?"))
    await console.press("y")
    #expect(try await said(console) == ["ended \(Self.check)"])
    let later = try await driver([waiver(until: 2)])
    #expect(!later.picture.contains("waived by bo"))
  }

  @Test func `A check that holds nothing, and a console that only reads, say why they do not waive`() async throws {
    var console = try await driver()
    await console.press("<up>W")
    #expect(console.lines.last?.contains("this check holds nothing") == true)
    var reading = try await driver()
    reading.restrict()
    await reading.press("W")
    #expect(reading.lines.last?.contains("read-only") == true)
    #expect(reading.state.overlay == nil)
  }

  @Test func `A failing row shows the line of the file it came from`() async throws {
    var console = try await driver()
    await console.press("<enter>r")
    #expect(console.picture.contains("data/user_signups.jsonl:17"))
    #expect(console.picture.contains("{\"uid\": null, \"day\": \"2024-03-0"))
  }

  @Test func `Parents are found by the columns the SQL takes from them; one that cannot be told says so`()
    async throws
  {
    var console = try await driver()
    await console.press("<enter>p")
    #expect(console.picture.contains("signup_day:2024-03-0"))
    #expect(console.picture.contains("no column is known to come from it"))
    await console.press("<down><enter>")
    #expect(console.lines.last?.contains("no column is known to come from it") == true)
    await console.press("<up><enter>")
    #expect(console.lines[1].contains("Tables"))
  }

  @Test func `From a failing row one goes to the whole row, and from there to its parents and its line`() async throws {
    var console = try await driver()
    await console.press("<enter><down>v")
    #expect(console.picture.contains("2 rows of v3, which is held, with user_id:NULL"))
    #expect(console.picture.contains("norway") && console.picture.contains("chile"))
    await console.press("<down>p")
    #expect(console.picture.contains("signup_day:2024-05-05"))
    await console.press("<esc>r")
    #expect(console.picture.contains("\"day\": \"2024-05-05\""))
    await console.press("<esc>")
    #expect(console.picture.contains("chile"))
    await console.press("<esc>")
    #expect(!console.picture.contains("chile") && console.picture.contains("row 2 of 4"))
  }

  @Test func `Checks and failing rows are filtered, and leaving the filter keeps the line`() async throws {
    var console = try await driver()
    await console.press("&state:fail<enter>")
    #expect(console.picture.contains(Self.check) && !console.picture.contains("not_empty"))
    await console.press("<enter>&since:zz<enter>")
    #expect(console.lines.last?.contains("there is no column `since`") == true)
    await console.press("&signup_date:2024-03-09<enter>")
    #expect(console.picture.contains("row 1 of 1") && !console.picture.contains("2024-03-01"))
    await console.press("<esc>")
    #expect(console.picture.contains("row 3 of 4") && console.picture.contains("2024-03-01"))
    await console.press("<esc>")
    #expect(!console.picture.contains("not_empty"))
    await console.press("&\(String(repeating: "<bksp>", count: 10))gate:process<enter>")
    #expect(console.picture.contains("bad_records") && !console.picture.contains("not_empty"))
    await console.press("<esc>")
    #expect(console.picture.contains("not_empty") && console.lines[1].contains("user_dim"))
  }

  @Test
  func `In a wide window the chosen node's checks and failing rows are read once the keys are at rest, and follow it`()
    async throws
  {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(160, 40), source)
    await console.press("2")
    #expect(console.picture.contains("╭ conversions"))
    await console.press("f")
    // What was there stays until the rest, and then goes in one.
    #expect(console.picture.contains("╭ conversions"))
    #expect(console.state.screen.wantsRest)
    await console.rest()
    #expect(console.picture.contains("╭ user_dim"))
    for words in [
      Self.check, "3 failing rows", "2 new", "1 persisting", "2024-03-09", "3 rows of 5000 have no user_id",
    ] {
      #expect(console.picture.contains(words), "\(words)")
    }
    #expect(!console.state.screen.wantsRest)
    // What was previewed is what opens, at the check that fails.
    await console.press("<enter>")
    #expect(console.lines[1].contains("Gates › user_dim"))
    #expect(console.state.screen.copyText(console.state.context)?.contains("user_id is null") == true)
    await console.press("<esc>")
    #expect(console.picture.contains("╭ user_dim"))
  }

  @Test func `A window of the usual size asks for no preview`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(80, 24), source)
    await console.press("2f")
    #expect(!console.state.screen.wantsRest)
    await console.rest()
    #expect(!console.picture.contains("╭"))
  }

  /// A test that looks at two tables is a step of its own.
  private func withTest(_ state: StepState) throws -> FixtureSource {
    let eight = try FixtureProject.eight()
    let nodes = eight.graph.order.compactMap { eight.graph[$0] }
    let test = FixtureProject.node("relationships_user_dim", "silver", after: ["user_dim"], type: .test)
    var status = FixtureRun.halfway()
    status.run = FixtureRun.record(.warned)
    status.nodes = status.nodes.filter { $0.value.state == .success }
    status.nodes[test.id] = NodeStatus(step: StepRecord(run: RunID(42), node: test.id, state: state))
    return FixtureSource(outline: try FixtureProject.outline("growth_analytics", nodes + [test]), pipeline: status)
  }

  @Test(arguments: [(StepState.warned, true), (.failed, true), (.success, false)])
  func `A test that is a step of its own is on the board when it found something`(state: StepState, isShown: Bool)
    async throws
  {
    var console = try await ConsoleDriver(Size(120, 40), withTest(state))
    await console.press("2")
    #expect(console.picture.contains("relationships_user_dim") == isShown)
  }

  @Test func `The next check that found something is a key away`() async throws {
    var console = try await driver()
    await console.press("<home>")
    await console.press("f")
    #expect(console.picture.contains("✖ fail – 3 rows of 5000 have no user_id"))
    await console.press("f")
    #expect(console.state.message?.text == "no other check found anything")
  }

  @Test func `Where nothing fails a node opens at the check that warns`() {
    func check(_ name: String, _ gate: GateKind, _ state: GateState) -> CheckRecord {
      CheckRecord(run: RunID(1), node: FixtureProject.id("user_dim"), gate: gate, name: name, state: state)
    }
    let checks = [
      check("exists", .input, .pass), check("early", .process, .warn), check("late", .output, .warn),
      check("last", .output, .fail),
    ]
    #expect(GatePreview.landing(checks, gate: nil) == 3)
    #expect(GatePreview.landing(checks.dropLast(), gate: nil) == 1)
    #expect(GatePreview.landing(checks.dropLast(), gate: .output) == 2)
    #expect(GatePreview.landing(Array(checks.prefix(1)), gate: nil) == 0)
  }

  @Test(arguments: ["v", "p", "r", "t"])
  func `Rows of a unit test lead nowhere, for they stand in no table, and say so`(key: String) async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed(), hasUnitTest: true)
    var console = try await ConsoleDriver(Size(120, 40), source)
    await console.press("2f<enter><enter>")
    #expect(console.picture.contains("expected"))
    await console.press(key)
    #expect(console.state.message?.text == "a unit test makes its own rows: they stand in no table")
  }

  @Test func `Of a unit test the cell that differs stands out in both rows`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed(), hasUnitTest: true)
    let check = try #require(
      try await source.checks(of: FixtureProject.id("user_dim"), run: nil).first { $0.rowsKept > 0 })
    let rows = FailingRowList(try #require(try await source.failures(of: check)), key: [])
    let drawing = FailingRowsDrawing(rows: rows, check: check)
    #expect(drawing.style(0, "company_size") == Style(.pass, .bold))
    #expect(drawing.style(1, "company_size") == Style(.fail, .bold))
    #expect(drawing.style(0, "user_id") == .text && drawing.style(1, "user_id") == .text)
    #expect(drawing.style(0, "row") == .text)
  }

  @Test func `In a low window too there is a key that tells what a check found`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(40, 12), source)
    await console.press("2f<enter>")
    #expect(!console.picture.contains("have no user_id"))
    await console.press("<space>")
    #expect(console.picture.contains("3 rows of 5000"))
  }

  @Test func `The path names a test by its name, whatever its id ends in`() async throws {
    #expect(NodeID("test.shop.not_null_id.1a2b3c").shortName == "not_null_id")
    #expect(NodeID("source.shop.raw.orders").shortName == "orders")
    #expect(NodeID("unit_test.shop.orders.adds_tax").shortName == "adds_tax")
    #expect(NodeID("model.shop.orders.v2").shortName == "orders")
    #expect(NodeID("orders").shortName == "orders")
    var console = try await ConsoleDriver(Size(120, 40), withTest(.failed))
    await console.press("2G<enter>")
    #expect(console.lines[1].contains("Gates › relationships_user_dim"))
    // Its table and its place in the graph are those of what it looks at.
    await console.press("o")
    #expect(console.lines[1].contains("Graph › user_dim"))
  }

  @Test func `Who asks for a state that no node has is told which there are`() async throws {
    var console = try await ConsoleDriver(
      Size(80, 24), FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()))
    await console.press("2&state:fail<enter>")
    #expect(console.picture.contains("no node passes the filter; their states are held at output, skipped, success"))
    await console.press("&")
    await console.press(String(repeating: "<bksp>", count: 4) + "success<enter>")
    #expect(console.picture.contains("✔ user_signups") && !console.picture.contains("user_dim"))
  }
}
