internal import Engine
internal import Project
internal import TerminalKit

extension RunsScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    if difference != nil { return differenceKeys(context) }
    return opened == nil ? listKeys(context) : ganttKeys(context)
  }

  /// Keys of the list and of an open run alike.
  private func common(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = run == nil ? .unavailable("no run is selected") : .available
    let ended = run?.state.isTerminal ?? false
    func whenEnded(_ availability: Availability) -> Availability {
      if availability != .available { return availability }
      return ended ? .available : .unavailable(run == nil ? "no run is selected" : "this run has not ended yet")
    }
    let other = run.flatMap(counterpart)
    let export: Availability =
      context.isReadOnly ? .unavailable("this console is read-only: use sluice run-export") : whenEnded(.available)
    return [
      KeyBinding(
        ["d"], "diff", help: "what differs from the marked run, else from the last green one before it",
        run == nil
          ? chosen
          : other == nil ? .unavailable("there is no earlier run to compare with; m marks another") : .available
      ) { screen, _ in
        guard let run = screen.run, let other = screen.counterpart(of: run) else { return [] }
        return [RunsScreen.compare(run, other)]
      },
      KeyBinding(
        ["r"], "resume", help: "resume from failure, unprocessed only, or everything, after a preview",
        whenEnded(context.canStartRun)
      ) { screen, context in screen.resumeMenu(context) },
      KeyBinding(
        ["p"], "replay", help: "tell the run again on the graph, up to 100×, a short one slower than it was",
        whenEnded(.available)
      ) {
        screen, _ in
        screen.run.map { [RunsScreen.replay($0)] } ?? []
      },
      KeyBinding(["x"], "cancel", help: "stop the run that is going, after asking", RunActs.canCancel(context)) {
        _, context in
        RunActs.cancel(context)
      },
      KeyBinding(["E"], "export", help: "write the run to one file that another machine's sluice opens", export) {
        screen, context in
        screen.askExport(context)
      },
      KeyBinding(["L"], "log", help: "the log of this run", chosen) { screen, _ in
        screen.run.map { [.go(.logs, .run($0.id))] } ?? []
      },
      KeyBinding(["R"], help: "build everything again, after a preview", context.canStartRun) { _, _ in
        [RunActs.previewed(RunInvocation("build"), title: "Build")]
      },
    ]
  }

  private func listKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = run == nil ? .unavailable("no run is selected") : .available
    let open = KeyBinding<Self>([Chord(.enter)], "open", help: "the steps of this run in time", chosen) { screen, _ in
      screen.run.map { screen.openRun($0.id) } ?? []
    }
    let mark = KeyBinding<Self>(["m"], help: "mark this run, for d to compare others with it; again unmarks", chosen) {
      screen, _ in
      screen.marked = screen.marked == screen.run?.id ? nil : screen.run?.id
      return []
    }
    return [open] + common(context) + [mark]
      + ListKeys.all(by: { $0.cursor.move(by: $1) }, to: { $0.cursor.move(to: $1) })
  }

  private func differenceKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = differenceRow == nil ? .unavailable("no node is selected") : .available
    var values = chosen
    if let row = differenceRow, row.versions == nil {
      values = .unavailable(
        row.before?.version != nil && row.before?.version == row.after?.version
          ? "both runs stand on the same version" : "one of the runs published no version of this node")
    }
    let wording = showsAlike ? "differing" : "all"
    return [
      KeyBinding(
        [Chord(.enter)], "values", help: "nulls, distinct values and changed keys of this node in both runs", values
      ) { screen, context in
        screen.differenceRow.map { screen.askValues($0, context) } ?? []
      },
      KeyBinding(["g"], "gates", help: "the gates of this node", chosen) { screen, _ in
        screen.differenceRow.map { [.go(.gates, .node($0.id))] } ?? []
      },
      KeyBinding(["o"], "graph", help: "this node in the graph", chosen) { screen, _ in
        screen.differenceRow.map { [.go(.graph, .node($0.id))] } ?? []
      },
      KeyBinding(["a"], wording, help: "nodes that went alike too, or only those that differ") { screen, context in
        screen.showsAlike.toggle()
        screen.settle(context)
        return []
      },
    ] + ListKeys.all(by: { $0.differenceCursor.move(by: $1) }, to: { $0.differenceCursor.move(to: $1) })
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
