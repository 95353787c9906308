import CommandLineKit
import Console
import Engine
import Project

/// What the console may do besides reading: start runs, foresee them, stop them.
struct ConsoleActions {
  let place: ProjectPlace
  /// Options of the console that its runs take over: `--target prod`.
  let words: [String]

  init(_ place: ProjectPlace, _ arguments: Arguments) {
    self.place = place
    let kept: [CommandOption<String?>] = [
      ProjectOptions.profilesDirectory, ProjectOptions.profile, ProjectOptions.target, ProjectOptions.vars,
      ProjectOptions.sources, ProjectOptions.asOf,
    ]
    words =
      ["--project-dir", place.root]
      + kept.flatMap { option in arguments[option].map { [option.declaration.name, $0] } ?? [] }
  }

  var actions: LiveDataSource.Actions {
    LiveDataSource.Actions(
      start: { invocation in try RunClient(place.state).start(try request(invocation)) },
      preview: { invocation in
        let plan = try await RunPreview.plan(try request(invocation), state: place.state)
        return plan.steps.map { ForeseenStep(node: $0.id, action: $0.action, reason: $0.reason) }
      },
      cancel: { run in try RunClient(place.state).cancel(run) })
  }

  /// The console's wishes are command lines: they are read as such, so that both always mean the same.
  private func request(_ invocation: RunInvocation) throws -> RunRequest {
    let parser = CommandLineParser(root: Sluice.root, version: Sluice.version)
    let parsed: CommandLineParser.Request
    do throws(CommandLineParser.Failure) {
      parsed = try parser.parse(invocation.words + words)
    } catch {
      throw error.error
    }
    guard case .run(let command, let arguments) = parsed else {
      throw CommandFailure("'\(invocation.shell)' is no run")
    }
    var request: RunRequest
    if command.name == RetryCommand.command.name {
      request = try RetryCommand.request(arguments)
    } else if let verb = RunCommand(rawValue: command.name) {
      request = RunOptions.request(arguments, verb, place: place)
      request.commandLine = invocation.shell
    } else {
      throw CommandFailure("'\(invocation.shell)' is no run")
    }
    request.trigger = "console"
    return request
  }
}
