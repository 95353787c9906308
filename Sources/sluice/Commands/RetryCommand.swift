import CommandLineKit
import Engine
import Project

/// `sluice retry`: resumes a run that did not end well.
enum RetryCommand {
  private enum Mode: String, CaseIterable, ArgumentValue {
    case failed, unprocessed, everything

    var resumed: RunRequest.ResumeMode {
      switch self {
      case .failed: .fromFailure
      case .unprocessed: .unprocessed
      case .everything: .everything
      }
    }
  }

  private static let run = CommandOption<Int?>.value(
    "--run", placeholder: "RUN", help: "The run to resume; else the last one.")
  private static let mode = CommandOption<Mode>.value(
    "--mode", placeholder: "MODE", default: .failed,
    help: "Which steps run again: all that did not end well, only those that never began, or every one.")

  static let command = Command(
    "retry", summary: "Resume a run: what failed, was held, skipped or cut off runs again.",
    options: [run, mode] + RunOptions.following + ProjectOptions.all, section: "Run"
  ) { arguments in
    let place = try ProjectPlace(arguments)
    let request = try request(arguments)
    // What is wrong with the project is told by the run.
    if let project = try? ProjectLoader.load(
      place.root, options: ProjectOptions.loadOptions(arguments, command: "retry")),
      let words = try Plan.goneInWords(request, project.graph, RunStoreReader(place.state))
    {
      Narration.line(words)
    }
    return try await RunLaunch.start(request, place.state, arguments)
  }

  /// The request that resumes the run a command line names.
  static func request(_ arguments: Arguments) throws -> RunRequest {
    let lookup = try RunLookup(arguments)
    let record = try lookup.run(arguments[run])
    return try RunClient(lookup.place.state).retrying(record.id, mode: arguments[mode].resumed)
  }
}
