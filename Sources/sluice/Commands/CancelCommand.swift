import CommandLineKit
import Engine

/// `sluice cancel`: asks a run to stop.
enum CancelCommand {
  static let command = Command(
    "cancel", summary: "Stop a run: its running steps are dropped, what is published stays.",
    options: [CommonOptions.projectDirectory], operands: [CommonOptions.run], section: "Run"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let run: RunRecord
    if (arguments[CommonOptions.run] ?? nil) == nil, let open = try lookup.reader.openRuns().last {
      run = open
    } else {
      run = try lookup.run(arguments[CommonOptions.run])
    }
    guard try RunClient(lookup.place.state).cancel(run.id) else {
      Narration.error("run \(run.id) is over: \(run.state.rawValue)")
      return .failure
    }
    Narration.line("run \(run.id) is asked to stop")
    return .success
  }
}
