internal import Engine
internal import Project
internal import TerminalKit

/// Commands of the `:` line that work on every screen.
enum GlobalCommands {
  /// All of them, given the names of the themes there are.
  static func all(themes: [String], _ context: ScreenContext) -> [ConsoleCommand] {
    let changes: Availability = context.isReadOnly ? .unavailable(context.whyReadOnly) : .available
    return screens + runs(context) + RunCommands.all(context) + [
      ConsoleCommand(
        "theme", .needed("which theme? \(themes.joined(separator: ", "))"), help: "use other colours",
        values: { _ in themes }
      ) { name, _ in [.theme(name)] },
      ConsoleCommand(
        "node", .needed("which node? Tab goes through them"), help: "select a node in the graph", context.whetherLoaded,
        values: { nodeNames($0) }
      ) { name, context in
        guard let id = node(name, context) else { return [.say("there is no node `\(name)`", .warn)] }
        return [.go(.graph, .node(id))]
      },
      ConsoleCommand(
        "table", .needed("which table? Tab goes through them"), help: "open a table", context.whetherLoaded,
        values: { tableNames($0) }
      ) { name, context in
        guard let relation = relation(name, context) else { return [.say("there is no table `\(name)`", .warn)] }
        return [.go(.tables, .table(relation))]
      },
      ConsoleCommand("doctor", help: "what is known of the terminal and the project") { _, context in
        [.show(title: "Doctor", lines: DoctorPage.lines(context))]
      },
      ConsoleCommand("history", help: "what was done here, as shell commands") { _, _ in [.journal]
      },
      switching("watch", help: "build what a save touches: on, off", changes) { .watch($0) },
      switching("alerts", help: "ring when a run ends or a gate holds: on, off") { .alerts($0) },
      ConsoleCommand("mouse", help: "mouse reports on or off") { _, _ in [.mouse] },
      ConsoleCommand("quit", help: "leave; a run goes on") { _, _ in [.quit] },
    ]
  }

  /// A command that turns something on, or off.
  private static func switching(
    _ name: String, help: String, _ availability: Availability = .available,
    _ effect: @escaping @Sendable (Bool) -> Effect
  ) -> ConsoleCommand {
    ConsoleCommand(name, .optional, help: help, availability, values: { _ in ["on", "off"] }) { text, _ in
      ["", "on", "off"].contains(text) ? [effect(text != "off")] : [.say(":\(name) on, or :\(name) off", .warn)]
    }
  }

  private static var screens: [ConsoleCommand] {
    ScreenID.allCases.map { id in
      ConsoleCommand(id.rawValue.lowercased(), help: "go to \(id.rawValue)") { _, _ in [.go(id, nil)] }
    }
  }

  private static func runs(_ context: ScreenContext) -> [ConsoleCommand] {
    func starting(_ name: String, _ argument: ConsoleCommand.Argument, help: String) -> ConsoleCommand {
      ConsoleCommand(
        name, argument, help: help, context.canStartRun, values: { argument == .none ? [] : nodeNames($0) }
      ) { text, _ in
        let title = name.prefix(1).uppercased() + name.dropFirst()
        return [RunActs.previewed(RunInvocation(name, select: words(text)), title: title)]
      }
    }
    return [
      starting("build", .optional, help: "build a selection, everything by default"),
      starting("run", .optional, help: "run models without their tests"),
      starting("test", .optional, help: "test what is published"),
      starting("retry", .none, help: "resume the last run where it failed"),
      ConsoleCommand("cancel", help: "ask the run to stop", RunActs.canCancel(context)) { _, context in
        RunActs.cancel(context)
      },
    ]
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  /// Names of the nodes that are drawn.
  static func nodeNames(_ context: ScreenContext) -> [String] {
    guard let graph = context.graph else { return [] }
    return graph.order.compactMap { graph[$0] }.filter(\.isDrawn).map(\.name)
  }

  static func tableNames(_ context: ScreenContext) -> [String] { relations(context).map(\.tableName) }

  /// The tables of the project, those it makes first; what lies in files is none.
  private static func relations(_ context: ScreenContext) -> [RelationName] {
    guard let graph = context.graph else { return [] }
    let nodes = graph.order.compactMap { graph[$0] }.filter { $0.source?.file == nil }
    let made = nodes.filter { $0.resourceType != .source } + nodes.filter { $0.resourceType == .source }
    return made.compactMap(\.relation)
  }

  /// The node of a name.
  static func node(_ name: String, _ context: ScreenContext) -> NodeID? {
    guard let graph = context.graph else { return nil }
    let found = graph.order.compactMap { graph[$0] }.filter(\.isDrawn)
    return (found.first { $0.name == name } ?? found.first { $0.id.rawValue == name })?.id
  }

  /// The relation of a name, with or without its schema and catalog.
  static func relation(_ name: String, _ context: ScreenContext) -> RelationName? {
    let relations = relations(context)
    return relations.first { $0.description == name || $0.tableName == name }
      ?? relations.first { $0.identifier == name }
  }
}
