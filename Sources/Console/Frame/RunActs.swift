internal import Engine
internal import Project
internal import TerminalKit

/// Starting and stopping runs, with the words that go with it.
enum RunActs {
  /// Starts a run at once.
  static func start(_ command: RunInvocation) -> [Effect] {
    [
      .remember(command.shell),
      .act { source in
        guard let run = try await source.start(command) else { return "started: \(command.shell)" }
        return "run \(run) started: \(command.shell)"
      },
    ]
  }

  /// Starts a run after showing what it would do.
  static func previewed(_ command: RunInvocation, title: String) -> Effect {
    .load("preview") { source in
      let steps = try await source.preview(command)
      return { _, context in
        if steps.isEmpty { return [.say("nothing to do: \(command.shell) comes to no step", .info)] }
        let longest = min(40, steps.map { displayWidth(context.name(of: $0.node)) }.max() ?? 0)
        // What is done comes first: among a thousand steps that are reused one that is not would not be seen.
        let ordered = steps.filter { $0.action != .reuse } + steps.filter { $0.action == .reuse }
        let details = ordered.map { step in
          "  \(fitted(step.action.rawValue, to: 7))\(fitted(context.name(of: step.node), to: longest))  \(context.local(step.reason))"
        }
        let question = "\(command.shell)\n\(counted(steps))"
        return [.confirm(ConfirmDialog(title: title, question: question, details: details), then: start(command))]
      }
    }
  }

  /// How many steps come to what, as `3 to build, 1 to test, 4 to reuse.`
  private static func counted(_ steps: [ForeseenStep]) -> String {
    let counts = Dictionary(grouping: steps, by: \.action).mapValues(\.count)
    let told: [String] = [PlannedStep.Action.build, .test, .reuse, .skip].compactMap { action in
      counts[action].map { "\($0) to \(action.rawValue)" }
    }
    return told.joined(separator: ", ") + "."
  }

  /// Whether there is a run that could be stopped from here.
  static func canCancel(_ context: ScreenContext) -> Availability {
    if !context.status.isLive { return .unavailable("no run is going") }
    return context.isReadOnly ? .unavailable(context.whyReadOnly) : .available
  }

  /// Asks the live run to stop, once confirmed.
  static func cancel(_ context: ScreenContext) -> [Effect] {
    guard let run = context.status.run else { return [] }
    let touched = context.status.nodes.filter { !$0.value.state.isTerminal && $0.value.state != .none }
    // What is at work comes first: that is what is dropped. What waits was not begun.
    let order = context.graph?.order ?? touched.keys.sorted()
    let running = order.filter { touched[$0]?.state.isRunning == true }
    let waiting = order.filter { touched[$0]?.state.isRunning == false }
    let longest = min(40, touched.keys.map { displayWidth(context.name(of: $0)) }.max() ?? 0)
    let details = (running + waiting).map { node in
      "  \(fitted(context.name(of: node), to: longest))  \(context.status[node].state.mark.word)"
    }
    let dialog = ConfirmDialog(
      title: "Cancel run \(run.id)",
      question: "Stop run \(run.id)? What is published stays; these steps end unfinished:",
      details: details)
    return [
      .confirm(
        dialog,
        then: [
          .remember("sluice cancel \(run.id)"),
          .act { source in
            try await source.cancel(run.id)
            return "run \(run.id) was asked to stop"
          },
        ])
    ]
  }
}
