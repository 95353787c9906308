package import Project

/// One thing to be written to the run store, as a value; the writer's thread applies them in the order given.
package enum StoreWrite: Sendable {
  case event(EventRecord)
  /// The steps of a run as planned, in the plan's order.
  case plan(RunID, [StepRecord])
  case run(RunChange)
  case step(StepChange)
  case progress(RunID, NodeID, StepProgress)
  case gate(GateRecord)
  /// A check's result with the rows to keep of it.
  case check(CheckRecord, FailingRows?, at: Instant)
  /// Forgets gates and checks of an attempt that is about to be repeated; their events stay.
  case forgetAttempt(RunID, NodeID)
  case published(DatasetEvent)
  case heartbeat(RunID, Instant)
}

/// A run enters a state.
package struct RunChange: Sendable {
  package var run: RunID
  package var state: RunState
  package var at: Instant
  package var message: String?
  /// The process that carries it, when it starts.
  package var process: ProcessIdentity?
  /// The folder of catalogs it publishes to, once that is known.
  package var warehouse: String?

  package init(
    run: RunID, state: RunState, at: Instant, message: String? = nil, process: ProcessIdentity? = nil,
    warehouse: String? = nil
  ) {
    self.run = run
    self.state = state
    self.at = at
    self.message = message
    self.process = process
    self.warehouse = warehouse
  }
}

/// A step enters a state. What is nil stays as it was, except the reason, which belongs to the state.
package struct StepChange: Sendable {
  package var run: RunID
  package var node: NodeID
  package var state: StepState
  package var attempt: Int
  package var at: Instant
  package var reason: String?
  package var location: SourceLocation?
  package var sql: String?
  package var version: Int64?
  package var stands: Bool?
  package var progress: StepProgress?

  package init(
    run: RunID, node: NodeID, state: StepState, attempt: Int = 1, at: Instant, reason: String? = nil,
    location: SourceLocation? = nil, sql: String? = nil, version: Int64? = nil, stands: Bool? = nil,
    progress: StepProgress? = nil
  ) {
    self.run = run
    self.node = node
    self.state = state
    self.attempt = attempt
    self.at = at
    self.reason = reason
    self.location = location
    self.sql = sql
    self.version = version
    self.stands = stands
    self.progress = progress
  }
}

/// A table got a new version whose output gate passed: what triggers listen to.
package struct DatasetEvent: Sendable, Identifiable {
  /// Position in the target's list of dataset events, growing.
  package var id: Int64
  package var at: Instant
  package var run: RunID
  package var node: NodeID
  package var relation: String
  package var version: Int64

  package init(id: Int64 = 0, at: Instant, run: RunID, node: NodeID, relation: String, version: Int64) {
    self.id = id
    self.at = at
    self.run = run
    self.node = node
    self.relation = relation
    self.version = version
  }
}

/// What tells a process from every other that ever had its number: pid, start time and boot.
package struct ProcessIdentity: Sendable, Hashable {
  package var processID: Int32
  /// Clock ticks after boot at which it started (`/proc/PID/stat`, field 22); 0 when unknown.
  package var startTicks: Int64
  /// `/proc/sys/kernel/random/boot_id`; empty when unknown.
  package var bootID: String

  package init(processID: Int32, startTicks: Int64, bootID: String) {
    self.processID = processID
    self.startTicks = startTicks
    self.bootID = bootID
  }
}
