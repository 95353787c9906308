package import Project

/// Says what happens in one run to the store: every fact once, scrubbed of secrets, in the words of the event log.
package final class RunRecorder: Sendable {
  package let run: RunID
  package let writer: RunStoreWriter
  let scrubber: SecretScrubber

  package init(run: RunID, writer: RunStoreWriter, scrubber: SecretScrubber = .environment()) {
    self.run = run
    self.writer = writer
    self.scrubber = scrubber
  }

  /// The run enters a state; written before this returns.
  package func run(
    entered state: RunState, message: String? = nil, process: ProcessIdentity? = nil, details: JSONValue = .null,
    at instant: Instant = .now
  ) throws(RunStoreError) {
    let message = scrubber.scrub(message)
    try writer.commit(
      .run(RunChange(run: run, state: state, at: instant, message: message, process: process)),
      event(
        state == .failed || state == .crashed ? .error : state == .warned || state == .cancelled ? .warn : .info,
        EventKind.runState, nil,
        message ?? "run \(run) \(state == .running ? "is running" : "ended: \(state.rawValue)")",
        .object([.init("state", .string(state.rawValue))] + Self.members(details)), instant))
  }

  /// The steps of the run as planned.
  package func planned(_ steps: [StepRecord], message: String, at instant: Instant = .now) throws(RunStoreError) {
    let scrubbed = steps.map { step in
      var step = step
      step.reason = scrubber.scrub(step.reason)
      return step
    }
    try writer.commit(
      .plan(run, scrubbed),
      event(.info, EventKind.runPlan, nil, message, ["steps": .int(Int64(steps.count))], instant))
  }

  /// The run outlived a heartbeat; not worth an event.
  package func heartbeat(at instant: Instant = .now) { writer.append(.heartbeat(run, instant)) }

  /// A line for the log.
  package func log(
    _ level: EventRecord.Level, _ message: String, node: NodeID? = nil, kind: String = EventKind.log,
    details: JSONValue = .null, at instant: Instant = .now
  ) {
    writer.append(event(level, kind, node, message, details, instant))
  }

  /// A step enters a state without anything running for it: it waits, is skipped, cancelled, tried again later.
  func step(
    _ node: NodeID, entered state: StepState, attempt: Int, reason: String?, at instant: Instant
  ) {
    let reason = scrubber.scrub(reason)
    writer.append(.step(StepChange(run: run, node: node, state: state, attempt: attempt, at: instant, reason: reason)))
    writer.append(stepEvent(node, state, attempt, reason, instant))
  }

  func stepEvent(
    _ node: NodeID, _ state: StepState, _ attempt: Int, _ reason: String?, _ instant: Instant, _ more: JSONValue = .null
  ) -> StoreWrite {
    let name = node.rawValue.split(separator: ".").dropFirst(2).joined(separator: ".")
    // A reason that begins with the state's own word says it already.
    let told = reason.map { $0.hasPrefix(state.words) ? $0 : "\(state.words) – \($0)" } ?? state.words
    let message = "\(name.isEmpty ? node.rawValue : name): \(told)"
    var members: [JSONValue.Member] = [.init("state", .string(state.rawValue)), .init("attempt", .int(Int64(attempt)))]
    if let reason { members.append(.init("reason", .string(reason))) }
    return event(state.level, EventKind.stepState, node, message, .object(members + Self.members(more)), instant)
  }

  func event(
    _ level: EventRecord.Level, _ kind: String, _ node: NodeID?, _ message: String, _ details: JSONValue,
    _ instant: Instant
  ) -> StoreWrite {
    let text = details == .null ? "" : scrubber.scrub(details.text)
    return .event(
      EventRecord(
        run: run, at: instant, level: level, kind: kind, node: node, message: scrubber.scrub(message), details: text))
  }

  private static func members(_ value: JSONValue) -> [JSONValue.Member] {
    if case .object(let members) = value { members } else { [] }
  }
}

extension StepState {
  /// The state as the log says it.
  var words: String {
    switch self {
    case .none: "not started"
    case .runningInput: "input gate"
    case .runningProcess: "process"
    case .runningOutput: "output gate"
    case .heldAtInput: "held at its input gate"
    case .heldAtProcess: "held at its process gate"
    case .heldAtOutput: "held at its output gate"
    case .timedOut: "timed out"
    default: rawValue
    }
  }

  /// How loud the log says it.
  var level: EventRecord.Level {
    switch self {
    case .failed, .timedOut, .crashed, .heldAtInput, .heldAtProcess, .heldAtOutput: .error
    case .warned, .skipped, .cancelled, .retrying: .warn
    case .success, .reused, .runningInput: .info
    case .none, .queued, .waiting, .runningProcess, .runningOutput, .publishing: .debug
    }
  }
}
