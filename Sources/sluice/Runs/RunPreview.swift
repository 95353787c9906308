import Engine
import Project

/// Foresees what a request would do. Nothing is run and nothing written.
enum RunPreview {
  static func plan(_ request: RunRequest, state: StateDirectory) async throws -> Plan {
    let preparation = ProjectPreparation(environment: ProcessEnvironment.all)
    let context = request.compilationContext(at: .now)
    let prepared = try preparation.prepare(request, context: context)
    var reader: RunStoreReader?
    do throws(RunStoreError) {
      reader = try RunStoreReader(state)
    } catch {
      if error.kind != .missing { throw error }
    }
    let waivers = try reader?.waivers() ?? []
    let plan = try Plan.of(request, prepared, reader)
    let options = request.stepOptions(context, prepared.selection, waivers: waivers)
    return await plan.assessed(by: prepared.warehouse, options: options)
  }
}
