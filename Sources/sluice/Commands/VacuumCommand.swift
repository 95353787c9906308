import CommandLineKit
import Engine
import Project

/// `sluice vacuum`: drops what retention no longer keeps.
enum VacuumCommand {
  private static let dryRun = CommandOption<Bool>.flag("--dry-run", help: "List what would go; change nothing.")

  static let command = Command(
    "vacuum", summary: "Drop old versions, scratch files of dead runs, and events of old runs.",
    discussion: """
      What is kept is said by retention in sluice.yml: {versions: 5, days: 7, runs: 200, run_days: 30,
      events: 500000} where it says nothing.
      A version goes when it is neither among the newest nor young; never one that somebody is reading.
      """,
    examples: [
      .init("sluice vacuum --dry-run", "what would go, and why"), .init("sluice vacuum", "let it go"),
    ],
    options: [dryRun, CommonOptions.output] + ProjectOptions.all, section: "Run"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "show")
    let vacuum = try Vacuum(project)
    let isDry = arguments[dryRun]
    let items: [VacuumItem]
    if isDry {
      items = try vacuum.plan()
    } else {
      let directory = StateDirectory(project.target.stateDirectory)
      try directory.create()
      let lock = try LockFile(directory)
      guard let target = try TargetLock(lock, purpose: "vacuum") else {
        throw CommandFailure(
          "\(TargetLock.holder(of: directory) ?? "another process") is at work on this target",
          hint: "wait for it to end")
      }
      items = try vacuum.run()
      withExtendedLifetime(target) {}
    }
    let verb = isDry ? "would go" : "gone"
    DataOutput.print(
      arguments[CommonOptions.output], columns: ["kind", "name", "rows", "bytes", "state", "reason"],
      rows: items.map { item in
        [
          .text(item.kind.rawValue), .text(item.name), item.rows.map { OutputCell.integer($0) } ?? .null,
          item.bytes.map { OutputCell.integer($0) } ?? .null, .text(item.goes ? verb : "stays"), .text(item.reason),
        ]
      })
    if items.isEmpty { Narration.line("nothing is old enough to go") }
    return .success
  }
}
