internal import Engine
internal import Project
internal import TerminalKit

extension RunsScreen {
  /// Offers the ways in which a run can be resumed; each is previewed before it starts.
  func resumeMenu(_ context: ScreenContext) -> [Effect] {
    guard let run else { return [] }
    let isWhole = run.state == .success || run.state == .warned
    let whole: Availability = isWhole ? .unavailable("everything in run \(run.id) was published") : .available
    func item(_ key: Character, _ label: String, _ help: String, _ mode: String, _ can: Availability) -> Menu.Item {
      let command = RunInvocation("retry", arguments: ["--run", "\(run.id)", "--mode", mode])
      return Menu.Item(
        key, label, help: help, can,
        then: [RunActs.previewed(command, title: "Resume run \(run.id)")])
    }
    return [
      .menu(
        Menu(
          "Resume run \(run.id)",
          [
            item("f", "from failure", "what failed, was held, skipped or cut off", "failed", whole),
            item("u", "unprocessed only", "what was never begun", "unprocessed", whole),
            item("e", "everything", "every step of that run again", "everything", .available),
          ]))
    ]
  }

  /// The run a run is compared with: the marked one, else the last green one before it, else the one before it.
  func counterpart(of run: RunRecord) -> RunRecord? {
    if let marked, marked != run.id, let found = runs.first(where: { $0.id == marked }) { return found }
    let earlier = runs.filter { $0.id < run.id }
    return earlier.first { $0.state == .success } ?? earlier.first
  }

  /// Asks for what two runs did and shows the difference, the earlier one first.
  static func compare(_ one: RunRecord, _ other: RunRecord) -> Effect {
    let (before, after) = one.id < other.id ? (one, other) : (other, one)
    return .load("difference") { source in
      let steps = (before: try await source.steps(of: before.id), after: try await source.steps(of: after.id))
      let checks = (before: try await source.checks(of: before.id), after: try await source.checks(of: after.id))
      return { _, context in
        let found = RunDifference(before, after, steps: steps, checks: checks, order: context.graph?.order ?? [])
        return [
          .change(RunsScreen.self) { screen, context in
            screen.difference = found
            screen.differenceCursor.move(to: 0)
            screen.settle(context)
            return screen.compareNext(context)
          }, .remember("sluice run-diff \(before.id) \(after.id)"),
        ]
      }
    }
  }

  /// Asks for a run's events and tells them again on the graph.
  static func replay(_ run: RunRecord, speed: Double? = nil) -> Effect {
    .load("replay") { source in
      let (steps, events) = (try await source.steps(of: run.id), try await source.events(of: run.id))
      return { _, context in
        guard !events.isEmpty else { return [.say("run \(run.id) left no events to tell again", .warn)] }
        return [
          .replay(Replay(run: run, steps: steps, events: events, standing: context.status, speed: speed))
        ]
      }
    }
  }

  /// Writes a run to a file of its own.
  static func export(_ run: RunID, to path: String) -> [Effect] {
    [
      .remember("sluice run-export \(run) \(ShellWord.quoted(path))"),
      .act { source in try await source.export(run, to: path) },
    ]
  }

  /// Asks where to, then writes the run.
  func askExport(_ context: ScreenContext) -> [Effect] {
    guard let run else { return [] }
    let name = "\(context.project?.name ?? "sluice")-run-\(run.id).db"
    return [
      .ask(
        Question("write run \(run.id) to", initial: name, for: RunsScreen.self) { _, path, _ in
          path.isEmpty ? [] : RunsScreen.export(run.id, to: path)
        })
    ]
  }

}
