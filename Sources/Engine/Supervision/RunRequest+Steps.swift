package import Project

/// What a request says to each of its steps: the same to a run and to who foresees one.
extension RunRequest {
  /// What templates see of the run.
  package func compilationContext(at started: Instant, invocationID: String = "") -> CompilationContext {
    var context = CompilationContext(
      fullRefresh: fullRefresh, invocationID: invocationID, runStartedAt: started.seconds, asOf: asOf, empty: empty)
    (context.eventTimeStart, context.eventTimeEnd) = (eventTimeStart, eventTimeEnd)
    return context
  }

  /// How the steps of a selection are carried.
  package func stepOptions(
    _ context: CompilationContext, _ selection: Set<NodeID>, waivers: [Waiver]
  ) -> StepOptions {
    var context = context
    context.selected = selection.map(\.rawValue).sorted()
    var options = StepOptions(
      context: context, force: force || restores != nil, failFast: failFast, storeFailures: storeFailures,
      restores: restores)
    options.confirmsMassClose = confirmsMassClose
    options.waivers = waivers
    return options
  }
}
