import CommandLineKit
import Engine

/// `sluice runs`: what has run, newest first.
enum RunsCommand {
  static let command = Command(
    "runs", summary: "List the runs of this project, newest first.",
    options: [CommonOptions.output, CommonOptions.limit, CommonOptions.projectDirectory], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let limit = arguments[CommonOptions.limit]
    let runs = try lookup.reader.runs(limit: limit < 0 ? Int(Int32.max) : limit)
    DataOutput.print(arguments[CommonOptions.output], columns: columns, rows: runs.map(row))
    return .success
  }

  private static let columns = [
    "run", "state", "command", "trigger", "started", "seconds", "steps", "built", "reused", "warned", "held", "failed",
    "skipped", "user",
  ]

  private static func row(_ run: RunRecord) -> [OutputCell] {
    func count(_ states: StepState...) -> OutputCell { .integer(states.reduce(0) { $0 + (run.stepStates[$1] ?? 0) }) }
    return [
      .integer(run.id.rawValue), .text(run.state.rawValue), .text(run.command), .text(run.trigger),
      OutputCell(run.startedAt.map(Times.second)), OutputCell(Times.duration(run)), .integer(run.stepCount),
      count(.success, .warned), count(.reused), count(.warned), count(.heldAtInput, .heldAtProcess, .heldAtOutput),
      count(.failed, .timedOut, .crashed), count(.skipped, .cancelled), .text(run.user),
    ]
  }
}
