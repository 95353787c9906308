package import Engine
package import Project
import Synchronization
import Threads

/// The console's data out of a target's real stores: the run store, the failing rows, the warehouse's files.
///
/// Every question opens what it reads, on a thread of its own, and closes it again: a console that shows nothing new holds
/// no lock and no cache, and a run is never disturbed.
package struct LiveDataSource: ConsoleDataSource {
  /// What the console may do besides reading; the program that opens it knows how.
  package struct Actions: Sendable {
    package var start: @Sendable (RunInvocation) throws -> RunID
    package var preview: @Sendable (RunInvocation) async throws -> [ForeseenStep]
    package var cancel: @Sendable (RunID) throws -> Void

    package init(
      start: @escaping @Sendable (RunInvocation) throws -> RunID,
      preview: @escaping @Sendable (RunInvocation) async throws -> [ForeseenStep],
      cancel: @escaping @Sendable (RunID) throws -> Void
    ) {
      self.start = start
      self.preview = preview
      self.cancel = cancel
    }
  }

  private let load: @Sendable (RunRequest?) throws -> LoadedProject
  let directory: StateDirectory
  /// The project's folder.
  let root: String
  private let actions: Actions
  /// Nothing is started, stopped or settled, whoever asks.
  let isReadOnly: Bool
  private let loaded = LoadedOnce()
  private let statuses = StatusReading()
  package let changes: AsyncStream<Void>

  /// - Parameters:
  ///   - load: reads the project; called again whenever it is asked for anew. With a run's request, its sources are where that
  ///     run had them.
  ///   - directory: the target's state.
  ///   - root: the project's folder.
  package init(
    directory: StateDirectory, root: String, actions: Actions, isReadOnly: Bool = false,
    load: @escaping @Sendable (_ sources: RunRequest?) throws -> LoadedProject
  ) {
    self.load = load
    self.directory = directory
    self.root = root
    self.actions = actions
    self.isReadOnly = isReadOnly
    changes = StoreChanges.stream(of: directory)
  }

  // MARK: The project and its runs

  package func project() async throws -> ProjectOutline {
    let load = load
    let loaded = loaded
    let project = try await onThread { try loaded.replace(load(nil)) }
    return ProjectOutline(
      name: project.name, target: project.target.name, root: project.root, graph: project.graph,
      messages: project.messages)
  }

  package func status(of run: RunID?) async throws -> PipelineStatus {
    let (directory, isReadOnly, loaded, load) = (directory, isReadOnly, loaded, load)
    // Another run than the newest is read as a whole, and nothing is kept of it.
    let statuses = run == nil ? statuses : StatusReading()
    return try await reading(else: PipelineStatus()) { reader in
      try statuses.status(reader, of: run) {
        // A run whose process died must not seem to go on; where nothing may be written, it stays as it is told.
        if !isReadOnly { _ = try? RunLedger(directory).settleDead() }
      } tables: {
        try WarehouseBrowser(try loaded.value { try load(nil) }).tables()
      }
    }
  }

  package func runs(limit: Int) async throws -> [RunRecord] {
    try await reading(else: []) { try $0.runs(limit: limit) }
  }

  package func steps(of run: RunID) async throws -> [StepRecord] {
    try await reading(else: []) { try $0.steps(of: run) }
  }

  package func events(after position: Int64, limit: Int) async throws -> [EventRecord] {
    try await reading(else: []) { reader in
      if position >= 0 { return try reader.events(EventQuery(minimumLevel: .debug, after: position, limit: limit)) }
      return try reader.events(EventQuery(minimumLevel: .debug, newestFirst: true, limit: limit)).reversed()
    }
  }

  // MARK: Gates

  package func checks(of node: NodeID, run: RunID?) async throws -> [CheckRecord] {
    try await reading(else: []) { reader in
      if let run { return try reader.checks(of: run, node: node) }
      // A node that was skipped or reused was not checked again: its last findings are those of an earlier run.
      let history = try reader.history(of: node, limit: 20)
      // What is reused is a version that was published, whatever failed since.
      let isReused = history.first?.state == .reused
      for step in history where !isReused || step.state.isSuccess {
        let checks = try reader.checks(of: step.run, node: node)
        if !checks.isEmpty { return checks.sorted { ($0.gate, $0.id) < ($1.gate, $1.id) } }
      }
      return []
    }
  }

  package func trend(of check: CheckRecord, runs: Int) async throws -> [CheckRecord] {
    try await reading(else: []) { try $0.checkHistory(check.node, name: check.name, limit: runs).reversed() }
  }

  package func trends(of checks: [CheckRecord], runs: Int) async throws -> [String: [CheckRecord]] {
    try await reading(else: [:]) { reader in
      var trends: [String: [CheckRecord]] = [:]
      for check in checks {
        trends[check.name] = try reader.checkHistory(check.node, name: check.name, limit: runs).reversed()
      }
      return trends
    }
  }

  package func failures(of check: CheckRecord) async throws -> FailureComparison? {
    try await reading(else: nil) { try $0.failureComparison(check: check.id) }
  }

  // MARK: Tables and history

  package func tables() async throws -> [TableOutline] { try await browsing { try $0.tables() } }

  package func page(_ request: TablePageRequest) async throws -> TablePage {
    try await browsing { try $0.page(request) }
  }

  package func count(_ request: TablePageRequest) async throws -> Int64 {
    try await browsing { try $0.count(request) }
  }

  package func place(
    of text: String, in request: TablePageRequest, from start: Int, backwards: Bool
  ) async throws -> Int? {
    try await browsing { try $0.place(of: text, in: request, from: start, backwards: backwards) }
  }

  package func place(ofRow index: Int, of request: TablePageRequest, under filters: [RowFilter]) async throws -> Int? {
    try await browsing { try $0.place(ofRow: index, of: request, under: filters) }
  }

  package func summary(of column: String, in request: TablePageRequest) async throws -> ColumnProfile {
    try await browsing { try $0.summary(of: column, in: request) }
  }

  package func distribution(_ summary: ColumnProfile, in request: TablePageRequest) async throws -> ColumnProfile {
    try await browsing { try $0.distribution(summary, in: request) }
  }

  package func frequency(of column: String, in request: TablePageRequest) async throws -> ColumnFrequency {
    try await browsing { try $0.frequency(of: column, in: request) }
  }

  package func madeBy(_ node: NodeID) async throws -> MadeBy { try await browsing { try $0.madeBy(node) } }

  package func export(
    _ request: TablePageRequest, columns: [String], as format: ExportFormat, to path: String
  ) async throws -> Int64 {
    try await browsing { try $0.export(request, columns: columns, as: format, to: path) }
  }

  package func history(of relation: RelationName) async throws -> HistoryStrip {
    try await browsing { try $0.history(of: relation) }
  }

  package func versions(of key: [String?], in relation: RelationName) async throws -> [KeyVersion] {
    try await browsing { try $0.versions(of: key, in: relation) }
  }

  package func differences(_ request: VersionDiffRequest) async throws -> VersionDiff {
    try await browsing { try $0.diff(request) }
  }

  package func publishedVersions(of relation: RelationName) async throws -> [VersionRecord] {
    try await browsing { try $0.publishedVersions(of: relation) }
  }

  // MARK: Acting

  package func preview(_ command: RunInvocation) async throws -> [ForeseenStep] { try await actions.preview(command) }

  package func start(_ command: RunInvocation) async throws -> RunID? {
    if isReadOnly { throw WarehouseError("this console is read-only: nothing is started") }
    let start = actions.start
    return try await onThread { try start(command) }
  }

  package func cancel(_ run: RunID) async throws {
    if isReadOnly { throw WarehouseError("this console is read-only: nothing is stopped") }
    let cancel = actions.cancel
    try await onThread { try cancel(run) }
  }

  // MARK: How it reads

  /// Asks the warehouse. A question that is given up stops reading at once, inside SQLite too.
  ///
  /// - Parameter run: The run whose sources are meant, where files are looked into: `--sources` may have named others.
  func browsing<Answer: Sendable>(
    sourcesOf run: RunID? = nil, _ body: @escaping @Sendable (WarehouseBrowser) throws -> Answer
  ) async throws -> Answer {
    let cancellation = CancellationFlag()
    let (loaded, load, directory) = (loaded, load, directory)
    return try await withTaskCancellationHandler {
      try await onThread {
        let request = try run.flatMap { try RunStoreReader(directory).request(of: $0) }
        let project = try request.map { try load($0) } ?? loaded.value { try load(nil) }
        return try body(WarehouseBrowser(project, cancellation: cancellation))
      }
    } onCancel: {
      cancellation.raise()
    }
  }

  /// The project as it was last read.
  func loadedProject() throws -> LoadedProject { try loaded.value { try load(nil) } }

  /// Asks the run store; `nothing` where nothing ever ran.
  func reading<Answer: Sendable>(
    else nothing: Answer, _ body: @escaping @Sendable (RunStoreReader) throws -> Answer
  ) async throws -> Answer {
    let directory = directory
    return try await onThread {
      do {
        return try body(RunStoreReader(directory))
      } catch let error as RunStoreError where error.kind == .missing {
        return nothing
      }
    }
  }

  /// SQLite blocks, and there are only as many threads for tasks as cores.
  func onThread<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await WorkerThread.run { Result { try body() } }.get()
  }
}

/// The project as it was last loaded.
private final class LoadedOnce: Sendable {
  private let project = Mutex<LoadedProject?>(nil)

  func replace(_ project: LoadedProject) -> LoadedProject {
    self.project.withLock { $0 = project }
    return project
  }

  func value(_ load: () throws -> LoadedProject) throws -> LoadedProject {
    if let known = project.withLock({ $0 }) { return known }
    return replace(try load())
  }
}
