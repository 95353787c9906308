import CommandLineKit
import Engine
import Glibc
import Project

/// Follows a run in the store until it is over. The run does not know that it is watched.
///
/// Ctrl-C asks the run to stop, a second one only leaves it. A hang-up ends the watching, never the run.
struct RunFollower {
  let state: StateDirectory
  let run: RunID

  /// How long to wait between two looks at the store.
  private static let pause = Duration.milliseconds(40)
  /// The same for the first second: most small runs are over by then.
  private static let firstPause = Duration.milliseconds(5)
  /// A look at thousands of steps takes long: looking takes at most a tenth of a processor, which the run needs more.
  private static let patience = 9

  func follow(_ given: any RunNarrator) async throws -> ExitStatus {
    var narrator = given
    var reader = try RunStoreReader(state)
    let ledger = RunLedger(state)
    Interruptions.listen()
    var version: Int64 = -1
    var heard = 0
    var rounds = 0
    let start = ContinuousClock.now
    while true {
      rounds += 1
      let begun = ContinuousClock.now
      if Interruptions.count > heard {
        heard = Interruptions.count
        if heard > 1 {
          Narration.line("run \(run) goes on without this terminal; sluice cancel \(run) stops it")
          return .cancelled
        }
        try RunClient(state).cancel(run)
      }
      // Once in a while: has the process of the run died?
      if rounds % 50 == 0 {
        do {
          try ledger.settleDead()
          if reader.isMovedAside {
            reader = try RunStoreReader(state)
            version = -1
          }
        } catch {
          throw error.kind == .missing ? gone("it was deleted while the run went on") : error
        }
      }
      let now = try reader.dataVersion()
      if now != version || rounds % 5 == 0 {
        version = now
        guard let record = try reader.run(run) else {
          throw gone("the store was damaged and is kept beside it")
        }
        let needsSteps = record.state.isTerminal || narrator.watchesSteps
        let view = RunView(run: record, steps: needsSteps ? try reader.steps(of: run) : [])
        if record.state.isTerminal {
          try narrator.finish(view, reader)
          return Self.status(record.state)
        }
        try narrator.update(view, reader)
      }
      let pause = begun - start < .seconds(1) ? Self.firstPause : Self.pause
      try await Task.sleep(for: min(.milliseconds(400), max(pause, (ContinuousClock.now - begun) * Self.patience)))
    }
  }

  private func gone(_ reason: String) -> CommandFailure {
    CommandFailure(
      "run \(run) is gone from \(state.stateFile): \(reason)",
      hint: "what it published is in the warehouse; start it again")
  }

  static func status(_ state: RunState) -> ExitStatus {
    switch state {
    case .success, .warned: .success
    case .cancelled: .cancelled
    case .queued, .running, .failed, .crashed: .failure
    }
  }
}
