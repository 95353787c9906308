import Glibc
import Project
import Testing

@testable import Engine

@Suite("A run is carried to its end and told to the store")
struct RunDriverTests {
  private struct Carried {
    var state: RunState
    var store: StoreFixture
    var reader: RunStoreReader
    var run: RunID { store.run }
  }

  private func carry(
    _ graph: String, _ warehouse: ScriptedWarehouse, options: ScheduleOptions = ScheduleOptions(),
    hooks: RunHooks = RunHooks(), secrets: [String] = [], cancelAfter: Double? = nil
  ) async throws -> Carried {
    let store = try StoreFixture()
    let graph = try GraphFixture.graph(graph)
    let plan = Planner.plan(graph, command: .build, selection: Set(graph.order))
    let writer = try RunStoreWriter(store.directory)
    let recorder = RunRecorder(run: store.run, writer: writer, scrubber: SecretScrubber(secrets: secrets))
    try recorder.run(entered: .running, process: .current)
    let driver = RunDriver(
      plan: plan, options: options, stepOptions: StepOptions(context: CompilationContext()), warehouse: warehouse,
      recorder: recorder, hooks: hooks)
    if let cancelAfter {
      Task {
        try await Task.sleep(for: .seconds(cancelAfter))
        driver.cancel("cancelled by ada")
      }
    }
    let state = try await driver.carry()
    writer.close()
    return Carried(state: state, store: store, reader: try RunStoreReader(store.directory))
  }

  @Test("Every transition of every step is an event, in order, and the parents' end comes before the child's start")
  func eventsInOrder() async throws {
    let carried = try await carry("a\nb <- a", ScriptedWarehouse())
    #expect(carried.state == .success)
    let events = try carried.reader.events(EventQuery(run: carried.run, kinds: [EventKind.stepState]))
    let told = try events.map { event in
      let state = try JSONValue(parsing: event.details)["state"]?.stringValue ?? ""
      return "\(event.node?.rawValue.split(separator: ".").last ?? "") \(state)"
    }
    #expect(
      told == [
        "b waiting", "a running_input", "a running_process", "a running_output", "a publishing", "a success",
        "b running_input", "b running_process", "b running_output", "b publishing", "b success",
      ])
    let run = try #require(try carried.reader.run(carried.run))
    #expect(run.state == .success)
    #expect(run.stepStates == [.success: 2])
    #expect(try carried.reader.gates(of: carried.run).count == 4)
  }

  @Test("A held step skips its children and fails the run, with the check and its counts in the gate")
  func held() async throws {
    let warehouse = ScriptedWarehouse { request in
      guard request.node.name == "a" else { return .init(outcome: StepOutcome(state: .success)) }
      let checks = [GateState.pass, .warn, .fail, .notEvaluated].map {
        CheckRecord(run: request.run, node: request.node.id, gate: .output, name: "check \($0.rawValue)", state: $0)
      }
      return .init(outcome: StepOutcome(state: .heldAtOutput, reason: "2 checks hold it"), checks: checks)
    }
    let carried = try await carry("a\nb <- a\nc", warehouse)
    #expect(carried.state == .failed)
    let steps = try carried.reader.steps(of: carried.run)
    #expect(
      Dictionary(uniqueKeysWithValues: steps.map { ($0.node, $0.state) }) == [
        GraphFixture.id("a"): .heldAtOutput, GraphFixture.id("b"): .skipped, GraphFixture.id("c"): .success,
      ])
    let gate = try #require(try carried.reader.gates(of: carried.run, node: GraphFixture.id("a")).last)
    #expect([gate.passed, gate.warned, gate.failed, gate.notEvaluated] == [1, 1, 1, 1])
    #expect(gate.state == .fail)
    #expect(try carried.reader.checks(of: carried.run).count == 4)
  }

  @Test("Cancelling interrupts what runs, and nothing else begins")
  func cancel() async throws {
    let warehouse = ScriptedWarehouse { _ in .init(outcome: StepOutcome(state: .success), seconds: 600) }
    let carried = try await carry("a\nb <- a\nc", warehouse, cancelAfter: 0.05)
    #expect(carried.state == .cancelled)
    #expect(Set(warehouse.order) == ["a", "c"])
    #expect(try carried.reader.run(carried.run)?.stepStates == [.cancelled: 3])
  }

  @Test("A timed-out step says so")
  func timeout() async throws {
    let warehouse = ScriptedWarehouse { _ in .init(outcome: StepOutcome(state: .success), seconds: 600) }
    let carried = try await carry("a", warehouse, options: ScheduleOptions(timeoutSeconds: 0.05))
    #expect(try carried.reader.steps(of: carried.run).map(\.state) == [.timedOut])
    #expect(carried.state == .failed)
  }

  @Test("A transient failure is tried again, and the second try's checks replace the first's")
  func retry() async throws {
    let warehouse = ScriptedWarehouse { request in
      .init(
        outcome: StepOutcome(state: .failed, reason: "database is locked", isTransient: true),
        checks: [CheckRecord(run: request.run, node: request.node.id, gate: .output, name: "x", state: .pass)])
    }
    let options = ScheduleOptions(retry: RetryPolicy(attempts: 3, delaySeconds: 0.01))
    let carried = try await carry("a", warehouse, options: options)
    let step = try #require(try carried.reader.steps(of: carried.run).first)
    #expect(step.attempt == 3)
    #expect(step.state == .failed)
    #expect(step.reason == "database is locked")
    #expect(try carried.reader.checks(of: carried.run).count == 1)
    let events = try carried.reader.events(EventQuery(run: carried.run, containing: "retrying"))
    #expect(events.count == 2)
  }

  @Test("Hooks run around the steps; one that fails before them keeps them from starting")
  func hooks() async throws {
    struct Broken: Error {}
    let warehouse = ScriptedWarehouse()
    let carried = try await carry("a", warehouse, hooks: RunHooks(start: { throw Broken() }))
    #expect(carried.state == .failed)
    #expect(warehouse.order.isEmpty)
    #expect(try carried.reader.steps(of: carried.run).map(\.state) == [.skipped])
    #expect(try carried.reader.run(carried.run)?.message == "on-run-start failed: Broken()")
    let late = try await carry("a", ScriptedWarehouse(), hooks: RunHooks(end: { _ in throw Broken() }))
    #expect(late.state == .failed)
    #expect(try late.reader.steps(of: late.run).map(\.state) == [.success])
  }

  @Test("Ten progress ticks a second at most, and the last count is kept")
  func progress() async throws {
    let ticks = (1...5_000).map { StepProgress(rowsRead: $0, rowsWritten: $0) }
    let warehouse = ScriptedWarehouse { _ in .init(outcome: StepOutcome(state: .success), progress: ticks) }
    let carried = try await carry("a", warehouse)
    #expect(try carried.reader.events(EventQuery(kinds: [EventKind.stepProgress])).count < 100)
    #expect(try carried.reader.steps(of: carried.run).first?.progress.rowsWritten == 5_000)
  }

  @Test("No secret reaches the store, whatever carries it")
  func secrets() async throws {
    let secret = "hunter\"2"
    let warehouse = ScriptedWarehouse { request in
      .init(
        outcome: StepOutcome(state: .failed, reason: "login with \(secret) failed", sql: "select '\(secret)'"),
        checks: [
          CheckRecord(
            run: request.run, node: request.node.id, gate: .output, name: "x", state: .fail, threshold: secret,
            message: "not \(secret)", sql: secret)
        ], logs: ["connecting with \(secret)"])
    }
    let carried = try await carry("a", warehouse, secrets: [secret])
    for suffix in ["", "-wal"] {
      guard let file = try? FileBytes.read(carried.store.directory.stateFile + suffix) else { continue }
      #expect(!file.contains(secret))
      #expect(!file.contains("hunter"))
    }
    #expect(try carried.reader.steps(of: carried.run).first?.reason == "login with ***** failed")
  }

  @Test("Nothing to do is a success")
  func nothing() async throws {
    #expect(try await carry("source.s", ScriptedWarehouse()).state == .success)
  }
}

/// A file's bytes as text, for looking for what must not be in it.
enum FileBytes {
  struct Missing: Error {}

  static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Missing() }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
