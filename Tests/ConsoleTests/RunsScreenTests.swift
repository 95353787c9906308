import Console
import Engine
import Project
import TerminalKit
import Testing

extension FixtureSource {
  /// The events of a run that took two steps and held the second.
  func events(of run: RunID) async throws -> [EventRecord] {
    func event(_ second: Double, _ node: String, _ details: String) -> EventRecord {
      EventRecord(
        run: run, at: FixtureRun.at(second), kind: "step.state", node: FixtureProject.id(node), message: "",
        details: details)
    }
    return [
      event(1, "user_signups", #"{"state":"running_process"}"#),
      event(2, "user_signups", #"{"state":"success","rows_written":5000}"#),
      event(3, "user_dim", #"{"state":"held_output","reason":"3 rows"}"#),
    ]
  }

  func export(_ run: RunID, to path: String) async throws -> String { "run \(run) written to \(path)" }
}

@Suite struct RunsScreenTests {
  private func driver(_ status: PipelineStatus = FixtureRun.failed()) async throws -> ConsoleDriver {
    try await ConsoleDriver(Size(110, 30), FixtureSource(outline: FixtureProject.eight(), pipeline: status))
  }

  @Test func `A run is resumed in one of three ways, each after a preview`() async throws {
    var console = try await driver()
    await console.press("5r")
    for part in ["Resume run 42", "from failure", "unprocessed only", "everything"] {
      #expect(console.picture.contains(part), "\(part)")
    }
    await console.press("u")
    #expect(console.picture.contains("sluice retry --run 42 --mode unprocessed"))
    #expect(console.picture.contains("2 to build, 1 to reuse"))
    await console.press("y")
    #expect(console.state.journal.last?.shell == "sluice retry --run 42 --mode unprocessed")
    #expect(console.asked.contains { if case .act = $0 { true } else { false } })
  }

  @Test func `How a run's steps ended is told in eighty columns too`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(80, 24), source)
    await console.press("5")
    #expect(console.lines[3].contains("✔6 ✖1") && console.lines[3].contains("sluice build"))
  }

  @Test func `A green run has nothing to resume from its failure, and says so`() async throws {
    var console = try await driver()
    await console.press("5<down>rf")
    #expect(console.lines.last?.contains("everything in run 41 was published") == true)
    await console.press("r<down><down><enter>")
    #expect(console.picture.contains("--mode everything"))
  }

  @Test func `A run is compared with the last green one, or with the marked one`() async throws {
    var console = try await driver()
    await console.press("5d")
    #expect(console.lines[1].contains("run 41 → 42"))
    #expect(console.picture.contains("nothing differs but the times"))
    await console.press("a")
    #expect(console.picture.contains("user_dim"))
    await console.press("<esc><down><down><down>m<up><up><up>d")
    #expect(console.lines[1].contains("run 39 → 42"))
    await console.press("<esc>:diff 40 41<enter>")
    #expect(console.lines[1].contains("40") || console.lines[1].contains("42"))
  }

  @Test func `A replay shows the run as it stood, and ends where the pipeline is`() async throws {
    var console = try await driver()
    await console.press("5p")
    #expect(console.lines[0].contains("REPLAY"))
    #expect(console.lines[1].contains("Graph"))
    #expect(console.state.context.status[FixtureProject.id("user_signups")].state == .queued)
    await console.press(".")
    #expect(console.state.context.status[FixtureProject.id("user_signups")].state == .runningProcess)
    await console.press("...")
    #expect(console.state.context.status[FixtureProject.id("user_dim")].state == .heldAtOutput)
    await console.press(",")
    #expect(console.lines.last?.contains("×") == true)
    await console.press("q")
    #expect(console.state.replay == nil)
    #expect(!console.lines[0].contains("REPLAY"))
    #expect(console.state.screenID == .runs)
    #expect(console.state.context.status[FixtureProject.id("feature_states")].state == .success)
  }

  @Test func `While a run is told again, news of the pipeline do not show, and are not lost`() async throws {
    var console = try await driver()
    await console.press("5p")
    var state = console.state
    _ = state.adopt(project: nil, status: FixtureRun.halfway())
    #expect(state.context.status[FixtureProject.id("user_dim")].state == .queued)
    _ = state.handle(.key("q"))
    #expect(state.context.status[FixtureProject.id("user_dim")].state == .runningProcess)
  }

  @Test func `What was done is remembered as shell commands`() async throws {
    var console = try await driver()
    await console.press("5<enter>")
    await console.press("6:history<enter>")
    #expect(console.picture.contains("sluice runs"))
    #expect(console.picture.contains("sluice logs"))
    await console.press("<esc>5E<enter>")
    #expect(console.state.journal.last?.shell == "sluice run-export 42 growth_analytics-run-42.db")
  }

  @Test func `The command line completes runs and goes to them`() async throws {
    var console = try await driver()
    await console.press(":4")
    #expect(console.picture.contains("go to run 42"))
    await console.press("1<enter>")
    #expect(console.lines[1].contains("Runs › run 41"))
    await console.press(":open 40<enter>")
    #expect(console.lines[1].contains("Runs › run 40"))
  }

  @Test func `The name of what w would write is the name of what it writes`() async throws {
    var console = try await driver()
    for keys in ["1", "2", "3<down><enter>", "4<enter>", "5", "6"] {
      await console.press(keys)
      let (screen, context) = (console.state.screen, console.state.context)
      #expect(screen.exportName(context) == screen.export(context)?.name, "\(keys)")
    }
  }

  @Test func `While watching, a save builds what it touches, once the project was read with it and the run has ended`()
    async throws
  {
    let outline = try FixtureProject.eight()
    var console = try await ConsoleDriver(
      Size(110, 30), FixtureSource(outline: outline, pipeline: FixtureRun.halfway()))
    await console.press(":watch<enter>")
    var state = console.state
    let before = state.journal
    state.saved(["/project/models/silver/user_dim.sql"])
    _ = state.adopt(project: outline, status: FixtureRun.halfway())
    #expect(state.journal == before)
    _ = state.adopt(project: nil, status: FixtureRun.failed())
    #expect(state.journal.last?.shell == "sluice build --select user_dim+")
    // A file that does not parse gives no project; the next that does builds what both touch.
    state.saved(["/project/models/bronze/conversions.sql"])
    let waiting = state.journal
    _ = state.adopt(project: nil, status: FixtureRun.failed())
    #expect(state.journal == waiting)
    state.saved(["/project/models/gold/feature_conversion_impact.sql"])
    _ = state.adopt(project: outline, status: FixtureRun.failed())
    #expect(state.journal.last?.shell == "sluice build --select conversions+ feature_conversion_impact+")
    // What belongs to no node of the project, a macro or a model that was deleted, may touch anything.
    state.saved(["/project/macros/cents.sql"])
    _ = state.adopt(project: outline, status: FixtureRun.failed())
    #expect(state.journal.last?.shell == "sluice build")
    await console.press(":watch off<enter>")
    state = console.state
    let last = state.journal
    state.saved(["/project/models/silver/user_dim.sql"])
    _ = state.adopt(project: outline, status: FixtureRun.failed())
    #expect(state.journal == last)
  }

  @Test func `A large window shows the steps of the chosen run beside the list, once the keys are at rest`()
    async throws
  {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(Size(200, 50), source)
    await console.press("5")
    #expect(!console.picture.contains("feature_usage_facts"))
    await console.rest()
    #expect(console.picture.contains("run 42 ─"))
    #expect(console.picture.contains("feature_usage_facts"))
    await console.press("<down>")
    #expect(!console.picture.contains("run 42 ─"))
    await console.rest()
    #expect(console.picture.contains("run 41 ─"))
    // It is only looked at: the list keeps the keys, and opening goes to the steps themselves.
    await console.press("<enter>")
    #expect(console.picture.contains("Runs › run 41"))
    var small = try await ConsoleDriver(Size(110, 30), source)
    await small.press("5")
    #expect(!small.state.screen.wantsRest)
  }

  @Test func `Names that begin alike differ at their ends, so both are shown`() async throws {
    let long = ["history", "contact_role", "influence"].map { "stg_salesforce__opportunity_of_the_whole_company_\($0)" }
    let nodes = long.map { FixtureProject.node($0, "silver") }
    var status = PipelineStatus(run: FixtureRun.record(.success, steps: 3))
    for name in long {
      let (id, node) = FixtureRun.done(name, 8, 0, 1)
      status.nodes[id] = node
    }
    let source = FixtureSource(outline: try FixtureProject.outline("shop", nodes), pipeline: status)
    for keys in ["5<enter>", "6"] {
      var console = try await ConsoleDriver(Size(110, 24), source)
      await console.press(keys)
      let names = Set(console.picture.split(whereSeparator: \.isWhitespace).filter { $0.contains("stg_sal") })
      #expect(names.count == 3, "\(console.picture)")
      #expect(names.allSatisfy { !$0.hasSuffix("…") }, "\(names)")
    }
  }

  @Test func `A test's step is told by its name once, whatever its id ends in`() async throws {
    let event = EventRecord(
      run: RunID(42), at: FixtureRun.at(1), kind: "step.state", node: NodeID("test.shop.relationships_user_dim.1a2b3c"),
      message: "relationships_user_dim.1a2b3c: success")
    let outline = try FixtureProject.eight()
    for (width, shown) in [(110, "relationships_user_dim success"), (50, "relationships_user_dim: success")] {
      var console = try await ConsoleDriver(
        Size(width, 24), FixtureSource(outline: outline, pipeline: PipelineStatus(), told: [event]))
      await console.press("6")
      #expect(console.picture.contains(shown), "\(console.picture)")
    }
  }

  @Test func `An event says its node's name once, whoever tells it`() {
    func alone(_ node: String, _ message: String) -> String {
      EventRecord(run: RunID(1), at: FixtureRun.at(0), kind: "step.state", node: NodeID(node), message: message)
        .messageAlone
    }
    #expect(alone("model.shop.orders", "orders: success") == "success")
    #expect(alone("model.shop.orders", "output gate: pass") == "output gate: pass")
    #expect(alone("model.shop.orders", "orders2: success") == "orders2: success")
    #expect(alone("test.shop.unique_id.1a2b", "unique_id.1a2b: success") == "success")
    #expect(alone("source.shop.raw.orders", "raw.orders: 3 files") == "3 files")
  }
}
