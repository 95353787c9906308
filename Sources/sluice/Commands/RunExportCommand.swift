import CommandLineKit
import Console
import Engine
import Project

/// `sluice run-export`: one run in one file, for a console on another machine.
enum RunExportCommand {
  private static let run = CommandOperand<Int>.required("RUN", "The run's number.")
  private static let file = CommandOperand<String?>.optional("FILE", "The file to make. [default: PROJECT-run-RUN.db]")

  static let command = Command(
    "run-export", summary: "Write a run to one file that `sluice console FILE` opens on any machine.",
    options: ProjectOptions.all, operands: [run, file], section: "Look"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    let project = try ProjectOptions.load(arguments, command: "build")
    let record = try lookup.run(arguments[run])
    let path = (arguments[file] ?? nil) ?? "\(project.name)-run-\(record.id).db"
    let written = try RunArchive.write(
      record.id, of: lookup.place.state, project: ArchivedProject(project), to: path)
    Narration.line(RunArchiveWords.written(record.id, written))
    StandardOutput.write(path + "\n")
    return .success
  }
}
