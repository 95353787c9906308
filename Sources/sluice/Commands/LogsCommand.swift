import CommandLineKit
import Engine
import Glibc
import Project

/// `sluice logs`: the events of a run, as text or as JSON, followed if asked.
enum LogsCommand {
  private static let follow = CommandOption<Bool>.flag("--follow", "-f", help: "Go on until the run is over.")
  private static let level = CommandOption<LogLevel>.value(
    "--level", placeholder: "LEVEL", default: .info, help: "The least that is shown.")
  private static let since = CommandOption<String?>.value(
    "--since", placeholder: "SPAN", help: "Only what is younger: 90s, 15m, 2h, 1d.")
  private static let grep = CommandOption<String?>.value(
    "--grep", placeholder: "TEXT", help: "Only messages that contain this.")

  static let command = Command(
    "logs", summary: "Print the events of a run.",
    options: [
      follow, level, since, grep, CommonOptions.select, LogFormat.option, CommonOptions.projectDirectory,
    ],
    operands: [CommonOptions.run], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let run = try lookup.run(arguments[CommonOptions.run])
    var query = EventQuery(run: run.id, minimumLevel: arguments[level].level, containing: arguments[grep], after: 0)
    if let span = arguments[since] { query.since = try TimeSpan.ago(span) }
    let words = arguments[CommonOptions.select]
    while true {
      // Asked before reading, so that nothing written in between is lost.
      let isOver = try lookup.reader.run(run.id)?.state.isTerminal ?? true
      var page: [EventRecord]
      repeat {
        page = try lookup.reader.events(query)
        for event in page where event.node.map({ NodeName.matches($0, words) }) ?? words.isEmpty {
          StandardOutput.write(EventLine.text(event, arguments[LogFormat.option]) + "\n")
        }
        query.after = page.last?.id ?? query.after
      } while !page.isEmpty
      if isOver || !arguments[follow] { return .success }
      usleep(100_000)
    }
  }
}

/// The levels of events as words of the command line.
enum LogLevel: String, CaseIterable, ArgumentValue {
  case debug, info, warn, error

  var level: EventRecord.Level { EventRecord.Level(rawValue: rawValue) ?? .info }
}

/// A span of time on the command line.
enum TimeSpan {
  static func ago(_ text: String) throws(UsageError) -> Instant {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number >= 0 else {
      throw .invalidValue(text, for: "--since", expected: "a number and s, m, h or d")
    }
    return Instant.now.advanced(by: -number * unit)
  }
}
