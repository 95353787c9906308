internal import Engine
internal import Project
internal import TerminalKit

/// Commands of the `:` line that work on every screen.
enum GlobalCommands {
  /// All of them, given the names of the themes there are.
  static func all(themes: [String]) -> [ConsoleCommand] {
    screens + runs + RunCommands.all + [
      TablesScreen.query(words: []),
      ConsoleCommand("theme", help: "use other colours", values: { _ in themes }) { name, _ in [.theme(name)] },
      ConsoleCommand("node", help: "select a node in the graph", values: { nodeNames($0) }) { name, context in
        guard let id = node(name, context) else { return [.say("there is no node `\(name)`", .warn)] }
        return [.go(.graph, .node(id))]
      },
      ConsoleCommand("table", help: "open a table", values: { tableNames($0) }) { name, context in
        guard let relation = relation(name, context) else { return [.say("there is no table `\(name)`", .warn)] }
        return [.go(.tables, .table(relation))]
      },
      ConsoleCommand("doctor", help: "what is known of the terminal and the project") { _, context in
        [.show(title: "Doctor", lines: DoctorPage.lines(context))]
      },
      ConsoleCommand("history", help: "what was done here, as shell commands") { _, _ in [.journal]
      },
      switching("watch", help: "build what a save touches: on, off") { .watch($0) },
      switching("alerts", help: "ring when a run ends or a gate holds: on, off") { .alerts($0) },
      ConsoleCommand("mouse", help: "mouse reports on or off") { _, _ in [.mouse] },
      ConsoleCommand("quit", help: "leave; a run goes on") { _, _ in [.quit] },
    ]
  }

  /// A command that turns something on, or off.
  private static func switching(
    _ name: String, help: String, _ effect: @escaping @Sendable (Bool) -> Effect
  ) -> ConsoleCommand {
    ConsoleCommand(name, help: help, values: { _ in ["on", "off"] }) { text, _ in
      ["", "on", "off"].contains(text) ? [effect(text != "off")] : [.say(":\(name) on, or :\(name) off", .warn)]
    }
  }

  private static var screens: [ConsoleCommand] {
    ScreenID.allCases.map { id in
      ConsoleCommand(id.rawValue.lowercased(), help: "go to \(id.rawValue)") { _, _ in [.go(id, nil)] }
    }
  }

  private static var runs: [ConsoleCommand] {
    [
      ConsoleCommand("build", help: "build a selection, everything by default", values: { nodeNames($0) }) {
        text, context in
        start(RunInvocation("build", select: words(text)), context)
      },
      ConsoleCommand("run", help: "run models without their tests", values: { nodeNames($0) }) { text, context in
        start(RunInvocation("run", select: words(text)), context)
      },
      ConsoleCommand("test", help: "test what is published", values: { nodeNames($0) }) { text, context in
        start(RunInvocation("test", select: words(text)), context)
      },
      ConsoleCommand("retry", help: "resume the last run where it failed") { _, context in
        start(RunInvocation("retry"), context)
      },
      ConsoleCommand("cancel", help: "ask the run to stop") { _, context in RunActs.cancel(context) },
    ]
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  private static func start(_ command: RunInvocation, _ context: ScreenContext) -> [Effect] {
    if case .unavailable(let reason) = context.canStartRun { return [.say(reason, .warn)] }
    return [
      RunActs.previewed(command, title: command.words.first.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "")
    ]
  }

  /// Names of the nodes that are drawn.
  static func nodeNames(_ context: ScreenContext) -> [String] {
    guard let graph = context.graph else { return [] }
    return graph.order.compactMap { graph[$0] }.filter(\.isDrawn).map(\.name)
  }

  static func tableNames(_ context: ScreenContext) -> [String] {
    guard let graph = context.graph else { return [] }
    return graph.order.compactMap { graph[$0]?.relation }.map { "\($0.schema).\($0.identifier)" }
  }

  /// The node of a name.
  static func node(_ name: String, _ context: ScreenContext) -> NodeID? {
    guard let graph = context.graph else { return nil }
    let found = graph.order.compactMap { graph[$0] }.filter(\.isDrawn)
    return (found.first { $0.name == name } ?? found.first { $0.id.rawValue == name })?.id
  }

  /// The relation of a name, with or without its schema and catalog.
  static func relation(_ name: String, _ context: ScreenContext) -> RelationName? {
    guard let graph = context.graph else { return nil }
    let relations = graph.order.compactMap { graph[$0]?.relation }
    return relations.first { $0.description == name || $0.tableName == name }
      ?? relations.first { $0.identifier == name }
  }
}
