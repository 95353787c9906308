import Engine
import Project
import TerminalKit
import Testing

@testable import Console

/// Commands of the `:` line say what is wrong with how they are given, and why they cannot be given now.
@Suite struct CommandTests {
  private func driver(_ status: PipelineStatus = FixtureRun.failed()) async throws -> ConsoleDriver {
    try await ConsoleDriver(Size(120, 30), FixtureSource(outline: FixtureProject.eight(), pipeline: status))
  }

  private func said(_ command: String, _ status: PipelineStatus = FixtureRun.failed()) async throws -> String {
    var console = try await driver(status)
    await console.press(":\(command)<enter>")
    return console.state.message?.text ?? ""
  }

  @Test(
    arguments: [
      ("theme", "which theme? "), ("node", "which node?"), ("table", "which table?"), ("open", "which run? :open 42"),
      ("diff", "which runs?"), ("group", "group by what? layer"), ("sql", "type a query"),
      ("quit now", "nothing follows :quit; `now` does"), ("retry x", "nothing follows :retry"),
      ("graph  x ", "nothing follows :graph; `x` does"), ("replay x", "`x` is no run's number"),
      ("replay 42 fast", "`fast` is no speed"), ("diff 41 x", "`x` is no run's number"),
      ("export x", "`x` is no run's number"), ("group nope", "there is no `nope` to group by; there are layer"),
      ("watch x", ":watch on, or :watch off"), ("since x", "`x` is no span of time"), ("cancel", "no run is going"),
      ("nope", "there is no command `nope`"),
    ])
  func `What is missing or too much is said`(command: String, words: String) async throws {
    let text = try await said(command)
    #expect(text.contains(words), "\(text)")
  }

  @Test func `A command that cannot be given now says why, in the help and beside the line too`() async throws {
    let reason = "run 42 is still going"
    #expect(try await said("build", FixtureRun.halfway()) == reason)
    var console = try await driver(FixtureRun.halfway())
    await console.press(":bui")
    #expect(console.picture.contains("– not now: \(reason)"))
    await console.press("<esc>?")
    await console.press(":build")
    #expect(console.picture.contains(":build") && console.picture.contains("– not now: \(reason)"))
  }

  @Test(arguments: ["open 42", "diff 41 42", "replay", "export"])
  func `Before anything ran there is no run to speak of`(command: String) async throws {
    #expect(try await said(command, PipelineStatus()) == "nothing ran here yet")
  }

  @Test func `A screen's own command leads to it from everywhere`() async throws {
    var console = try await driver()
    await console.press("5:group schema<enter>")
    #expect(console.state.screenID == .graph)
    #expect(console.picture.contains("by schema"))
    await console.press(":since 15m<enter>")
    #expect(console.state.screenID == .logs)
    #expect(console.picture.contains("since 11:45:04Z"))
    await console.press("2:sql select 42<enter>")
    #expect(console.state.screenID == .tables)
    #expect(console.picture.contains("answer"))
  }

  @Test func `Every command is told once, on whatever screen`() async throws {
    for number in 1...6 {
      var console = try await driver()
      await console.press("\(number)")
      let names = console.state.commands.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(Set(names).isSuperset(of: ["group", "since", "sql", "build", "theme"]))
    }
  }

  @Test func `A table goes before a file of its name, which is none`() async throws {
    let place = SourceLocation(file: "models/sources.yml")
    func source(_ name: String, _ file: FileLocation?) -> Node {
      Node(
        id: NodeID("source.shop.raw.\(name)"), resourceType: .source, name: name, package: "shop", fqn: [],
        location: place, relation: RelationName(database: "shop", schema: "raw", identifier: name),
        source: SourceProperties(sourceName: "raw", tableName: name, file: file))
    }
    let nodes = [
      source("user_dim", FileLocation(paths: ["data/user_dim.csv"], location: place)), source("orders", nil),
      FixtureProject.node("user_dim", "silver"), FixtureProject.node("orders", "silver"),
    ]
    var context = ScreenContext()
    context.project = try FixtureProject.outline("shop", nodes)
    #expect(GlobalCommands.relation("user_dim", context)?.schema == "silver")
    #expect(GlobalCommands.relation("orders", context)?.schema == "silver")
    #expect(GlobalCommands.relation("raw.orders", context)?.schema == "raw")
    #expect(Set(GlobalCommands.tableNames(context)) == ["silver.user_dim", "silver.orders", "raw.orders"])
  }

  @Test func `Where a query has no rows there is no row to show`() async throws {
    var console = try await driver()
    await console.press(":sql select nonsense<enter><enter>")
    #expect(console.state.message?.text == "no row is selected")
    #expect(console.state.overlay == nil)
  }
}
