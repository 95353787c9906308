internal import Engine
internal import Project
internal import TerminalKit

extension RunsScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    opened == nil ? listKeys(context) : ganttKeys(context)
  }

  private func common(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = run == nil ? .unavailable("no run is selected") : .available
    let isResumable = run.map { $0.state.isTerminal && $0.state != .success } ?? false
    let resume: Availability =
      context.canStartRun != .available
      ? context.canStartRun : isResumable ? .available : .unavailable("this run has nothing to resume")
    let live: Availability = context.status.isLive ? .available : .unavailable("no run is going")
    return [
      KeyBinding(["r"], "resume", help: "resume from where it failed, after a preview", resume) { screen, _ in
        guard let run = screen.run else { return [] }
        let command = RunInvocation("retry", arguments: ["\(run.id)"])
        return [RunActs.previewed(command, title: "Resume run \(run.id)", for: RunsScreen.self)]
      },
      KeyBinding(["R"], "again", help: "build everything again, after a preview", context.canStartRun) { _, _ in
        [RunActs.previewed(RunInvocation("build"), title: "Build", for: RunsScreen.self)]
      },
      KeyBinding(["x"], "cancel", help: "stop the run that is going, after asking", live) { _, context in
        RunActs.cancel(context)
      },
      KeyBinding(["L"], "log", help: "the log of this run", chosen) { screen, _ in
        screen.run.map { [.go(.logs, .run($0.id))] } ?? []
      },
    ]
  }

  private func listKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let open = KeyBinding<Self>(
      [Chord(.enter)], "open", help: "the steps of this run in time",
      run == nil ? .unavailable("no run is selected") : .available
    ) { screen, _ in screen.run.map { screen.openRun($0.id) } ?? [] }
    return [open] + common(context) + ListKeys.all(by: { $0.cursor.move(by: $1) }, to: { $0.cursor.move(to: $1) })
  }

  private func ganttKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = step == nil ? .unavailable("no step is selected") : .available
    let sql: Availability = step?.sql == nil ? .unavailable("no statement is kept for this step") : .available
    return [
      KeyBinding([Chord(.enter)], "gates", help: "the gates of this step's node", chosen) { screen, _ in
        screen.step.map { [.go(.gates, .node($0.node))] } ?? []
      },
      KeyBinding(["o"], "graph", help: "this step's node in the graph", chosen) { screen, _ in
        screen.step.map { [.go(.graph, .node($0.node))] } ?? []
      },
      KeyBinding(["s"], "sql", help: "the statement of this step", sql) { screen, context in
        guard let step = screen.step, let sql = step.sql else { return [] }
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return [.show(title: context.name(of: step.node), lines: lines)]
      },
    ] + common(context) + ListKeys.all(by: { $0.stepCursor.move(by: $1) }, to: { $0.stepCursor.move(to: $1) })
  }
}
