import CommandLineKit
import Engine

/// `sluice failures`: the rows that checks found at fault, as they were kept.
enum FailuresCommand {
  private static let check = CommandOption<String?>.value(
    "--check", placeholder: "CHECK", help: "Only this check, by name or number.")

  static let command = Command(
    "failures", summary: "Show the failing rows and bad records of a run.",
    discussion: "Checks that failed or warned, each with the rows kept for it.",
    options: [check, CommonOptions.select, CommonOptions.limit, CommonOptions.output, CommonOptions.projectDirectory],
    operands: [CommonOptions.run], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let run = try lookup.run(arguments[CommonOptions.run])
    let wanted = arguments[check]
    let found = try lookup.reader.checks(of: run.id).filter { record in
      NodeName.matches(record.node, arguments[CommonOptions.select])
        && (wanted == nil
          ? record.state == .fail || record.state == .warn || record.state == .notEvaluated
          : record.name == wanted || String(record.id) == wanted)
    }
    if let wanted, found.isEmpty {
      throw CommandFailure("run \(run.id) has no check '\(wanted)'", hint: "sluice gates \(run.id) --checks lists them")
    }
    if found.isEmpty { Narration.line("run \(run.id): no check failed or warned") }
    let limit = arguments[CommonOptions.limit] < 0 ? Int.max : arguments[CommonOptions.limit]
    for record in found {
      let rows = record.rowsKept > 0 ? try lookup.reader.failingRows(check: record.id, limit: limit) : nil
      let past = record.rowsKept > 0 ? try lookup.reader.failureComparison(check: record.id) : nil
      show(record, rows, past, arguments[CommonOptions.output])
    }
    return .success
  }

  private static func show(
    _ check: CheckRecord, _ rows: FailingRows?, _ past: FailureComparison?, _ format: OutputFormat
  ) {
    let heading = "\(NodeName.short(check.node)) · \(check.gate.rawValue) · \(check.name): \(check.message)"
    Narration.line("\(format == .table ? "\n" : "")\(heading)")
    if let place = check.location { Narration.line("  \(place)") }
    guard let rows else { return }
    tell(past)
    let tags = past?.rows.map { $0.tag?.rawValue } ?? []
    let tagged = rows.rows.enumerated().map { place, row in
      [OutputCell(place < tags.count ? tags[place] : nil)] + row.map { OutputCell($0) }
    }
    switch format {
    case .table, .csv: DataOutput.print(format, columns: ["tag"] + rows.columns, rows: tagged)
    case .json, .jsonl:
      let columns = ["check", "node", "gate", "name", "tag"] + rows.columns
      DataOutput.print(
        format, columns: columns,
        rows: tagged.map { row in
          [
            .integer(check.id), .text(NodeName.short(check.node)), .text(check.gate.rawValue), .text(check.name),
          ] + row
        })
    }
    let shown = Int64(rows.rows.count)
    if rows.total > shown { Narration.line("\(Figures.count(shown)) of \(Figures.rows(rows.total))") }
  }

  /// How the rows stand to those of the run before.
  private static func tell(_ past: FailureComparison?) {
    guard let past, let run = past.previous else { return }
    let new = past.rows.count { $0.tag == .new }
    let persisting = past.rows.count { $0.tag == .persisting }
    Narration.line(
      "  \(new) new, \(persisting) persisting, \(past.resolved.count) resolved since run \(run)"
        + (past.isComplete ? "" : " (among the rows kept)"))
  }
}
