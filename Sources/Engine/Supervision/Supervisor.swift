import Glibc
import Project

/// Carries one run that is entered in the store, from its request to its end: in a process of its own, or in this one.
package struct Supervisor: Sendable {
  package let directory: StateDirectory
  private let preparation: any RunPreparing

  package init(_ directory: StateDirectory, preparation: any RunPreparing) {
    self.directory = directory
    self.preparation = preparation
  }

  /// The whole life of a supervisor's process: what the hidden command `supervise` does.
  ///
  /// - Parameter lockDescriptor: The descriptor with the run's sign of life, inherited from whoever started the run.
  /// - Returns: The exit code.
  package static func main(
    run: RunID, directory: StateDirectory, lockDescriptor: Int32?, preparation: any RunPreparing
  ) async -> Int32 {
    StopSignals.listen()
    do {
      let lock: LockFile
      if let lockDescriptor, fcntl(lockDescriptor, F_GETFD) >= 0 {
        lock = LockFile(inherited: lockDescriptor, path: directory.lockFile)
      } else {
        lock = try LockFile(directory)
        guard try lock.tryLock(.run(run)) else {
          throw RunStoreError(.refused, path: directory.lockFile, "run \(run) is carried by another process")
        }
      }
      return RunOutcome.exitCode(try await Supervisor(directory, preparation: preparation).carry(run, lock: lock))
    } catch {
      write(2, "sluice: \(error)\n", "sluice: \(error)\n".utf8.count)
      return 1
    }
  }

  /// Carries the run to its end. Whatever goes wrong before its steps is the run's message, not an error.
  ///
  /// - Throws: Only when the store cannot be written.
  package func carry(_ run: RunID, lock: LockFile) async throws -> RunState {
    try RunLedger(directory).settleDead()
    let writer = try RunStoreWriter(directory, heldBy: lock)
    defer { writer.close() }
    let recorder = RunRecorder(run: run, writer: writer)
    if let aside = writer.movedAside { recorder.log(.warn, "a damaged file of the run store is kept as \(aside)") }
    let wish = CancellationFlag()
    let monitor = RunMonitor(run, directory, heartbeat: { recorder.heartbeat() }, cancel: { _ in wish.raise() })
    defer { monitor.stop() }
    do {
      let request = try self.request(of: run)
      try await waitForTurn(run, request, lock, recorder, wish)
      guard let target = try TargetLock(lock, purpose: "run \(run)") else { throw Busy(directory) }
      defer { withExtendedLifetime(target) {} }
      return try await carry(run, request, recorder, wish)
    } catch is Cancelled {
      try recorder.run(entered: .cancelled, message: "cancelled before its first step")
      return .cancelled
    } catch {
      if let failure = error as? RunStoreError, failure.path == directory.stateFile {
        sayLastWords(run, failure)
        throw failure
      }
      try recorder.run(entered: .failed, message: Self.words(error))
      return .failed
    }
  }

  /// The store could not be written while the run went on. What stood in the way may be gone with the run's own scratch
  /// files and the room set aside; if not, the run is found dead by the next who looks.
  private func sayLastWords(_ run: RunID, _ failure: RunStoreError) {
    StateReserve(directory).giveUp()
    for _ in 0..<5 {
      do {
        try RunLedger(directory).end(run, because: failure.message)
        return
      } catch {
        usleep(100_000)
      }
    }
  }

  // MARK: Before the first step

  private struct Cancelled: Error {}

  /// Somebody else works on the target and the request does not want to wait.
  private struct Busy: Error, CustomStringConvertible {
    let description: String
    init(_ directory: StateDirectory) {
      let holder = TargetLock.holder(of: directory) ?? "another process"
      description = "\(holder) is at work on this target; wait for it (--wait), or: sluice cancel"
    }
  }

  private func request(of run: RunID) throws -> RunRequest {
    let reader = try RunStoreReader(directory)
    guard let request = try reader.request(of: run) else {
      throw RunStoreError(
        .refused, path: directory.stateFile + " ", "there is no run \(run), or what it was asked to do cannot be read")
    }
    return request
  }

  /// Runs wait in the order in which they were asked for.
  private func waitForTurn(
    _ run: RunID, _ request: RunRequest, _ lock: LockFile, _ recorder: RunRecorder, _ wish: CancellationFlag
  ) async throws {
    let ledger = RunLedger(directory)
    let reader = try RunStoreReader(directory)
    var told = ""
    while true {
      if wish.isRaised { throw Cancelled() }
      let isFree = try !lock.isHeldElsewhere(.target)
      let earlier = try reader.openRuns().first { $0.id < run && ledger.isAlive($0.id) }
      if isFree, earlier == nil { return }
      if request.whenBusy == .refuse { throw Busy(directory) }
      let holder = TargetLock.holder(of: directory) ?? earlier.map { "run \($0.id)" } ?? "another process"
      if holder != told { recorder.log(.info, "waits for \(holder)", kind: EventKind.runState) }
      told = holder
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  // MARK: The run

  private func carry(
    _ run: RunID, _ request: RunRequest, _ recorder: RunRecorder, _ wish: CancellationFlag
  ) async throws -> RunState {
    let reader = try RunStoreReader(directory)
    let record = try reader.run(run)
    let started = Instant.now
    try recorder.run(entered: .running, process: .current, at: started)
    let context = request.compilationContext(at: started, invocationID: record?.invocationID ?? "")
    let prepared = try preparation.prepare(request, context: context)
    recorder.writer.append(
      .run(
        RunChange(
          run: run, state: .running, at: .now, warehouse: prepared.project.target.warehouseDirectory)))
    let scrubbing = RunRecorder(
      run: run, writer: recorder.writer, scrubber: .environment(adding: prepared.secrets))
    for note in prepared.notes { scrubbing.log(.warn, note) }
    if let words = try Plan.goneInWords(request, prepared.project.graph, reader) { scrubbing.log(.warn, words) }
    let plan = try Plan.of(request, prepared, reader)
    if wish.isRaised { throw Cancelled() }
    let stepOptions = request.stepOptions(context, prepared.selection, waivers: try reader.waivers())
    let driver = RunDriver(
      plan: plan, options: ScheduleOptions(request, prepared.project, seed: UInt64(bitPattern: run.rawValue)),
      stepOptions: stepOptions, warehouse: prepared.warehouse, recorder: scrubbing,
      hooks: hooks(run, prepared, stepOptions.context, scrubbing, wish))
    wish.onRaise { driver.cancel("cancelled") }
    // Not left to whoever lets it go last, which may be a step's thread after this: who saw the run end finds the log of
    // its writes in the files.
    defer { prepared.warehouse.close() }
    let end = try await driver.carry()
    tidy(prepared.project, scrubbing)
    return end
  }

  /// Lets go what retention no longer keeps, while the target is still ours: the run is told as ended, nobody waits for it.
  private func tidy(_ project: LoadedProject, _ recorder: RunRecorder) {
    do {
      let vacuum = try Vacuum(project)
      guard try vacuum.plan().contains(where: \.goes) else { return }
      let gone = try vacuum.run().count(where: \.goes)
      recorder.log(.info, "vacuum let \(gone) thing\(gone == 1 ? "" : "s") go that retention no longer keeps")
    } catch {
      recorder.log(.warn, "vacuum: \(Self.words(error))")
    }
  }

  /// The hooks of the project, and the artifacts: written before the run's end is, so that who waits for it finds them.
  private func hooks(
    _ run: RunID, _ prepared: PreparedRun, _ context: CompilationContext, _ recorder: RunRecorder,
    _ wish: CancellationFlag
  ) -> RunHooks {
    var hooks = RunHooks.project(prepared, directory, context: context, recorder: recorder, wish: wish)
    guard let finished = prepared.finished else { return hooks }
    let directory = directory
    hooks.beforeEnd = { state, instant in
      do {
        let reader = try RunStoreReader(directory)
        guard var record = try reader.run(run) else { return }
        record.state = state
        record.finishedAt = instant
        try finished(record, reader)
      } catch {
        recorder.log(.error, "after the run: \(Self.words(error))")
      }
    }
    return hooks
  }

  private static func words(_ error: any Error) -> String {
    if let failure = error as? CompilationFailure {
      return failure.messages.map(\.description).joined(separator: "\n")
    }
    return String(describing: error)
  }
}

extension ScheduleOptions {
  /// What the request says, else the project: threads of the profile, pools of `sluice.yml` (`pools: {tag: places}`).
  init(_ request: RunRequest, _ project: LoadedProject, seed: UInt64) {
    var pools: [String: Int] = [:]
    if case .map(let entries)? = project.settings["pools"] {
      for entry in entries { pools[entry.key] = entry.value.intValue }
    }
    self.init(
      threads: request.threads ?? project.target.threads, pools: pools, failFast: request.failFast,
      timeoutSeconds: request.timeoutSeconds, seed: seed)
  }
}
