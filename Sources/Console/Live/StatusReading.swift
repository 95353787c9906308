package import Engine
import Project
import Synchronization

/// Reads how the pipeline stands. While a run goes on only what changed since the last look is read: somebody who watches a
/// thousand steps must not cost what the steps do.
package final class StatusReading: Sendable {
  /// What is known of a run that goes on.
  private struct Known {
    var run: RunID
    /// The newest event that is in it.
    var event: Int64
    var status: PipelineStatus
    /// When the tables are counted next.
    var due: Instant
  }

  private let known = Mutex<Known?>(nil)
  /// Opening a warehouse reads what all its tables are, a fifth of a second with some thousands: while a run goes on it is
  /// looked at once a second, or as seldom as keeps that to a thirtieth of a processor.
  private static let secondsBetweenLooks = 1.0
  private static let patience = 30.0
  private static let longestPause = 10.0
  /// More nodes than this are not asked for by name.
  private static let nodeLimit = 500

  package init() {}

  /// - Parameters:
  ///   - run: the newest where none is named.
  ///   - settle: marks runs whose process died.
  ///   - tables: the tables of the warehouse.
  package func status(
    _ reader: RunStoreReader, of run: RunID? = nil, settle: () throws -> Void, tables: () throws -> [TableOutline]
  ) throws -> PipelineStatus {
    let earlier = known.withLock { known in
      defer { known = nil }
      return known
    }
    let now = Instant.now
    // A clock that was set back must not make it wait for longer than it ever waits.
    let isDue = earlier.map { $0.due <= now || $0.due.seconds(since: now) > Self.longestPause } ?? true
    try settle()
    // Asked for first: what is told meanwhile is told again by the next look.
    let event = try reader.lastEventID()
    guard let record = try run.map({ try reader.run($0) }) ?? reader.latestRun() else {
      return try whole(reader, nil, tables)
    }
    guard !record.state.isTerminal else { return try whole(reader, record, tables) }
    var status: PipelineStatus
    if let earlier, earlier.run == record.id {
      status = earlier.status
      status.run = record
      try update(&status, record.id, after: earlier.event, reader)
      if isDue { try count(tables, in: &status) }
    } else {
      status = try whole(reader, record, tables)
    }
    var due = earlier?.due ?? now
    if isDue {
      let end = Instant.now
      let pause = max(Self.secondsBetweenLooks, Self.patience * end.seconds(since: now))
      due = end.advanced(by: min(pause, Self.longestPause))
    }
    known.withLock { [due] in $0 = Known(run: record.id, event: event, status: status, due: due) }
    return status
  }

  /// Everything anew, of the past too.
  private func whole(
    _ reader: RunStoreReader, _ record: RunRecord?, _ tables: () throws -> [TableOutline]
  ) throws -> PipelineStatus {
    var status = PipelineStatus(run: record)
    for (node, step) in try reader.latestSteps() { status.nodes[node, default: NodeStatus()].step = step }
    for gate in try reader.latestGates() { status.nodes[gate.node, default: NodeStatus()].gates[gate.gate] = gate }
    for (node, past) in try reader.pastSteps() {
      status.nodes[node, default: NodeStatus()].pastSeconds = past.reversed().map(\.seconds)
    }
    if let record { Self.adopt(try reader.steps(of: record.id), try reader.gates(of: record.id), in: &status) }
    try count(tables, in: &status)
    return status
  }

  private func update(
    _ status: inout PipelineStatus, _ run: RunID, after event: Int64, _ reader: RunStoreReader
  ) throws {
    let told = try reader.nodesTold(of: run, after: event)
    // The steps are all planned at once, after the run was first seen.
    let isPlanned = status.nodes.values.contains { $0.step?.run == run }
    guard isPlanned, told.count <= Self.nodeLimit else {
      Self.adopt(try reader.steps(of: run), try reader.gates(of: run), in: &status)
      return
    }
    if told.isEmpty { return }
    Self.adopt(try reader.steps(of: run, nodes: told), try reader.gates(of: run, nodes: told), in: &status)
  }

  private static func adopt(_ steps: [StepRecord], _ gates: [GateRecord], in status: inout PipelineStatus) {
    for step in steps {
      status.nodes[step.node, default: NodeStatus()].step = step
      // A reused step stands on the gates its version passed when it was made.
      if step.state != .reused { status.nodes[step.node]?.gates = [:] }
    }
    for gate in gates { status.nodes[gate.node, default: NodeStatus()].gates[gate.gate] = gate }
  }

  private func count(_ tables: () throws -> [TableOutline], in status: inout PipelineStatus) throws {
    for table in try tables() {
      if let node = table.node { status.nodes[node, default: NodeStatus()].rows = table.rows }
    }
  }
}
