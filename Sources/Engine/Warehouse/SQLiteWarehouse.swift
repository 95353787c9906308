import Glibc
package import Project
import SQLiteKit
import Synchronization
import Threads

/// The embedded engine: carries steps through their gates on SQLite files, each on a thread and with a connection
/// of its own; the connections are kept for the next steps.
package final class SQLiteWarehouse: Warehouse {
  let project: LoadedProject
  let translator: any QueryTranslator
  /// Where the SQL of nodes and the results of hooks go, when artifacts are written.
  let trace: RunTrace?
  private let connections: ConnectionPool
  /// For who only wants to know what would happen: of a target he may not write to, or one that is not there yet.
  private let lookingConnections: ConnectionPool

  package init(
    project: LoadedProject, translator: any QueryTranslator = SQLKitTranslator(), trace: RunTrace? = nil
  ) {
    self.project = project
    self.trace = trace
    self.translator = translator
    connections = ConnectionPool(project)
    lookingConnections = ConnectionPool(project, isForLooking: true)
  }

  package func close() { for pool in [connections, lookingConnections] { pool.close() } }

  package func carry(_ step: StepRequest, reporting reporter: any StepReporter) async -> StepOutcome {
    await WorkerThread.run { [self] in
      do {
        return try withContext(step, reporter, connections) { context in
          Self.reused(context) ?? StepCarrier(context: context).carry()
        }
      } catch {
        let failure = StepFailure(any: error)
        return StepOutcome(
          state: failure.state, reason: failure.reason, location: failure.location, sql: failure.sql,
          isTransient: failure.isTransient)
      }
    }
  }

  /// The published version stands when nothing it depends on changed. What cannot be assessed is built: whatever is wrong
  /// is told by the step itself. What was compiled for the look is not compiled again.
  private static func reused(_ context: StepContext) -> StepOutcome? {
    let options = context.request.options
    guard options.runsProcess, !options.force else { return nil }
    // In one reading transaction: each query by itself would lock and unlock the file.
    let assessment = try? context.connection.transaction(.deferred) { try ReuseAssessor(context: context).assess() }
    guard let assessment, assessment.canReuse else {
      context.whyBuilt = assessment?.reason
      return nil
    }
    return StepOutcome(state: .reused, reason: assessment.reason, version: assessment.current)
  }

  package func assess(_ step: StepRequest) async throws -> ReuseAssessment {
    let result: Result<ReuseAssessment, StepFailure> = await WorkerThread.run { [self] in
      do {
        return .success(
          try withContext(step, SilentReporter(), lookingConnections) { try ReuseAssessor(context: $0).foresee() })
      } catch {
        return .failure(StepFailure(any: error))
      }
    }
    return try result.get()
  }

  private func withContext<Outcome>(
    _ step: StepRequest, _ reporter: any StepReporter, _ pool: ConnectionPool,
    _ body: (StepContext) throws -> Outcome
  ) throws -> Outcome {
    // A test writes what it found to the catalog of what it tests.
    let tested = step.node.test?.attachedNode.flatMap { project.graph[$0] }
    let made = tested.flatMap { $0.resourceType == .source ? nil : $0.relation }
    let database = (step.node.relation ?? made)?.database ?? project.target.database
    return try pool.withConnection(to: database, isCancelled: { reporter.isCancelled }) { session in
      let interrupt = StepInterrupt(session.connection.interruptHandle)
      reporter.onCancel { interrupt.interrupt() }
      // What stops this step must not reach the one that has the connection next.
      defer { interrupt.revoke() }
      let context = StepContext(
        project: project, request: step, reporter: reporter, session: session, translator: translator,
        trace: trace)
      try context.begin()
      let outcome = try body(context)
      // Hooks may set anything, and files read in place stay tables of the connection.
      let hasHooks = !step.node.hooks(.before).isEmpty || !step.node.hooks(.after).isEmpty
      return (outcome, isClean: context.files.opened.isEmpty && !hasHooks)
    }
  }
}

/// Interrupts the statements of a connection for as long as a step has it.
private final class StepInterrupt: Sendable {
  private let handle: Mutex<InterruptHandle?>

  init(_ handle: InterruptHandle) { self.handle = Mutex(handle) }

  func interrupt() { handle.withLock { $0?.interrupt() } }

  func revoke() { handle.withLock { $0 = nil } }
}

/// Listens to nothing.
struct SilentReporter: StepReporter {
  func entered(_ state: StepState, reason: String?) {}
  func progress(_ progress: StepProgress) {}
  func gate(_ gate: GateKind, state: GateState) {}
  func check(_ check: CheckRecord, rows: FailingRows?) {}
  func log(_ level: EventRecord.Level, _ message: String) {}
  var isCancelled: Bool { false }
  func onCancel(_ action: @escaping @Sendable () -> Void) {}
}
