import CommandLineKit
import Engine
import Project

/// `sluice gates`: the three gates of every node, as they stand or as they were in a run.
enum GatesCommand {
  private static let checks = CommandOption<Bool>.flag("--checks", help: "One row a check instead of one a node.")

  static let command = Command(
    "gates", summary: "Show the input, process and output gate of every node.",
    discussion: "Without a run, every node's gates in the last run that had them.",
    options: [checks, CommonOptions.select, CommonOptions.output, CommonOptions.projectDirectory],
    operands: [CommonOptions.run], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let words = arguments[CommonOptions.select]
    let run = (arguments[CommonOptions.run] ?? nil) == nil ? nil : try lookup.run(arguments[CommonOptions.run])
    if arguments[checks] {
      let records = try lookup.reader.checks(of: try run?.id ?? lookup.run(nil).id)
      printChecks(records.filter { NodeName.matches($0.node, words) }, arguments[CommonOptions.output])
      return .success
    }
    let records = try run.map { try lookup.reader.gates(of: $0.id) } ?? lookup.reader.latestGates()
    printGates(records.filter { NodeName.matches($0.node, words) }, arguments[CommonOptions.output])
    return .success
  }

  private static func printGates(_ records: [GateRecord], _ format: OutputFormat) {
    var order: [NodeID] = []
    var gates: [NodeID: [GateKind: GateRecord]] = [:]
    for record in records {
      if gates[record.node] == nil { order.append(record.node) }
      gates[record.node, default: [:]][record.gate] = record
    }
    let columns = [
      "node", "run", "input", "process", "output", "passed", "warned", "failed", "not_evaluated", "waived",
    ]
    DataOutput.print(
      format, columns: columns,
      rows: order.map { node in
        let three = gates[node] ?? [:]
        func sum(_ count: (GateRecord) -> Int) -> OutputCell { .integer(three.values.reduce(0) { $0 + count($1) }) }
        return [.text(NodeName.short(node)), three.values.first.map { .integer($0.run.rawValue) } ?? .null]
          + GateKind.allCases.map { .text((three[$0]?.state ?? .neverRun).rawValue) }
          + [sum(\.passed), sum(\.warned), sum(\.failed), sum(\.notEvaluated), sum(\.waived)]
      })
  }

  private static func printChecks(_ records: [CheckRecord], _ format: OutputFormat) {
    let columns = [
      "check", "node", "gate", "name", "state", "severity", "measured", "threshold", "rows_failing", "seconds",
      "message",
    ]
    DataOutput.print(
      format, columns: columns,
      rows: records.map { check in
        [
          .integer(check.id), .text(NodeName.short(check.node)), .text(check.gate.rawValue), .text(check.name),
          .text(check.state.rawValue), .text(check.severity.rawValue), OutputCell(check.measured),
          .text(check.threshold), check.rowsFailing.map { .integer($0) } ?? .null,
          OutputCell((check.seconds * 1e6).rounded() / 1e6), .text(check.message),
        ]
      })
  }
}
