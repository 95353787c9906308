import CommandLineKit
import Engine
import Glibc
import Project

/// Starts runs and tells how they go.
enum RunLaunch {
  /// What `build`, `run`, `test`, `seed` and `snapshot` do.
  static func action(_ command: RunCommand) -> Command.Action {
    { arguments in
      let place = try ProjectPlace(arguments)
      let request = RunOptions.request(arguments, command, place: place)
      // A mistake in the project or the selection is told here and now, before anything is written.
      let preparation = ProjectPreparation(environment: ProcessEnvironment.all)
      let project = try loaded(request, preparation, arguments)
      if try preparation.selection(request, project).isEmpty {
        let words = (request.select + request.exclude.map { "--exclude " + $0 }).joined(separator: " ")
        Narration.line("nothing is selected\(words.isEmpty ? "" : " by \(words)"): sluice ls shows what there is")
        try RunResults.writeNothing(command.rawValue, commandLine: request.commandLine, project: project)
        return .success
      }
      return try await start(request, StateDirectory(project.target.stateDirectory), arguments)
    }
  }

  static func start(
    _ request: RunRequest, _ state: StateDirectory, _ arguments: Arguments
  ) async throws -> ExitStatus {
    let client = RunClient(state)
    let narrator = narrator(arguments)
    if arguments[RunOptions.inProcess] { return try await carryHere(request, client, narrator) }
    let run = try client.start(request)
    if arguments[RunOptions.detach] {
      StandardOutput.write("\(run)\n")
      return .success
    }
    let status = try await RunFollower(state: state, run: run).follow(narrator)
    return try judged(status, run, state, arguments)
  }

  /// With `--warn-error` a run that went well but for warnings has failed.
  private static func judged(_ status: ExitStatus, _ run: RunID, _ state: StateDirectory, _ arguments: Arguments) throws
    -> ExitStatus
  {
    guard ProjectOptions.takesWarningsForErrors(arguments), status == .success,
      try RunStoreReader(state).run(run)?.state == .warned
    else { return status }
    Narration.error("--warn-error: the run went well but for its warnings")
    return .failure
  }

  static func loaded(_ request: RunRequest, _ preparation: ProjectPreparation, _ arguments: Arguments) throws
    -> LoadedProject
  {
    do {
      let project = try ProjectLoader.load(request.projectDirectory, options: try preparation.options(request))
      try ProjectOptions.tell(project.messages, arguments)
      return project
    } catch let failure as CompilationFailure {
      throw ProjectFailure(failure.messages)
    }
  }

  private static func narrator(_ arguments: Arguments) -> any RunNarrator {
    let paint = Paint(descriptor: STDERR_FILENO, choice: arguments[RunOptions.color])
    if arguments[LogFormat.option] == .json { return EventNarrator() }
    if arguments[RunOptions.quiet] ?? false { return QuietNarrator(paint: paint) }
    let term = ProcessEnvironment["TERM"] ?? ""
    let canRedraw = isatty(STDERR_FILENO) == 1 && !term.isEmpty && term != "dumb"
    return canRedraw ? PaneNarrator(paint: paint) : LineNarrator(paint: paint)
  }

  private static func carryHere(
    _ request: RunRequest, _ client: RunClient, _ narrator: any RunNarrator
  ) async throws -> ExitStatus {
    let preparation = ProjectPreparation(environment: ProcessEnvironment.all)
    let (numbers, entered) = AsyncStream<RunID>.makeStream()
    let carrying = Task.detached {
      defer { entered.finish() }
      _ = try await client.carryHere(request, preparation: preparation) { entered.yield($0) }
    }
    for await run in numbers {
      let status = try await RunFollower(state: client.directory, run: run).follow(narrator)
      try await carrying.value
      return status
    }
    try await carrying.value
    return .failure
  }
}
