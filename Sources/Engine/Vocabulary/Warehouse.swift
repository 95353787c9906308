package import Project

/// An engine that can carry one step through its gates: the embedded one, and others later.
///
/// The scheduler decides what runs and when; a warehouse knows how. Nothing outside of it sees a connection.
package protocol Warehouse: Sendable {
  /// Input gate, process, output gate, publish; or nothing at all, when the published version stands. Reports every transition before the next one begins, and returns
  /// only after its work is published, quarantined or dropped. Failure is a value.
  func carry(_ step: StepRequest, reporting reporter: any StepReporter) async -> StepOutcome

  /// The fingerprint this step's published version would have, and the current version to compare with: tells whether
  /// the step can be reused without running it, and if not, why.
  func assess(_ step: StepRequest) async throws -> ReuseAssessment

  /// Runs hooks of the run in order, outside of any step.
  ///
  /// - Parameters:
  ///   - kind: `on-run-start` or `on-run-end`.
  ///   - results: How the nodes ended, for hooks at the end.
  /// - Throws: The first one that fails, with its place; the others are not run.
  func run(
    _ hooks: [ProjectHook], kind: String, results: [FinishedNode], context: CompilationContext,
    reporting reporter: any StepReporter
  ) async throws

  /// Closes its files, once every step is done; steps may still come, and open them anew.
  func close()
}

extension Warehouse {
  /// A warehouse that keeps no file open.
  package func close() {}

  /// A warehouse that has nothing to run statements on.
  package func run(
    _ hooks: [ProjectHook], kind: String, results: [FinishedNode], context: CompilationContext,
    reporting reporter: any StepReporter
  ) async throws {
    guard let first = hooks.first else { return }
    throw StepFailure(.failed, "this engine runs no hooks", at: first.location)
  }
}

/// One node to be carried through its gates.
package struct StepRequest: Sendable {
  package var run: RunID
  package var node: Node
  /// Tests that guard its output, and those declared on its sources, whose input it guards.
  package var outputTests: [Node]
  package var inputTests: [Node]
  package var options: StepOptions

  package init(run: RunID, node: Node, outputTests: [Node], inputTests: [Node], options: StepOptions) {
    self.run = run
    self.node = node
    self.outputTests = outputTests
    self.inputTests = inputTests
    self.options = options
  }
}

/// What the command line said that a step must know.
package struct StepOptions: Sendable {
  package var context: CompilationContext
  /// Build even when nothing changed.
  package var force: Bool
  package var failFast: Bool
  package var storeFailures: Bool
  /// `build` runs models and tests; `run` leaves the tests out; `test` runs nothing but tests on what is published.
  package var runsProcess: Bool
  package var runsTests: Bool
  package var timeoutSeconds: Double?
  /// The version to be published again, instead of what the node's code would make.
  package var restores: Int64?
  /// A history may close most of its keys: whoever started the run knows that it is right.
  package var confirmsMassClose = false
  /// Checks that are let pass, as they stood when the run began; those that have ended among them.
  package var waivers: [Waiver]

  package init(
    context: CompilationContext, force: Bool = false, failFast: Bool = false, storeFailures: Bool = false,
    runsProcess: Bool = true, runsTests: Bool = true, timeoutSeconds: Double? = nil, restores: Int64? = nil,
    waivers: [Waiver] = []
  ) {
    self.restores = restores
    self.context = context
    self.force = force
    self.failFast = failFast
    self.storeFailures = storeFailures
    self.runsProcess = runsProcess
    self.runsTests = runsTests
    self.timeoutSeconds = timeoutSeconds
    self.waivers = waivers
  }
}

/// Where a warehouse tells what happens in a step. Calls are cheap and may come from any thread.
package protocol StepReporter: Sendable {
  func entered(_ state: StepState, reason: String?)
  func progress(_ progress: StepProgress)
  func gate(_ gate: GateKind, state: GateState)
  /// `rows` are kept in the failures store, capped.
  func check(_ check: CheckRecord, rows: FailingRows?)
  func log(_ level: EventRecord.Level, _ message: String)
  /// True once the run is being cancelled; long work asks now and then, and `onCancel` interrupts what cannot ask.
  var isCancelled: Bool { get }
  func onCancel(_ action: @escaping @Sendable () -> Void)
  /// Comes back when all that was reported is kept. To be called before what was done becomes visible to others.
  ///
  /// - Throws: When it cannot be kept, or the run has lost the right to publish.
  func settle() throws
}

extension StepReporter {
  /// Of a reporter that keeps nothing, or at once.
  package func settle() throws {}
}

/// How a step ended.
package struct StepOutcome: Sendable {
  package var state: StepState
  package var reason: String?
  package var location: SourceLocation?
  package var sql: String?
  package var progress: StepProgress
  package var version: VersionRecord?
  /// What it made is what was published before: that version stands.
  package var stands: Bool
  /// The failure may go away by itself (busy, I/O, network): worth a retry.
  package var isTransient: Bool

  package init(
    state: StepState, reason: String? = nil, location: SourceLocation? = nil, sql: String? = nil,
    progress: StepProgress = StepProgress(), version: VersionRecord? = nil, stands: Bool = false,
    isTransient: Bool = false
  ) {
    self.state = state
    self.reason = reason
    self.location = location
    self.sql = sql
    self.progress = progress
    self.version = version
    self.stands = stands
    self.isTransient = isTransient
  }
}

/// Whether a step can be reused, and why or why not in words a person can use.
package struct ReuseAssessment: Sendable {
  package var canReuse: Bool
  package var reason: String
  /// Its input gate would hold it: `reason` says why.
  package var wouldBeHeld: Bool
  package var current: VersionRecord?

  package init(canReuse: Bool, reason: String, wouldBeHeld: Bool = false, current: VersionRecord? = nil) {
    self.canReuse = canReuse
    self.wouldBeHeld = wouldBeHeld
    self.reason = reason
    self.current = current
  }
}
