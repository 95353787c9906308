internal import Engine
internal import TerminalKit

/// Commands of the `:` line about runs as a whole; they work on every screen.
enum RunCommands {
  static func all(_ context: ScreenContext) -> [ConsoleCommand] {
    let ran: Availability = context.status.run == nil ? .unavailable("nothing ran here yet") : .available
    let writes: Availability =
      context.isReadOnly ? .unavailable("this console is read-only: sluice run-export writes the file") : ran
    return [
      ConsoleCommand(
        "open", .needed("which run? :open 42"), help: "go to a run, by its number", ran, values: { numbers($0) }
      ) { text, _ in
        guard let run = run(text) else { return [noNumber(text)] }
        return [found(run) { [.go(.runs, .run($0.id))] }]
      },
      ConsoleCommand(
        "diff", .needed("which runs? :diff 41 42"), help: "what differs between two runs: :diff 41 42", ran,
        values: { numbers($0) }
      ) { text, context in
        let words = text.split(separator: " ").map(String.init)
        if let wrong = words.first(where: { run($0) == nil }) { return [noNumber(wrong)] }
        let runs = words.compactMap(run)
        guard let one = runs.first, let other = runs.count > 1 ? runs[1] : context.status.run?.id else { return [] }
        return [compare(one, other)]
      },
      ConsoleCommand(
        "replay", .optional, help: "tell a run again on the graph, at a speed: :replay 42 10", ran,
        values: { numbers($0) }
      ) { text, context in
        let words = text.split(separator: " ").map(String.init)
        guard let number = words.isEmpty ? context.status.run?.id : run(words[0]) else { return [noNumber(words[0])] }
        guard words.count > 1 else { return [found(number) { [RunsScreen.replay($0)] }] }
        guard let speed = Double(words[1].filter { $0 != "x" && $0 != "×" }) else {
          return [.say("`\(words[1])` is no speed: :replay \(number) 10", .warn)]
        }
        return [found(number) { [RunsScreen.replay($0, speed: min(100, max(Replay.speeds[0], speed)))] }]
      },
      ConsoleCommand(
        "export", .optional, help: "write a run to one file that another machine's sluice opens", writes,
        values: { numbers($0) }
      ) { text, context in
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let number = words.isEmpty ? context.status.run?.id : run(words[0]) else { return [noNumber(words[0])] }
        let name = words.count > 1 ? words[1] : "\(context.project?.name ?? "sluice")-run-\(number).db"
        return [found(number) { RunsScreen.export($0.id, to: name) }]
      },
    ]
  }

  private static func noNumber(_ text: String) -> Effect { .say("`\(text)` is no run's number, as 42 is", .warn) }

  /// A run of a number, as `42` or `run 42`.
  static func run(_ text: String) -> RunID? {
    let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
    return Int64(digits).flatMap { $0 > 0 ? RunID($0) : nil }
  }

  /// The numbers of the newest runs, newest first, for completion.
  static func numbers(_ context: ScreenContext) -> [String] {
    guard let newest = context.status.run?.id.rawValue else { return [] }
    return stride(from: newest, through: max(1, newest - 50), by: -1).map { "\($0)" }
  }

  private static func compare(_ one: RunID, _ other: RunID) -> Effect {
    .load("difference") { source in
      guard let before = try await source.status(of: one).run, let after = try await source.status(of: other).run else {
        throw ConsoleRefusal("there is no run \(one) or no run \(other)")
      }
      return { _, _ in [.go(.runs, nil), RunsScreen.compare(before, after)] }
    }
  }

  private static func found(_ run: RunID, _ then: @escaping @Sendable (RunRecord) -> [Effect]) -> Effect {
    .load("run") { source in
      guard let record = try await source.status(of: run).run, record.id == run else {
        throw ConsoleRefusal("there is no run \(run)")
      }
      return { _, _ in then(record) }
    }
  }
}
