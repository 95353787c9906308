import Glibc
import Project
import Synchronization
import Threads

/// What a warehouse tells of one attempt at one step, on its way to the store.
///
/// Transitions are in the file in their order, and all so far before the step does what others can see: before its hooks and
/// before it publishes. Else the file is written while the step goes on, as a step of a millisecond would wait longer than
/// it works. Progress is kept back to ten ticks a second. A state that cannot follow the last one is refused and told of as an error of the program.
final class StepRecorder: StepReporter {
  private struct State {
    var state: StepState
    var gates: [GateKind: GateRecord] = [:]
    var progress = StepProgress()
    var lastTick: UInt64 = 0
    var isOver = false
    /// The transition written last, to be waited for.
    var ticket: UInt64 = 0
  }

  static let ticksPerSecond: UInt64 = 10

  let node: NodeID
  let attempt: Int
  let cancellation = CancellationFlag()
  private let recorder: RunRecorder
  private let expectedRows: Int64?
  private let state: Mutex<State>

  init(_ recorder: RunRecorder, node: NodeID, attempt: Int, expectedRows: Int64?) {
    self.recorder = recorder
    self.node = node
    self.attempt = attempt
    self.expectedRows = expectedRows
    state = Mutex(State(state: .queued))
  }

  var isCancelled: Bool { cancellation.isRaised }

  func onCancel(_ action: @escaping @Sendable () -> Void) { cancellation.onRaise(action) }

  func entered(_ next: StepState, reason: String?) {
    let instant = Instant.now
    let reason = recorder.scrubber.scrub(reason)
    let isNext = state.withLock { state in
      if state.isOver || !next.isRunning || next.order < state.state.order { return false }
      state.state = next
      return true
    }
    guard isNext else {
      recorder.log(
        .error, "a step cannot enter \(next.rawValue) now", node: node, kind: EventKind.stepState, at: instant)
      return
    }
    // At once, but the step need not wait: the order is kept, and what others could see of the step waits for it.
    let ticket = recorder.writer.hasten([
      .step(
        StepChange(run: recorder.run, node: node, state: next, attempt: attempt, at: instant, reason: reason)),
      recorder.stepEvent(node, next, attempt, reason, instant),
    ])
    state.withLock { $0.ticket = ticket }
  }

  /// A store that cannot be written is seen by the run's driver, which stops the run.
  func settle() throws { try recorder.writer.settle(state.withLock { $0.ticket }) }

  func progress(_ progress: StepProgress) {
    let now = monotonicNanoseconds()
    var told = progress
    if told.expectedRows == nil { told.expectedRows = expectedRows }
    let isDue = state.withLock { state in
      state.progress = told
      guard !state.isOver, now &- state.lastTick >= 1_000_000_000 / Self.ticksPerSecond else { return false }
      state.lastTick = now
      return true
    }
    guard isDue else { return }
    recorder.writer.append(.progress(recorder.run, node, told))
    recorder.log(
      .debug, "\(told.rowsWritten) rows", node: node, kind: EventKind.stepProgress, details: Self.details(told))
  }

  func gate(_ gate: GateKind, state next: GateState) {
    let instant = Instant.now
    let record = update(gate) { record in
      if next == .running {
        record = Self.empty(gate, run: record.run, node: record.node)
        record.startedAt = instant
      } else {
        record.finishedAt = instant
      }
      record.state = next
    }
    recorder.writer.append(.gate(record))
    let level: EventRecord.Level =
      switch next {
      case .fail, .notEvaluated: .error
      case .warn: .warn
      case .running: .debug
      default: .info
      }
    recorder.log(
      level, "\(gate.rawValue) gate: \(next.rawValue)", node: node, kind: EventKind.gateState,
      details: [
        "gate": .string(gate.rawValue), "state": .string(next.rawValue), "passed": .int(Int64(record.passed)),
        "warned": .int(Int64(record.warned)), "failed": .int(Int64(record.failed)),
        "not_evaluated": .int(Int64(record.notEvaluated)), "waived": .int(Int64(record.waived)),
      ], at: instant)
  }

  func check(_ check: CheckRecord, rows: FailingRows?) {
    let instant = Instant.now
    var check = check
    check.run = recorder.run
    check.message = recorder.scrubber.scrub(check.message)
    check.sql = recorder.scrubber.scrub(check.sql)
    check.threshold = recorder.scrubber.scrub(check.threshold)
    recorder.writer.append(.check(check, rows.map(recorder.scrubber.scrub), at: instant))
    let record = update(check.gate) { record in
      switch check.state {
      case .pass: record.passed += 1
      case .warn: record.warned += 1
      case .fail: record.failed += 1
      case .waived: record.waived += 1
      case .notEvaluated: record.notEvaluated += 1
      case .neverRun, .stale, .running: break
      }
    }
    recorder.writer.append(.gate(record))
    let level: EventRecord.Level =
      switch check.state {
      case .fail, .notEvaluated: check.severity == .error ? .error : .warn
      case .warn: .warn
      default: .debug
      }
    recorder.log(
      level, "\(check.name): \(check.state.rawValue)" + (check.message.isEmpty ? "" : " – \(check.message)"),
      node: node, kind: EventKind.checkResult,
      details: [
        "gate": .string(check.gate.rawValue), "check": .string(check.name), "state": .string(check.state.rawValue),
        "measured": .double(orNull: check.measured), "threshold": .string(check.threshold),
        "seconds": .double(check.seconds),
      ], at: instant)
  }

  func log(_ level: EventRecord.Level, _ message: String) { recorder.log(level, message, node: node) }

  /// Whether the attempt published or quarantined nothing yet and may be forgotten for another one.
  func finish() -> StepProgress {
    state.withLock { state in
      state.isOver = true
      return state.progress
    }
  }

  private func update(_ gate: GateKind, _ change: (inout GateRecord) -> Void) -> GateRecord {
    state.withLock { state in
      var record = state.gates[gate] ?? Self.empty(gate, run: recorder.run, node: node)
      change(&record)
      state.gates[gate] = record
      return record
    }
  }

  private static func empty(_ gate: GateKind, run: RunID, node: NodeID) -> GateRecord {
    GateRecord(run: run, node: node, gate: gate, state: .running)
  }

  private static func details(_ progress: StepProgress) -> JSONValue {
    [
      "rows_read": .int(progress.rowsRead), "rows_written": .int(progress.rowsWritten),
      "rows_quarantined": .int(progress.rowsQuarantined), "bytes_read": .int(progress.bytesRead),
      "bytes_total": .int(progress.bytesTotal), "expected_rows": .int(orNull: progress.expectedRows),
    ]
  }
}

extension StepState {
  /// The order in which a step passes through the states of its work.
  fileprivate var order: Int {
    switch self {
    case .runningInput: 1
    case .runningProcess: 2
    case .runningOutput: 3
    case .publishing: 4
    default: 0
    }
  }
}
