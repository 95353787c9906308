import CommandLineKit
import Engine

/// `sluice run-show`: the steps of one run.
enum RunShowCommand {
  static let command = Command(
    "run-show", summary: "Show the steps of a run: states, rows, times, reasons.",
    options: [CommonOptions.select, CommonOptions.output, CommonOptions.projectDirectory],
    operands: [CommonOptions.run], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let run = try lookup.run(arguments[CommonOptions.run])
    let steps = try lookup.reader.steps(of: run.id).filter {
      NodeName.matches($0.node, arguments[CommonOptions.select])
    }
    if arguments[CommonOptions.output] == .table {
      let mark = StatusMark(run.state)
      let time = Times.duration(run).map { " in \(Figures.seconds($0))" } ?? ""
      Narration.line("\(mark.glyph) run \(run.id): \(mark.word)\(time) · \(run.commandLine)")
      if let message = run.message { Narration.line("  \(message)") }
    }
    DataOutput.print(arguments[CommonOptions.output], columns: columns, rows: steps.map(row))
    return .success
  }

  private static let columns = [
    "node", "state", "attempt", "seconds", "rows_read", "rows_written", "rows_quarantined", "version", "reason",
  ]

  private static func row(_ step: StepRecord) -> [OutputCell] {
    [
      .text(NodeName.short(step.node)), .text(step.state.rawValue), .integer(step.attempt),
      OutputCell(Times.duration(step)), .integer(step.progress.rowsRead), .integer(step.progress.rowsWritten),
      .integer(step.progress.rowsQuarantined), step.version.map { .integer($0) } ?? .null,
      OutputCell(reason(step)),
    ]
  }

  private static func reason(_ step: StepRecord) -> String? {
    guard let place = step.location else { return step.reason }
    return "\(place): \(step.reason ?? "failed")"
  }
}
