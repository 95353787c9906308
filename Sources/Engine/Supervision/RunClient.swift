import Glibc
import Project
import Threads

/// Starts, stops and resumes runs for whoever sits in front: the command line, the console, the scheduler.
///
/// Runs are carried by a process of their own, which outlives this one. To see how a run does, read the store.
package struct RunClient: Sendable {
  package let directory: StateDirectory
  private let executable: String

  /// - Parameter executable: What is started as `EXECUTABLE supervise RUN …`; by default this very program, even when its
  ///   file has been replaced since.
  package init(_ directory: StateDirectory, executable: String = "/proc/self/exe") {
    self.directory = directory
    self.executable = executable
  }

  /// Enters a run in the store and starts its process.
  ///
  /// - Throws: When the request refuses to wait and somebody works on the target (the error names them), when the store
  ///   cannot be written, when no process can be started.
  package func start(_ request: RunRequest) throws(RunStoreError) -> RunID {
    let (run, lock) = try enter(request)
    do {
      try spawn(run, lock)
    } catch {
      try markFailed(run, error.message)
      throw error
    }
    return run
  }

  /// Carries a run in this process, from its entry to its end: for tests, containers, `--in-process`.
  ///
  /// - Parameter entered: Told the run's number before it starts.
  package func carryHere(
    _ request: RunRequest, preparation: any RunPreparing, entered: (RunID) -> Void = { _ in }
  ) async throws -> (run: RunID, state: RunState) {
    let (run, lock) = try enter(request)
    entered(run)
    return (run, try await Supervisor(directory, preparation: preparation).carry(run, lock: lock))
  }

  /// Asks a run to stop: in the store, and with a signal so that it looks at once.
  ///
  /// - Returns: False when it is over already.
  @discardableResult
  package func cancel(_ run: RunID) throws(RunStoreError) -> Bool {
    let ledger = RunLedger(directory)
    guard try ledger.requestCancel(run) else { return false }
    if let process = try ledger.identity(of: run), process.processID != getpid(), process.isAlive {
      kill(process.processID, SIGINT)
    }
    return true
  }

  /// The request that resumes a run, ready to be started. What the project says now counts, not what it said then.
  package func retrying(_ run: RunID, mode: RunRequest.ResumeMode = .fromFailure) throws(RunStoreError) -> RunRequest {
    try RunLedger(directory).settleDead()
    let reader = try RunStoreReader(directory)
    guard let record = try reader.run(run) else {
      throw RunStoreError(
        .refused, path: directory.stateFile, "there is no run \(run)", advice: "sluice runs lists them")
    }
    guard record.state.isTerminal else {
      throw RunStoreError(
        .refused, path: directory.stateFile, "run \(run) is still \(record.state.rawValue)",
        advice: "Stop it first: sluice cancel \(run)")
    }
    guard var request = try reader.request(of: run) else {
      throw RunStoreError(.refused, path: directory.stateFile, "run \(run) was not entered with a request to repeat")
    }
    request.retryOf = run
    request.resumeMode = mode
    request.trigger = "retry of \(run)"
    request.commandLine = "sluice retry --run \(run)"
    return request
  }

  // MARK: Entering

  private func enter(_ request: RunRequest) throws(RunStoreError) -> (RunID, LockFile) {
    try directory.create()
    let ledger = RunLedger(directory)
    do {
      try ledger.settleDead()
    } catch  where error.kind == .corrupt {
      // Entering moves the damaged store aside.
    }
    if request.whenBusy == .refuse, let holder = TargetLock.holder(of: directory) {
      throw RunStoreError(
        .busy, path: directory.lockFile, "\(holder) is at work on this target",
        advice: "Wait for it, or stop it: sluice cancel")
    }
    let lock = try LockFile(directory)
    let scrubber = SecretScrubber.environment()
    let draft = RunDraft(
      invocationID: InvocationID.random(), command: request.retryOf == nil ? request.command.rawValue : "retry",
      commandLine: scrubber.scrub(request.commandLine), trigger: request.trigger, user: TargetLock.user,
      target: request.target ?? "local", retryOf: request.retryOf,
      request: SecretSeal.environment().sealed(request.json.text))
    return (try ledger.enter(draft, lock: lock), lock)
  }

  private func spawn(_ run: RunID, _ lock: LockFile) throws(RunStoreError) {
    let process = SessionProcess(
      executable: executable,
      arguments: ["sluice", "supervise", String(run.rawValue), "--state-dir", directory.path, "--lock-fd", "3"],
      log: directory.log(of: run), inherited: lock.descriptor)
    let pid = try process.start()
    // The child is reaped when it ends, should this process live that long.
    _ = OperatingThread.start(stackBytes: 64 << 10) {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
  }

  private func markFailed(_ run: RunID, _ message: String) throws(RunStoreError) {
    let writer = try RunStoreWriter(directory)
    try writer.commit(.run(RunChange(run: run, state: .failed, at: .now, message: message)))
    writer.close()
  }
}
