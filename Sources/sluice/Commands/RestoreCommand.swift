import CommandLineKit
import Engine
import Glibc
import Project

/// `sluice restore`: publishes an earlier version of a table again, through its gates.
enum RestoreCommand {
  private static let to = CommandOption<String?>.value(
    "--to", placeholder: "POINT", help: "What to go back to: a version's number, a date or timestamp, or run:N.")
  private static let yes = CommandOption<Bool>.flag("--yes", "-y", help: "Do not ask.")

  static let command = Command(
    "restore", summary: "Publish an earlier version of a table again, as its next version.",
    discussion: """
      The earlier rows go through the output gate and become the next version; nothing is lost, and the version before can
      be restored in turn. A history sets aside the events it learnt since; they come
      back with the version that knew them. The next build leaves the table as it is until its
      code or its inputs change; files loaded since stay marked as loaded (--full-refresh loads all again).
      """,
    examples: [
      .init("sluice restore -s user_dim --to 12", "asks, then publishes version 12 again"),
      .init("sluice restore -s user_dim --to 2024-06-01 --yes", "as it was on a day"),
    ],
    options: [to, yes, CommonOptions.select, CommonOptions.exclude] + RunOptions.following + ProjectOptions.all,
    section: "Run"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "show")
    let (node, relation) = try VersionPlace.table(arguments, project, command: "restore")
    guard let text = arguments[to] else {
      throw CommandFailure("restore needs to know what to go back to", hint: "give --to; sluice versions lists them")
    }
    let browser = WarehouseBrowser(project)
    let version = try browser.version(at: VersionPlace.point(text), of: relation)
    let current = try browser.publishedVersions(of: relation).first { $0.disposition == .current }
    let what =
      "version \(version.id) of \(relation) (\(Self.size(version)), \(Times.second(version.publishedAt)))"
    guard version.id != current?.id else {
      Narration.line("\(what) is what is published")
      return .success
    }
    if !arguments[yes], try !confirm(what, current) { return .failure }
    var request = RunRequest(projectDirectory: project.root, command: .restore)
    request.nodes = [node.id]
    request.restores = version.id
    request.profilesDirectory = arguments[ProjectOptions.profilesDirectory].map(ProjectOptions.absolute)
    request.profile = arguments[ProjectOptions.profile]
    request.target = arguments[ProjectOptions.target]
    request.vars = arguments[ProjectOptions.vars]
    request.threads = arguments[ProjectOptions.threads]
    request.whenBusy = arguments[RunOptions.refuse] ? .refuse : .wait
    request.commandLine = RunOptions.shellLine(arguments)
    return try await RunLaunch.start(request, StateDirectory(project.target.stateDirectory), arguments)
  }

  private static func size(_ version: VersionRecord) -> String {
    version.rows < 0 ? "a view" : Figures.rows(version.rows)
  }

  private static func confirm(_ what: String, _ current: VersionRecord?) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure("\(what) is not published again without being confirmed", hint: "give --yes")
    }
    let now = current.map { " in the place of version \($0.id) (\(Self.size($0)))" } ?? ""
    Narration.line("publish \(what)\(now)? [y/N]")
    let answer = readLine()?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else {
      Narration.line("nothing was changed")
      return false
    }
    return true
  }
}
