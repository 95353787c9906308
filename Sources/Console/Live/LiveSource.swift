package import Engine
package import Project

/// The console's data from the real stores: the project's files, the run store, the warehouse.
package struct LiveSource: ConsoleDataSource {
  let shelf: ProjectShelf
  let store: StoreDesk
  let template: RunRequest
  let planned: @Sendable (RunRequest) throws -> Plan
  let isReadOnly: Bool

  /// A source over a project.
  ///
  /// - Parameters:
  ///   - state: the target's own folder, where runs are kept.
  ///   - template: what the command line said; runs the console starts are like it but for what they run.
  ///   - plan: foresees a run without doing it.
  ///   - load: reads the project; called at the start and whenever it may have changed.
  package init(
    state: StateDirectory, isReadOnly: Bool = false, template: RunRequest,
    plan: @escaping @Sendable (RunRequest) throws -> Plan, load: @escaping @Sendable () throws -> LoadedProject
  ) {
    shelf = ProjectShelf(load)
    store = StoreDesk(state, mayWrite: !isReadOnly)
    self.template = template
    planned = plan
    self.isReadOnly = isReadOnly
  }

  package var changes: AsyncStream<Void> { store.changes() }

  package func project() async throws -> ProjectOutline {
    let loaded = try await shelf.reload()
    return ProjectOutline(
      name: loaded.name, target: loaded.target.name, root: loaded.root, graph: loaded.graph, messages: loaded.messages)
  }

  package func status(of run: RunID?) async throws -> PipelineStatus { try await store.status(of: run) }

  package func checks(of node: NodeID, run: RunID?) async throws -> [CheckRecord] {
    try await store.checks(of: node, run: run)
  }

  package func trend(of check: CheckRecord, runs: Int) async throws -> [CheckRecord] {
    try await store.trend(of: check, runs: runs)
  }

  package func failingRows(of check: CheckRecord, offset: Int, count: Int) async throws -> FailingRows {
    try await store.failingRows(of: check, offset: offset, count: count)
  }

  package func runs(limit: Int) async throws -> [RunRecord] { try await store.runs(limit: limit) }
  package func steps(of run: RunID) async throws -> [StepRecord] { try await store.steps(of: run) }

  package func events(after position: Int64, limit: Int) async throws -> [EventRecord] {
    try await store.events(after: position, limit: limit)
  }

  package func cancel(_ run: RunID) async throws {
    if isReadOnly { throw ReadOnlyRefusal() }
    let client = RunClient(store.directory)
    _ = try await BlockingThread.run { try client.cancel(run) }
  }
}

/// Why nothing was written.
struct ReadOnlyRefusal: Error, CustomStringConvertible {
  var description: String { "this console is read-only; start it without --read-only" }
}
