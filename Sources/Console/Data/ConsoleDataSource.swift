package import Engine
package import Project

/// Everything the screens ask of the world. Answers are values; a question may take its time and may be cancelled.
package protocol ConsoleDataSource: RunQuestions, GateQuestions, VersionQuestions, SourceQuestions {
  /// Yields whenever something may have changed: a run's step, a published table, a project file.
  var changes: AsyncStream<Void> { get }

  /// The project's nodes and what is known of them.
  func project() async throws -> ProjectOutline
  /// The current or last run, or a given one, with every node's standing.
  func status(of run: RunID?) async throws -> PipelineStatus

  /// The checks of one node in the run given, or the last that evaluated them.
  func checks(of node: NodeID, run: RunID?) async throws -> [CheckRecord]
  /// What a check measured in past runs, oldest first.
  func trend(of check: CheckRecord, runs: Int) async throws -> [CheckRecord]
  /// The same of several checks, by their names.
  func trends(of checks: [CheckRecord], runs: Int) async throws -> [String: [CheckRecord]]
  /// The rows a check found, those kept, each held against the run before; `nil` when none are kept.
  func failures(of check: CheckRecord) async throws -> FailureComparison?

  /// The tables and views of the warehouse, those of the project first.
  func tables() async throws -> [TableOutline]
  /// A page of a table.
  func page(_ request: TablePageRequest) async throws -> TablePage
  /// How many rows pass a request's filters; may read the whole table.
  func count(_ request: TablePageRequest) async throws -> Int64
  /// The place of the next row with a text in any cell, from a row on and then from the other end; `nil` when none has it.
  func place(of text: String, in request: TablePageRequest, from start: Int, backwards: Bool) async throws -> Int?
  /// The place of a request's row among those that other filters let through; `nil` when it is not there or not known.
  func place(ofRow index: Int, of request: TablePageRequest, under filters: [RowFilter]) async throws -> Int?
  /// What a column holds, at the first look: one scan.
  func summary(of column: String, in request: TablePageRequest) async throws -> ColumnProfile
  /// The summary with its distribution, for which the values are sorted.
  func distribution(_ summary: ColumnProfile, in request: TablePageRequest) async throws -> ColumnProfile
  /// How often each value occurs; reads the whole table.
  func frequency(of column: String, in request: TablePageRequest) async throws -> ColumnFrequency

  /// The statement that makes a node's table, and its common tables.
  func madeBy(_ node: NodeID) async throws -> MadeBy
  /// Writes every row asked for to a new file; tells how many there were.
  func export(_ request: TablePageRequest, columns: [String], as format: ExportFormat, to path: String) async throws
    -> Int64

  /// When a slowly changing table changed.
  func history(of relation: RelationName) async throws -> HistoryStrip
  /// Every version of one key, ascending.
  func versions(of key: [String?], in relation: RelationName) async throws -> [KeyVersion]
  /// The published versions of a table, newest first.
  func publishedVersions(of relation: RelationName) async throws -> [VersionRecord]

  /// How two published versions of a table differ, by key and cell by cell.
  func differences(_ request: VersionDiffRequest) async throws -> VersionDiff

  /// Runs, newest first.
  func runs(limit: Int) async throws -> [RunRecord]
  /// The steps of a run.
  func steps(of run: RunID) async throws -> [StepRecord]
  /// Events after a position, ascending; with a negative position the last `limit` of them.
  func events(after position: Int64, limit: Int) async throws -> [EventRecord]

  /// What a run would do, without doing it.
  func preview(_ command: RunInvocation) async throws -> [ForeseenStep]
  /// Starts a run; returns its number as soon as it has one.
  func start(_ command: RunInvocation) async throws -> RunID?
  /// Asks a run to stop.
  func cancel(_ run: RunID) async throws
}

extension ConsoleDataSource {
  /// Not known, where no tables are.
  package func place(ofRow index: Int, of request: TablePageRequest, under filters: [RowFilter]) async throws -> Int? {
    nil
  }

  /// Asks for one check after the other.
  package func trends(of checks: [CheckRecord], runs: Int) async throws -> [String: [CheckRecord]] {
    var trends: [String: [CheckRecord]] = [:]
    for check in checks { trends[check.name] = try await trend(of: check, runs: runs) }
    return trends
  }
}

/// A run to be started.
package struct RunInvocation: Sendable, Hashable {
  /// `build`, `run`, `test`, `retry` …
  package var verb: String
  /// Selectors as on the command line; empty selects everything.
  package var select: [String]
  package var arguments: [String]

  /// A run of a selection.
  package init(_ verb: String = "build", select: [String] = [], arguments: [String] = []) {
    self.verb = verb
    self.select = select
    self.arguments = arguments
  }

  /// The words after the program's name.
  package var words: [String] {
    [verb] + (select.isEmpty ? [] : ["--select"] + select) + arguments
  }

  /// The shell command that does the same.
  package var shell: String { (["sluice"] + words.map(ShellWord.quoted)).joined(separator: " ") }
}

/// A step as a plan foresees it.
package struct ForeseenStep: Sendable, Hashable {
  package var node: NodeID
  package var action: PlannedStep.Action
  package var reason: String

  /// A foreseen step.
  package init(node: NodeID, action: PlannedStep.Action, reason: String) {
    self.node = node
    self.action = action
    self.reason = reason
  }
}
