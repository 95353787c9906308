package import Engine
internal import Project

extension LiveSource {
  /// A run of the console as the engine is asked for it.
  private func request(_ invocation: RunInvocation) throws -> RunRequest {
    var request = template
    if invocation.verb == "retry" {
      guard let number = invocation.arguments.first.flatMap({ Int64($0) }) ?? latestRun() else {
        throw NothingToRun(reason: "there is no run to resume")
      }
      request = try RunClient(store.directory).retrying(RunID(number))
      return request
    }
    guard let command = RunCommand(rawValue: invocation.verb) else {
      throw NothingToRun(reason: "`\(invocation.verb)` is no run")
    }
    request.command = command
    request.select = invocation.select
    request.trigger = "console"
    request.commandLine = invocation.shell
    request.whenBusy = .refuse
    return request
  }

  private func latestRun() -> Int64? { (try? RunStoreReader(store.directory).latestRun())?.id.rawValue }

  package func preview(_ command: RunInvocation) async throws -> [ForeseenStep] {
    let asked = try request(command)
    let planned = planned
    return try await BlockingThread.run {
      try planned(asked).steps.filter { $0.action != .skip }.map { step in
        ForeseenStep(node: step.id, isReused: step.action == .reuse, reason: step.reason)
      }
    }
  }

  package func start(_ command: RunInvocation) async throws -> RunID? {
    if isReadOnly { throw ReadOnlyRefusal() }
    let asked = try request(command)
    let client = RunClient(store.directory)
    return try await BlockingThread.run { try client.start(asked) }
  }
}

/// Why no run was started.
struct NothingToRun: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
