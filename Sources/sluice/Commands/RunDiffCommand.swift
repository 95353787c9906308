import CommandLineKit
import Console
import Engine

/// `sluice run-diff`: what differs between two runs, node by node.
enum RunDiffCommand {
  private static let runs = CommandOperand<[Int]>.rest("RUN", "One run, or two; else the last green one before.")
  private static let all = CommandOption<Bool>.flag("--all", help: "Nodes that went alike too.")

  static let command = Command(
    "run-diff", summary: "Show what differs between two runs: outcomes, times, rows, findings.",
    options: [all, CommonOptions.output, CommonOptions.projectDirectory], operands: [runs], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let (before, after) = try pair(arguments[runs] ?? [], lookup)
    let reader = lookup.reader
    let difference = RunDifference(
      before, after, steps: (try reader.steps(of: before.id), try reader.steps(of: after.id)),
      checks: (try reader.checks(of: before.id), try reader.checks(of: after.id)), order: [])
    if arguments[CommonOptions.output] == .table {
      Narration.line("run \(before.id) → run \(after.id): \(difference.summary)")
    }
    let rows = difference.rows.filter { arguments[all] || $0.isNotable }
    DataOutput.print(arguments[CommonOptions.output], columns: columns, rows: rows.map(row))
    return .success
  }

  private static func pair(_ numbers: [Int], _ lookup: RunLookup) throws -> (RunRecord, RunRecord) {
    guard numbers.count <= 2 else { throw CommandFailure("two runs at most can be compared") }
    let last = try lookup.run(numbers.last)
    if numbers.count == 2 {
      let first = try lookup.run(numbers[0])
      return first.id < last.id ? (first, last) : (last, first)
    }
    let earlier = try lookup.reader.runs(limit: 200, before: last.id)
    guard let other = earlier.first(where: { $0.state == .success }) ?? earlier.first else {
      throw CommandFailure("there is no run before run \(last.id)", hint: "name two: sluice run-diff 1 2")
    }
    return (other, last)
  }

  private static let columns = [
    "node", "state_before", "state_after", "seconds_before", "seconds_after", "rows_before", "rows_after",
    "new_findings", "gone_findings",
  ]

  private static func row(_ row: RunDifference.Row) -> [OutputCell] {
    [
      .text(NodeName.short(row.id)), OutputCell(row.before?.state.rawValue), OutputCell(row.after?.state.rawValue),
      OutputCell(row.before?.seconds), OutputCell(row.after?.seconds),
      row.before?.knownRows.map { .integer($0) } ?? .null, row.after?.knownRows.map { .integer($0) } ?? .null,
      .text(row.newFindings.joined(separator: ", ")), .text(row.goneFindings.joined(separator: ", ")),
    ]
  }
}
