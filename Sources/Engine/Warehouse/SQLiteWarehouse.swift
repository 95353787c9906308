import Glibc
package import Project
import SQLiteKit
import Synchronization
import Threads

/// The embedded engine: carries steps through their gates on SQLite files, a connection and a thread for each step.
package final class SQLiteWarehouse: Warehouse {
  let project: LoadedProject
  let translator: any QueryTranslator
  private let steps = Atomic<Int>(0)

  package init(project: LoadedProject, translator: any QueryTranslator = SQLKitTranslator()) {
    self.project = project
    self.translator = translator
  }

  package func carry(_ step: StepRequest, reporting reporter: any StepReporter) async -> StepOutcome {
    await WorkerThread.run { [self] in
      do {
        return try withContext(step, reporter) { context in
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
    guard options.runsProcess, !options.force,
      let assessment = try? ReuseAssessor(context: context).assess(), assessment.canReuse
    else { return nil }
    return StepOutcome(state: .reused, reason: assessment.reason, version: assessment.current)
  }

  package func assess(_ step: StepRequest) async throws -> ReuseAssessment {
    let result: Result<ReuseAssessment, StepFailure> = await WorkerThread.run { [self] in
      do {
        return .success(try withContext(step, SilentReporter()) { try ReuseAssessor(context: $0).assess() })
      } catch {
        return .failure(StepFailure(any: error))
      }
    }
    return try result.get()
  }

  private func withContext<Outcome>(
    _ step: StepRequest, _ reporter: any StepReporter, _ body: (StepContext) throws -> Outcome
  ) throws -> Outcome {
    let number = steps.add(1, ordering: .relaxed).newValue
    let session = try StepConnection(
      project: project, database: step.node.relation?.database ?? project.target.database,
      scratchName: "\(getpid())-\(number)")
    defer { session.close() }
    let interrupt = session.connection.interruptHandle
    reporter.onCancel { interrupt.interrupt() }
    let context = StepContext(
      project: project, request: step, reporter: reporter, session: session, translator: translator)
    try context.begin()
    defer { try? session.connection.setProgressHandler(nil) }
    return try body(context)
  }
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
