import Jinja

/// Everything one rendering may look up: dbt's names, the project's macros, the node it renders.
///
/// Made anew for each rendering and never shared between threads; what it changes lands in its `record`.
final class NodeContext {
  let state: ProjectState
  /// The node that is rendered; nil for hooks of the run and for inline text.
  var node: Node?
  /// The package whose macros are in sight without a prefix.
  let package: String
  let phase: Phase
  let record = RenderRecord()
  /// Names that only this rendering has, such as `sql` in a hook or a test's arguments.
  var extras: [String: Value] = [:]
  private var cache: [String: Value] = [:]
  lazy var environment = ProjectRendering.makeEnvironment()
  /// Results of `statement` blocks by name.
  var results: [String: Value] = [:]

  /// When a rendering happens.
  enum Phase {
    /// While the project is read: references are collected, the warehouse is not asked.
    case parsing
    /// When a node runs.
    case executing(Execution)
  }

  /// What a running node may ask.
  struct Execution {
    var project: GraphState
    var context: CompilationContext
    var adapter: any CompilationAdapter
  }

  init(state: ProjectState, node: Node?, package: String, phase: Phase) {
    self.state = state
    self.node = node
    self.package = package
    self.phase = phase
  }

  /// Whether every reference must be among those found while the project was read: a node's own statement.
  var holdsToDependencies = false

  /// - Throws: When the node would read what it was not known to depend on, and so might run before it.
  func checkForeseen(_ id: NodeID, _ words: String) throws {
    guard holdsToDependencies, let node, node.id != id, !node.dependsOn.contains(id) else { return }
    throw Failure(
      .runtime,
      "\(words) was not seen while the project was read, so '\(node.name)' may run before it; add this line: "
        + "-- depends_on: {{ \(words) }}")
  }

  var execution: Execution? {
    if case .executing(let execution) = phase { execution } else { nil }
  }

  /// The value of a name, made when it is first asked for.
  func value(_ name: String) -> Value? {
    if let value = extras[name] ?? cache[name] { return value }
    guard let value = make(name) else { return nil }
    cache[name] = value
    return value
  }

  private func make(_ name: String) -> Value? {
    if let value = execution?.context.unitTest?.macros[name] { return pretended(value, as: name) }
    // A project's own macros stand before everything dbt gives, as in dbt.
    if let macro = state.macros.visible(name, from: package) { return macroValue(macro) }
    if let factory = ContextNames.all[name] { return factory(self) }
    if state.macros.isPackage(name) { return .object(MacroNamespace(package: name, context: self)) }
    if let macro = state.macros.builtIn(name) { return macroValue(macro) }
    return nil
  }

  /// What a unit test puts in a macro's place. Facts that are no macros are put in theirs as they are.
  func pretended(_ value: ConfigValue, as name: String) -> Value {
    if ["invocation_id", "run_started_at", "thread_id", "dbt_version"].contains(name) { return value.jinja }
    return function(name) { _, _ in value.jinja }
  }

  /// A macro as a value; calling it is noted for fingerprints and artifacts.
  func macroValue(_ entry: MacroEntry) -> Value {
    record.macros.insert(entry.id)
    return state.rendering.macro(entry, in: self)
  }

  /// A function of the context under a name.
  func function(_ name: String, _ body: @escaping (NodeContext, CallArguments) throws -> Value) -> Value {
    .object(FunctionObject(name) { [unowned self] arguments in try body(self, arguments) })
  }
}

/// What a rendering did besides writing text.
final class RenderRecord {
  var refs: [RefCall] = []
  var sources: [SourceCall] = []
  /// Keys set by `config()` calls, in order.
  var config: [ConfigEntry] = []
  /// Ids of the macros looked up.
  var macros: Set<String> = []
  /// Ids of the macros the node's own text called, in order: what dbt counts as its dependencies.
  var calledMacros: [String] = []
  /// Vars and environment variables read, with the value they had.
  var inputs: [String: String] = [:]
  /// Whether something was read that differs in every run (`invocation_id`, `run_started_at`).
  var readsRunIdentity = false
  /// Ephemeral models met, in order.
  var ephemerals: [NodeID] = []
  /// Lines that `log` and `print` wrote.
  var lines: [(text: String, info: Bool)] = []
  /// Warnings a template raised.
  var warnings: [String] = []

  func add(_ call: RefCall) {
    if !refs.contains(call) { refs.append(call) }
  }

  func add(_ call: SourceCall) {
    if !sources.contains(call) { sources.append(call) }
  }
}
