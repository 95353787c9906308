internal import Engine
internal import Project
internal import TerminalKit

/// What `w` writes: the list that is in front.
extension RunsScreen {
  package func exportName(_ context: ScreenContext) -> String? {
    if let difference { return "run-\(difference.before.id)-\(difference.after.id)-diff.csv" }
    if let opened { return steps.isEmpty ? nil : "run-\(opened)-steps.csv" }
    return runs.isEmpty ? nil : "runs.csv"
  }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    guard let name = exportName(context) else { return nil }
    if difference != nil { return (name, differenceTable(context)) }
    return (name, opened == nil ? runTable : stepTable(context))
  }

  private var runTable: String {
    CommaSeparated.text(
      ["run", "state", "started", "seconds", "steps", "command", "trigger", "by"],
      shown.map { run in
        [
          run.id.description, run.state.mark.word, (run.startedAt ?? run.createdAt).iso8601,
          run.seconds.map { "\($0)" }, "\(run.stepCount)", run.commandLine, run.trigger, run.user,
        ]
      })
  }

  private func stepTable(_ context: ScreenContext) -> String {
    CommaSeparated.text(
      ["node", "state", "started", "seconds", "rows", "reason"],
      ordered.map { step in
        [
          context.name(of: step.node), step.state.mark.word, step.startedAt?.iso8601, step.seconds.map { "\($0)" },
          step.knownRows.map { "\($0)" }, step.reason,
        ]
      })
  }

  private func differenceTable(_ context: ScreenContext) -> String {
    CommaSeparated.text(
      ["node", "before", "after", "seconds_before", "seconds_after", "rows_before", "rows_after", "findings"],
      differenceRows.map { row in
        [
          context.name(of: row.id), row.before?.state.mark.word, row.after?.state.mark.word,
          row.before?.seconds.map { "\($0)" }, row.after?.seconds.map { "\($0)" },
          row.before?.knownRows.map { "\($0)" }, row.after?.knownRows.map { "\($0)" },
          (row.newFindings.map { "+ \($0)" } + row.goneFindings.map { "- \($0)" }).joined(separator: " "),
        ]
      })
  }
}
