internal import Engine
internal import TerminalKit

/// Commands of the `:` line about runs as a whole; they work on every screen.
enum RunCommands {
  static var all: [ConsoleCommand] {
    [
      ConsoleCommand("open", help: "go to a run, by its number", values: { numbers($0) }) { text, _ in
        guard let run = run(text) else { return [.say("which run? :open 42", .warn)] }
        return [found(run) { [.go(.runs, .run($0.id))] }]
      },
      ConsoleCommand("diff", help: "what differs between two runs: :diff 41 42", values: { numbers($0) }) {
        text, context in
        let runs = text.split(separator: " ").compactMap { run(String($0)) }
        guard let one = runs.first, let other = runs.count > 1 ? runs[1] : context.status.run?.id else {
          return [.say("which runs? :diff 41 42", .warn)]
        }
        return [compare(one, other)]
      },
      ConsoleCommand(
        "replay", help: "tell a run again on the graph, at a speed: :replay 42 10", values: { numbers($0) }
      ) { text, context in
        let words = text.split(separator: " ").map(String.init)
        guard let number = words.first.flatMap(run) ?? context.status.run?.id else {
          return [.say("which run? :replay 42", .warn)]
        }
        let speed = words.count > 1 ? Double(words[1].filter { $0 != "x" && $0 != "×" }) : nil
        return [found(number) { [RunsScreen.replay($0, speed: speed.map { min(100, max(Replay.speeds[0], $0)) })] }]
      },
      ConsoleCommand(
        "export", help: "write a run to one file that another machine's sluice opens", values: { numbers($0) }
      ) { text, context in
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        if context.isReadOnly { return [.say("this console is read-only: sluice run-export writes the file", .warn)] }
        guard let number = words.first.flatMap(run) ?? context.status.run?.id else {
          return [.say("which run? :export 42 run-42.db", .warn)]
        }
        let name = "\(context.project?.name ?? "sluice")-run-\(number).db"
        return RunsScreen.export(number, to: words.count > 1 ? words[1] : name)
      },
    ]
  }

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
