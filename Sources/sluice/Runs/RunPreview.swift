import Engine
import Project

/// Foresees what a request would do. Nothing is run and nothing written.
enum RunPreview {
  static func plan(_ request: RunRequest, state: StateDirectory) async throws -> Plan {
    let preparation = ProjectPreparation(environment: ProcessEnvironment.all)
    let context = CompilationContext(
      fullRefresh: request.fullRefresh, runStartedAt: Instant.now.seconds, asOf: request.asOf, empty: request.empty)
    let prepared = try preparation.prepare(request, context: context)
    var past: [NodeID: [PastStep]] = [:]
    var waivers: [Waiver] = []
    do throws(RunStoreError) {
      let reader = try RunStoreReader(state)
      past = try reader.pastSteps()
      waivers = try reader.waivers()
    } catch {
      if error.kind != .missing { throw error }
    }
    let graph = prepared.project.graph
    let plan = Planner.plan(
      graph, command: request.command, selection: prepared.selection, past: past, reading: ReadingEstimate(graph))
    let options = StepOptions(context: context, force: request.force, waivers: waivers)
    return await plan.assessed(by: prepared.warehouse, options: options)
  }
}
