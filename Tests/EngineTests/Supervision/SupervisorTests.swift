import Glibc
import Project
import TestSupport
import Testing

@testable import Engine

@Suite("A supervisor carries a run from its request to its end")
struct SupervisorTests {
  private let folder = TemporaryFolder()
  private var directory: StateDirectory { StateDirectory(folder.path + "/.sluice") }
  private var client: RunClient { RunClient(directory) }

  private func request(_ command: RunCommand = .build) -> RunRequest {
    var request = RunRequest(projectDirectory: folder.path, command: command)
    request.commandLine = "sluice \(command.rawValue)"
    return request
  }

  private static func failing(_ names: Set<String>) -> ScriptedWarehouse {
    ScriptedWarehouse { step in
      .init(outcome: StepOutcome(state: names.contains(step.node.name) ? .failed : .success, reason: "script"))
    }
  }

  @Test("In this process: the run ends, its record says who, when and how")
  func carriesHere() async throws {
    var numbers: [RunID] = []
    let ended = try await client.carryHere(request(), preparation: PretendedPreparation("a\nb <- a")) {
      numbers.append($0)
    }
    #expect(numbers == [ended.run])
    #expect(ended.state == .success)
    let run = try #require(try RunStoreReader(directory).run(ended.run))
    #expect(run.state == .success)
    #expect(run.processID == ProcessIdentity.current.processID)
    #expect(run.commandLine == "sluice build")
    #expect(run.invocationID.count == 36)
    #expect(!RunLedger(directory).isAlive(ended.run))
  }

  @Test("What is wrong with the project is the run's message")
  func broken() async throws {
    var preparation = try PretendedPreparation("a")
    preparation.failure = CompilationFailure([
      ProjectMessage(.error, "model 'x' is not known", at: SourceLocation(file: "models/a.sql", line: 3, column: 9))
    ])
    let ended = try await client.carryHere(request(), preparation: preparation)
    #expect(ended.state == .failed)
    let run = try #require(try RunStoreReader(directory).run(ended.run))
    #expect(run.message == "models/a.sql:3:9: error: model 'x' is not known")
  }

  @Test("Of two runs on one target the second waits, and no two runs overlap")
  func waits() async throws {
    try await withThrowingTaskGroup(of: RunState.self) { group in
      for _ in 0..<4 {
        group.addTask { [self] in
          let warehouse = ScriptedWarehouse { _ in .init(outcome: StepOutcome(state: .success), seconds: 0.01) }
          return try await client.carryHere(request(), preparation: PretendedPreparation("a\nb <- a", warehouse)).state
        }
      }
      for try await state in group { #expect(state == .success) }
    }
    let reader = try RunStoreReader(directory)
    let spans = try reader.runs().map { run in
      (start: try #require(run.startedAt), end: try #require(run.finishedAt))
    }.sorted { $0.start < $1.start }
    for (earlier, later) in zip(spans, spans.dropFirst()) { #expect(earlier.end <= later.start) }
  }

  @Test("A run that does not want to wait is refused with the holder's name")
  func refused() async throws {
    try directory.create()
    var request = request()
    request.whenBusy = .refuse
    do {
      let target = try #require(try TargetLock(LockFile(directory), purpose: "vacuum"))
      await #expect {
        try await client.carryHere(request, preparation: PretendedPreparation("a"))
      } throws: { error in
        (error as? RunStoreError)?.message.contains("vacuum (process ") == true
      }
      withExtendedLifetime(target) {}
    }
    #expect(try await client.carryHere(request, preparation: PretendedPreparation("a")).state == .success)
  }

  @Test("A wish to cancel stops a run that works, and one that waits for its turn")
  func cancelled() async throws {
    let preparation = try PretendedPreparation(
      "a\nb <- a", ScriptedWarehouse { _ in .init(outcome: StepOutcome(state: .success), seconds: 600) })
    let (runs, told) = AsyncStream.makeStream(of: RunID.self)
    async let first = client.carryHere(request(), preparation: preparation) { told.yield($0) }
    var incoming = runs.makeAsyncIterator()
    let working = try #require(await incoming.next())
    async let second = client.carryHere(request(), preparation: PretendedPreparation("c")) { told.yield($0) }
    let waiting = try #require(await incoming.next())
    #expect(try client.cancel(waiting))
    #expect(try await second.state == .cancelled)
    #expect(try client.cancel(working))
    #expect(try await first.state == .cancelled)
    let reader = try RunStoreReader(directory)
    #expect(try reader.steps(of: waiting).isEmpty)
    #expect(try reader.run(working)?.cancelRequested == true)
  }

  @Test("A run whose folder or lock is deleted publishes nothing more, and says so", arguments: ["", "/lock"])
  func lost(place: String) async throws {
    let path = directory.path + place
    let warehouse = ScriptedWarehouse { step in
      if step.node.name == "b" { #expect(rename(path, path + "-gone") == 0) }
      return .init(outcome: StepOutcome(state: .success))
    }
    let preparation = try PretendedPreparation("a\nb <- a\nc <- b", warehouse)
    await #expect {
      try await client.carryHere(request(), preparation: preparation)
    } throws: { error in
      (error as? RunStoreError)?.kind == .lost
    }
    #expect(warehouse.published == ["a"])
    #expect(warehouse.order == ["a", "b"])
    // Whoever comes next is not kept away, and what is left of the first does not disturb them.
    let next = try await client.carryHere(request(), preparation: PretendedPreparation("a\nb <- a"))
    #expect(next.state == .success)
  }

  @Test("A run is resumed in each of its modes; what was published stays")
  func resumes() async throws {
    let graph = "a\nb <- a\nc <- b\nd"
    let failed = try await client.carryHere(
      request(), preparation: PretendedPreparation(graph, Self.failing(["b"])))
    #expect(failed.state == .failed)
    for (mode, carried) in [
      (RunRequest.ResumeMode.fromFailure, ["b", "c"]), (.unprocessed, ["c"]), (.everything, ["a", "b", "c", "d"]),
    ] {
      let warehouse = ScriptedWarehouse()
      let request = try client.retrying(failed.run, mode: mode)
      // What is foreseen is what is done.
      let prepared = try PretendedPreparation(graph).prepare(request, context: CompilationContext())
      let foreseen = try Plan.of(request, prepared, try RunStoreReader(directory))
      #expect(foreseen.steps.map(\.node.name).sorted() == carried)
      let ended = try await client.carryHere(request, preparation: PretendedPreparation(graph, warehouse))
      #expect(warehouse.order.sorted() == carried)
      #expect(ended.state == .success)
      let run = try #require(try RunStoreReader(directory).run(ended.run))
      #expect(run.retryOf == failed.run)
      #expect(run.trigger == "retry of \(failed.run)")
    }
  }

  @Test("A resumed run that fails again is resumed from where it stands")
  func resumesAgain() async throws {
    let graph = "a\nb <- a\nc <- b"
    let first = try await client.carryHere(request(), preparation: PretendedPreparation(graph, Self.failing(["a"])))
    let second = try await client.carryHere(
      client.retrying(first.run), preparation: PretendedPreparation(graph, Self.failing(["b"])))
    #expect(second.state == .failed)
    var broken = try PretendedPreparation(graph)
    broken.failure = CompilationFailure([ProjectMessage(.error, "broken")])
    let third = try await client.carryHere(client.retrying(second.run), preparation: broken)
    let warehouse = ScriptedWarehouse()
    let last = try await client.carryHere(
      client.retrying(third.run), preparation: PretendedPreparation(graph, warehouse))
    #expect(last.state == .success)
    #expect(warehouse.order == ["b", "c"])
  }

  @Test("What cannot be resumed is said")
  func unresumable() async throws {
    let ended = try await client.carryHere(request(), preparation: PretendedPreparation("a"))
    #expect(throws: RunStoreError.self) { try client.retrying(RunID(99)) }
    let again = try await client.carryHere(client.retrying(ended.run), preparation: PretendedPreparation("a"))
    #expect(again.state == .success)
    #expect(try RunStoreReader(directory).steps(of: again.run).isEmpty)
  }

  @Test("A program that cannot be started leaves a failed run, not a queued one")
  func unstartable() throws {
    let client = RunClient(directory, executable: "/nonexistent/sluice")
    #expect(throws: RunStoreError.self) { try client.start(request()) }
    #expect(try RunStoreReader(directory).latestRun()?.state == .failed)
  }
}
