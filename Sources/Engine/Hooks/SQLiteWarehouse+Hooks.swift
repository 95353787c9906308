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
    for (index, hook) in hooks.enumerated() {
      let (name, started) = ("\(hook.package).\(kind).\(hook.index)", Instant.now)
      var result = RunTrace.HookResult(
        hook: hook, kind: kind, status: "success", message: "\(name) passed", startedAt: started, finishedAt: started)
      do {
        result.sql = try runner.run(hook, kind, results: results)
        result.finishedAt = .now
        trace?.note(result)
      } catch {
        (result.status, result.finishedAt) = ("error", .now)
        result.message = "\(name) failed, error:\n \(StepFailure(any: error).reason)"
        trace?.note(result)
        for other in hooks[(index + 1)...] {
          trace?.note(
            RunTrace.HookResult(
              hook: other, kind: kind, status: "skipped",
              message: "\(other.package).\(kind).\(other.index) skipped", startedAt: .now, finishedAt: .now))
        }
        throw error
      }
    }
  }
}
