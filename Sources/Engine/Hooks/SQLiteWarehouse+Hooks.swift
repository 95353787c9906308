import Glibc
package import Project
import SQLiteKit
import Threads

extension SQLiteWarehouse {
  package func run(
    _ hooks: [ProjectHook], kind: String, results: [FinishedNode], context: CompilationContext,
    reporting reporter: any StepReporter
  ) async throws {
    let result: Result<Void, StepFailure> = await WorkerThread.run { [self] in
      do {
        try runHere(hooks, kind, results, context, reporter)
        return .success(())
      } catch {
        return .failure(StepFailure(any: error))
      }
    }
    try result.get()
  }

  private func runHere(
    _ hooks: [ProjectHook], _ kind: String, _ results: [FinishedNode], _ context: CompilationContext,
    _ reporter: any StepReporter
  ) throws {
    let session = try StepConnection(
      project: project, database: project.target.database, scratchName: "\(getpid())-\(kind)")
    defer { session.close() }
    session.scope.currentTimestamp = Instant.now.timestampText
    let interrupt = session.connection.interruptHandle
    reporter.onCancel { interrupt.interrupt() }
    let runner = HookSession(
      project: project, session: session, translator: translator, compilation: context,
      log: { reporter.log($0, $1) }, isCancelled: { reporter.isCancelled })
    for hook in hooks { try runner.run(hook, kind, results: results) }
  }
}
