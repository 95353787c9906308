internal import Engine
internal import Project

/// The one who reads the run store; opened when there is one.
actor StoreDesk {
  nonisolated let directory: StateDirectory
  private let mayWrite: Bool
  private var opened: RunStoreReader?

  init(_ directory: StateDirectory, mayWrite: Bool) {
    self.directory = directory
    self.mayWrite = mayWrite
  }

  /// The store; `nil` as long as nothing ever ran here.
  private func reader() throws -> RunStoreReader? {
    if let opened { return opened }
    do throws(RunStoreError) {
      opened = try RunStoreReader(directory)
    } catch {
      if error.kind == .missing { return nil }
      throw error
    }
    return opened
  }

  /// Yields whenever the store changed. Looking costs microseconds; it is done more often while a run goes on.
  nonisolated func changes() -> AsyncStream<Void> {
    AsyncStream { continuation in
      let watch = Task { [self] in
        var last: Int64 = -1
        var turn = 0
        while !Task.isCancelled {
          let (version, isLive) = await look()
          if version != last {
            last = version
            continuation.yield()
          }
          turn += 1
          if isLive, turn % 20 == 0 { await settleDead() }
          try? await Task.sleep(for: .milliseconds(isLive ? 100 : 500))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in watch.cancel() }
    }
  }

  private func look() -> (version: Int64, isLive: Bool) {
    guard let reader = try? reader() else { return (-1, false) }
    let version = (try? reader.dataVersion()) ?? -1
    let isLive = (try? reader.openRuns().isEmpty) == false
    return (version, isLive)
  }

  /// Marks a run whose process died, so that it does not seem to go on for ever.
  private func settleDead() {
    if mayWrite { _ = try? RunLedger(directory).settleDead() }
  }

  func status(of run: RunID?) throws -> PipelineStatus {
    guard let reader = try reader() else { return PipelineStatus() }
    let record = try run.map { try reader.run($0) } ?? reader.latestRun()
    guard let record else { return PipelineStatus() }
    var nodes: [NodeID: NodeStatus] = [:]
    for (id, step) in try reader.latestSteps() { nodes[id] = NodeStatus(step: step) }
    for step in try reader.steps(of: record.id) { nodes[step.node] = NodeStatus(step: step) }
    for gate in try reader.latestGates() { nodes[gate.node]?.gates[gate.gate] = gate }
    // A gate of an earlier run says nothing of a step that has just begun.
    let current = Dictionary(grouping: try reader.gates(of: record.id), by: \.node)
    for (id, status) in nodes where status.step?.run == record.id {
      nodes[id]?.gates = Dictionary((current[id] ?? []).map { ($0.gate, $0) }) { first, _ in first }
      if status.state == .reused, current[id] == nil { nodes[id]?.gates = status.gates }
    }
    for (id, past) in try reader.pastSteps() where nodes[id] != nil {
      nodes[id]?.pastSeconds = past.reversed().map(\.seconds)
      nodes[id]?.rows = past.first?.rows
    }
    for (id, status) in nodes where status.state == .success || status.state == .warned {
      nodes[id]?.rows = status.step?.progress.rowsWritten
    }
    return PipelineStatus(run: record, nodes: nodes)
  }

  /// The checks of a node in a run, else in the newest run that evaluated any.
  func checks(of node: NodeID, run: RunID?) throws -> [CheckRecord] {
    guard let reader = try reader() else { return [] }
    if let run { return try reader.checks(of: run, node: node) }
    for step in try reader.history(of: node, limit: 20) {
      let checks = try reader.checks(of: step.run, node: node)
      if !checks.isEmpty { return checks.sorted { ($0.gate, $0.id) < ($1.gate, $1.id) } }
    }
    return []
  }

  func trend(of check: CheckRecord, runs: Int) throws -> [CheckRecord] {
    guard let reader = try reader() else { return [] }
    return try reader.checkHistory(check.node, name: check.name, limit: runs).reversed()
  }

  func failingRows(of check: CheckRecord, offset: Int, count: Int) throws -> FailingRows {
    let none = FailingRows(columns: [], rows: [], total: 0)
    return try reader()?.failingRows(check: check.id, offset: offset, limit: count) ?? none
  }

  func runs(limit: Int) throws -> [RunRecord] { try reader()?.runs(limit: limit) ?? [] }
  func steps(of run: RunID) throws -> [StepRecord] { try reader()?.steps(of: run) ?? [] }

  func events(after position: Int64, limit: Int) throws -> [EventRecord] {
    guard let reader = try reader() else { return [] }
    if position < 0 {
      return try reader.events(EventQuery(minimumLevel: .debug, newestFirst: true, limit: limit)).reversed()
    }
    return try reader.events(EventQuery(minimumLevel: .debug, after: position, limit: limit))
  }
}
