import Project
import TestSupport

@testable import Engine

/// A run store in a folder of its own, with one run entered.
struct StoreFixture {
  let folder = TemporaryFolder()
  let directory: StateDirectory
  let ledger: RunLedger
  let lock: LockFile
  let run: RunID

  init(command: String = "build") throws {
    directory = StateDirectory(folder.path + "/.sluice")
    try directory.create()
    ledger = RunLedger(directory)
    lock = try LockFile(directory)
    run = try ledger.enter(Self.draft(command), lock: lock, at: Instant(microseconds: 1_000_000))
  }

  static func draft(_ command: String = "build") -> RunDraft {
    RunDraft(
      invocationID: "00000000-0000-4000-8000-000000000000", command: command, commandLine: "sluice \(command)",
      user: "ada")
  }

  /// Steps named so, queued.
  func plan(_ names: String...) -> StoreWrite {
    .plan(run, names.map { StepRecord(run: run, node: NodeID($0), state: .queued, queuedAt: at(1)) })
  }

  func step(_ name: String, _ state: StepState, at seconds: Int64 = 2, attempt: Int = 1) -> StoreWrite {
    .step(StepChange(run: run, node: NodeID(name), state: state, attempt: attempt, at: at(seconds)))
  }

  func at(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }
}
