import Glibc
import Project
import SQLiteKit
import TestSupport
import Testing
import Threads

@testable import Engine

@Suite("kill -9 at any instant takes nothing that was said to be written")
struct KilledWriterTests {
  /// How often it is tried: 20 times, or as often as `SLUICE_KILLS` says.
  static let tries = getenv("SLUICE_KILLS").flatMap { Int(String(cString: $0)) } ?? 20

  @Test("Acknowledged steps are in the store, the file is sound, the run is seen as crashed", arguments: 0..<tries)
  func killed(seed: Int) async throws {
    let folder = TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, seed] in
      var chance = JitterSequence(seed: UInt64(seed))
      let microseconds = UInt32(chance.next() * 120_000)
      let directory = StateDirectory(path + "/.sluice")
      try directory.create()
      let lock = try LockFile(directory)
      let run = try RunLedger(directory).enter(StoreFixture.draft(), lock: lock)
      _ = OperatingThread.start {
        usleep(microseconds)
        kill(getpid(), SIGKILL)
      }
      let acknowledged = open(path + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o644)
      let writer = try RunStoreWriter(directory)
      let at = Instant(microseconds: 1)
      try writer.commit(
        .plan(run, (0..<2_000).map { StepRecord(run: run, node: NodeID("n\($0)"), state: .queued) }),
        .run(RunChange(run: run, state: .running, at: at, process: .current)))
      for number in 0..<2_000 {
        let node = NodeID("n\(number)")
        writer.append(.event(EventRecord(run: run, at: at, kind: "log", message: "n\(number) works")))
        writer.append(.step(StepChange(run: run, node: node, state: .runningInput, at: at)))
        try writer.commit(.step(StepChange(run: run, node: node, state: .success, at: at)))
        let line = "n\(number)\n"
        _ = write(acknowledged, line, line.utf8.count)
      }
      pause()
    }
    let directory = StateDirectory(folder.path + "/.sluice")
    let settled = try RunLedger(directory).settleDead()
    let lines = (try? FileBytes.read(folder.path + "/acknowledged")) ?? ""
    guard let reader = try? RunStoreReader(directory), let run = try reader.latestRun() else {
      // Killed before the run was entered: nothing was said to be written either.
      #expect(lines.isEmpty)
      return
    }
    #expect(settled == [run.id])
    #expect(run.state == .crashed)
    let steps = try reader.steps(of: run.id)
    #expect(steps.allSatisfy { $0.state.isTerminal })
    let done = Set(steps.filter { $0.state == .success }.map(\.node.rawValue))
    for name in lines.split(separator: "\n") { #expect(done.contains(String(name)), "\(name) was acknowledged") }
    let connection = try Connection(path: directory.stateFile, mode: .readOnly)
    #expect(try connection.queryValue("PRAGMA integrity_check")?.text == "ok")
  }
}
