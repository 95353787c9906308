/// A project after loading: everything a plan needs, and a compiler for what must wait until a node runs.
public struct LoadedProject: Sendable {
  /// Absolute path of the folder that holds `dbt_project.yml`.
  public var root: String
  public var name: String
  public var target: ProjectTarget
  public var graph: ProjectGraph
  /// Everything found wrong or odd; loading failed when one of them is an error.
  public var messages: [ProjectMessage]
  /// `+on-run-start`, `+on-run-end` before Jinja.
  public var onRunStart: [ProjectHook]
  public var onRunEnd: [ProjectHook]
  /// What `sluice.yml` says, as it stands: jobs, gates, retention, alerts, layers, engines.
  public var settings: ConfigValue
  public var compiler: any NodeCompiler
  /// Nodes whose `enabled` is false.
  public var disabled: [Node] = []
  /// The folder of artifacts, absolute.
  public var targetDirectory: String {
    ProjectFolder.joined(root, state?.options.targetPath ?? state?.root.file.targetPath ?? "target")
  }
  /// What renderings share; nil for a project put together by hand.
  var state: ProjectState?
  /// Tells this reading of the project from others: equal numbers, equal nodes. Nil when the reading was not kept.
  public var reading: UInt64?

  public init(
    root: String, name: String, target: ProjectTarget, graph: ProjectGraph, messages: [ProjectMessage] = [],
    onRunStart: [ProjectHook] = [], onRunEnd: [ProjectHook] = [], settings: ConfigValue = .map([]),
    compiler: any NodeCompiler
  ) {
    self.root = root
    self.name = name
    self.target = target
    self.graph = graph
    self.messages = messages
    self.onRunStart = onRunStart
    self.onRunEnd = onRunEnd
    self.settings = settings
    self.compiler = compiler
  }
}

/// Where a project runs: one output of `profiles.yml`, or the embedded `local` that always exists.
public struct ProjectTarget: Sendable {
  public var profileName: String
  public var name: String
  /// The adapter type in the profile (`sqlite` for the embedded engine, `databricks`, `snowflake` …): fixes the dialect.
  public var type: String
  public var database: String
  public var schema: String
  public var threads: Int
  /// The folder of warehouse files, absolute; by default `warehouse` below the root.
  public var warehouseDirectory: String
  /// The folder of the engine's own files, absolute; by default `.sluice` below the root.
  public var stateDirectory: String
  /// Whether it runs on the engine inside this program, whatever dialect the SQL is written in.
  public var isEmbedded = true
  /// The name of the profile's target that the embedded engine stands in for: what `target.name` says in templates, so
  /// that a project takes the branches its author meant.
  public var standsInFor: String?
  /// The profile's output, rendered; secrets included, so it is never shown whole.
  public var fields: ConfigValue = .map([])

  public init(
    profileName: String, name: String, type: String, database: String, schema: String, threads: Int,
    warehouseDirectory: String, stateDirectory: String
  ) {
    self.profileName = profileName
    self.name = name
    self.type = type
    self.database = database
    self.schema = schema
    self.threads = threads
    self.warehouseDirectory = warehouseDirectory
    self.stateDirectory = stateDirectory
  }
}

/// Turns a node's Jinja into SQL. Called from many threads at once, each with an adapter of its own.
public protocol NodeCompiler: Sendable {
  /// - Throws: every problem found, at least one of them an error.
  func compile(
    _ node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode

  /// Renders a node's hook, at the moment it is to run.
  func compile(
    _ hook: NodeHook, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode

  /// Renders a hook of the run; `results` is how its nodes ended, once they have.
  func compile(
    _ hook: ProjectHook, results: [FinishedNode], context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode

  /// Calls the macro of an incremental strategy of the project's own.
  ///
  /// - Returns: The statements it gives; nil when there is no such macro.
  func compile(
    _ strategy: IncrementalStrategyCall, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode?

  /// Renders free text (`--inline`, run-operation) as if it stood in a model of the root package.
  func compile(
    inline text: String, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode
}

extension NodeCompiler {
  /// Has no strategies but those that are built in.
  public func compile(
    _ strategy: IncrementalStrategyCall, of node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode? { nil }
}

/// Why a node could not be compiled.
public struct CompilationFailure: Error, Sendable, CustomStringConvertible {
  public var messages: [ProjectMessage]

  public var description: String { messages.map(\.description).joined(separator: "\n") }

  public init(_ messages: [ProjectMessage]) { self.messages = messages }
}

/// What a compilation must know of the run it is for.
public struct CompilationContext: Sendable {
  /// Whether `is_incremental()` holds: the relation exists, the node is incremental, no full refresh was asked.
  public var isIncremental: Bool
  public var fullRefresh: Bool
  /// dbt's `invocation_id`, a UUID.
  public var invocationID: String
  /// dbt's `run_started_at`: seconds since 1970 in UTC.
  public var runStartedAt: Double
  /// `--as-of DATE` (`YYYY-MM-DD`), for projects that read `var('as_of_date')`; nil: today.
  public var asOf: String?
  /// Reads of other nodes are limited to no rows (`--empty`).
  public var empty: Bool
  /// `--event-time-start` and `--event-time-end`, as given.
  public var eventTimeStart: String?
  public var eventTimeEnd: String?
  /// The batch a microbatch model is compiled for; nodes with an `event_time` are read for its span alone.
  public var batch: BatchWindow?
  /// What a unit test pretends, while its model is compiled for it.
  public var unitTest: UnitTestOverrides?
  /// Ids of the nodes the run is for: dbt's `selected_resources`.
  public var selected: [String] = []

  public init(
    isIncremental: Bool = false, fullRefresh: Bool = false, invocationID: String = "", runStartedAt: Double = 0,
    asOf: String? = nil, empty: Bool = false
  ) {
    self.isIncremental = isIncremental
    self.fullRefresh = fullRefresh
    self.invocationID = invocationID
    self.runStartedAt = runStartedAt
    self.asOf = asOf
    self.empty = empty
  }
}
