package import Engine
package import Project
import Threads

/// The console's data out of an exported run: one file, nothing to write, nothing that changes.
package struct ArchivedRunSource: ConsoleDataSource {
  private let path: String

  /// - Parameter path: a file that `sluice run-export` wrote.
  package init(_ path: String) { self.path = path }

  package var changes: AsyncStream<Void> { AsyncStream { $0.finish() } }

  package func project() async throws -> ProjectOutline {
    let path = path
    let project = try await onThread { try ArchivedProject(readingArchive: path) }
    var outline = ProjectOutline(
      name: project.name, target: "\(project.target), exported \(Figures.civil(project.exportedAt).date)",
      root: project.root, graph: project.graph)
    outline.isExportedRun = true
    return outline
  }

  package func status(of run: RunID?) async throws -> PipelineStatus {
    try await reading { reader in
      guard let record = try run.map({ try reader.run($0) }) ?? reader.latestRun() else { return PipelineStatus() }
      var nodes: [NodeID: NodeStatus] = [:]
      for step in try reader.steps(of: record.id) {
        nodes[step.node] = NodeStatus(step: step, rows: step.state.isSuccess ? step.writtenRows : nil)
      }
      for gate in try reader.gates(of: record.id) { nodes[gate.node, default: NodeStatus()].gates[gate.gate] = gate }
      return PipelineStatus(run: record, nodes: nodes)
    }
  }

  package func checks(of node: NodeID, run: RunID?) async throws -> [CheckRecord] {
    try await reading { reader in
      guard let run = try run ?? reader.latestRun()?.id else { return [] }
      return try reader.checks(of: run, node: node).sorted { ($0.gate, $0.id) < ($1.gate, $1.id) }
    }
  }

  package func checks(of run: RunID) async throws -> [CheckRecord] { try await reading { try $0.checks(of: run) } }

  package func trend(of check: CheckRecord, runs: Int) async throws -> [CheckRecord] {
    try await reading { try $0.checkHistory(check.node, name: check.name, limit: runs).reversed() }
  }

  package func failures(of check: CheckRecord) async throws -> FailureComparison? {
    try await reading { try $0.failureComparison(check: check.id) }
  }

  package func runs(limit: Int) async throws -> [RunRecord] { try await reading { try $0.runs(limit: limit) } }
  package func steps(of run: RunID) async throws -> [StepRecord] { try await reading { try $0.steps(of: run) } }

  package func events(after position: Int64, limit: Int) async throws -> [EventRecord] {
    try await reading { reader in
      if position >= 0 { return try reader.events(EventQuery(minimumLevel: .debug, after: position, limit: limit)) }
      return try reader.events(EventQuery(minimumLevel: .debug, newestFirst: true, limit: limit)).reversed()
    }
  }

  package func events(of run: RunID) async throws -> [EventRecord] {
    try await reading { try $0.events(EventQuery(run: run, minimumLevel: .debug, limit: Replay.eventLimit)) }
  }

  // MARK: What an exported run does not hold

  private var noTables: ConsoleRefusal { ConsoleRefusal("an exported run holds no tables, only what the run said") }
  private var noRuns: ConsoleRefusal { ConsoleRefusal("this is an exported run: nothing is started or stopped here") }

  package func tables() async throws -> [TableOutline] { [] }
  package func page(_ request: TablePageRequest) async throws -> TablePage { throw noTables }
  package func count(_ request: TablePageRequest) async throws -> Int64 { throw noTables }
  package func place(
    of text: String, in request: TablePageRequest, from start: Int, backwards: Bool
  ) async throws -> Int? { throw noTables }
  package func summary(of column: String, in request: TablePageRequest) async throws -> ColumnProfile { throw noTables }
  package func distribution(_ summary: ColumnProfile, in request: TablePageRequest) async throws -> ColumnProfile {
    throw noTables
  }
  package func frequency(of column: String, in request: TablePageRequest) async throws -> ColumnFrequency {
    throw noTables
  }
  package func madeBy(_ node: NodeID) async throws -> MadeBy {
    throw ConsoleRefusal("an exported run holds no code of the project")
  }
  package func export(
    _ request: TablePageRequest, columns: [String], as format: ExportFormat, to path: String
  ) async throws -> Int64 { throw noTables }
  package func history(of relation: RelationName) async throws -> HistoryStrip { throw noTables }
  package func versions(of key: [String?], in relation: RelationName) async throws -> [KeyVersion] { throw noTables }
  package func differences(_ request: VersionDiffRequest) async throws -> VersionDiff { throw noTables }
  package func publishedVersions(of relation: RelationName) async throws -> [VersionRecord] { throw noTables }
  package func preview(_ command: RunInvocation) async throws -> [ForeseenStep] { throw noRuns }
  package func start(_ command: RunInvocation) async throws -> RunID? { throw noRuns }
  package func cancel(_ run: RunID) async throws { throw noRuns }

  private func reading<Answer: Sendable>(
    _ body: @escaping @Sendable (RunStoreReader) throws -> Answer
  ) async throws -> Answer {
    let path = path
    return try await onThread { try body(RunStoreReader(archive: path)) }
  }

  private func onThread<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await WorkerThread.run { Result { try body() } }.get()
  }
}
