import Engine
import Glibc
import Project
import TestSupport
import Testing

@testable import Console

@Suite("How the pipeline stands is read at the cost of what changed")
struct StatusReadingTests {
  /// Every look at a run that goes on gives what a look at everything gives.
  @Test func `Looks while a run goes on come to the same as a look at everything`() throws {
    let folder = TemporaryFolder()
    let directory = StateDirectory(folder.path + "/.sluice")
    try directory.create()
    let lock = try LockFile(directory)
    let ledger = RunLedger(directory)
    let watching = StatusReading()
    var random = SystemRandomNumberGenerator()
    for round in 0..<3 {
      let run = try ledger.enter(
        RunDraft(
          invocationID: "i\(round)", command: "build", commandLine: "sluice build", user: "ada"), lock: lock)
      let writer = try RunStoreWriter(directory)
      let names = (0..<6).map { NodeID("model.p.n\($0)") }
      try look(watching, directory, "before the plan")
      try writer.commit(.plan(run, names.map { StepRecord(run: run, node: $0, state: .queued) }))
      try look(watching, directory, "planned")
      for node in names.shuffled(using: &random) {
        let states: [StepState] = Bool.random(using: &random) ? [.reused] : [.runningInput, .runningProcess, .warned]
        for state in states {
          try writer.commit(
            .step(StepChange(run: run, node: node, state: state, at: .now)),
            .progress(run, node, StepProgress(rowsWritten: Int64(round * 10))),
            .gate(GateRecord(run: run, node: node, gate: .output, state: .pass, passed: round)), told(run, node))
          if Bool.random(using: &random) { try look(watching, directory, "\(node) \(state)") }
        }
      }
      try writer.commit(.run(RunChange(run: run, state: .warned, at: .now)))
      writer.close()
      try look(watching, directory, "ended")
    }
  }

  @Test func `A state that is moved away and put back is told each time`() async throws {
    let folder = TemporaryFolder()
    let directory = StateDirectory(folder.path + "/.sluice")
    try directory.create()
    let lock = try LockFile(directory)
    let draft = RunDraft(invocationID: "i", command: "build", commandLine: "sluice build", user: "ada")
    _ = try RunLedger(directory).enter(draft, lock: lock)
    var told = StoreChanges.stream(of: directory).makeAsyncIterator()
    // Whether the watch began before the run was entered or after it, from the first word on it is there.
    _ = try RunLedger(directory).enter(draft, lock: lock)
    _ = await told.next()
    rename(directory.path, folder.path + "/away")
    _ = await told.next()
    rename(folder.path + "/away", directory.path)
    #expect(await told.next() != nil)
  }

  @Test func `A state that is deleted is told, though its file is open here, and so is the one that comes after it`()
    async throws
  {
    let folder = TemporaryFolder()
    let directory = StateDirectory(folder.path + "/.sluice")
    let draft = RunDraft(invocationID: "i", command: "build", commandLine: "sluice build", user: "ada")
    func enter() throws {
      try directory.create()
      _ = try RunLedger(directory).enter(draft, lock: try LockFile(directory))
    }
    try enter()
    var told = StoreChanges.stream(of: directory).makeAsyncIterator()
    try enter()
    _ = await told.next()
    for _ in 0..<2 {
      folder.remove(".sluice")
      #expect(await told.next() != nil)
      try enter()
      #expect(await told.next() != nil)
    }
  }

  private func told(_ run: RunID, _ node: NodeID) -> StoreWrite {
    .event(EventRecord(run: run, at: .now, level: .info, kind: "step.state", node: node, message: "moved"))
  }

  private func look(_ watching: StatusReading, _ directory: StateDirectory, _ moment: String) throws {
    let kept = try watching.look(directory)
    let whole = try StatusReading().look(directory)
    #expect(kept.run?.state == whole.run?.state, "\(moment)")
    #expect(Set(kept.nodes.keys) == Set(whole.nodes.keys), "\(moment)")
    for (node, status) in whole.nodes {
      #expect(kept[node].step?.state == status.step?.state, "\(moment): \(node)")
      #expect(kept[node].step?.progress == status.step?.progress, "\(moment): \(node)")
      #expect(kept[node].gates.mapValues(\.passed) == status.gates.mapValues(\.passed), "\(moment): \(node)")
    }
  }
}

extension StatusReading {
  fileprivate func look(_ directory: StateDirectory) throws -> PipelineStatus {
    try status(RunStoreReader(directory), settle: {}, tables: { [] })
  }
}
