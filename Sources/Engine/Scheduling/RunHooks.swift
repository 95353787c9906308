/// What is called before the first and after the last step of a run: the project's `on-run-start` and `on-run-end`.
package struct RunHooks: Sendable {
  /// - Throws: What went wrong; no step is started then.
  package var start: (@Sendable () async throws -> Void)?
  /// Called however the run ended, unless it was cancelled; with how its steps did.
  package var end: (@Sendable ([StepRecord]) async throws -> Void)?
  /// Called when everything but the run's own end is in the store: who waits for the end finds what this wrote.
  package var beforeEnd: (@Sendable (RunState, Instant) -> Void)?

  package init(
    start: (@Sendable () async throws -> Void)? = nil, end: (@Sendable ([StepRecord]) async throws -> Void)? = nil,
    beforeEnd: (@Sendable (RunState, Instant) -> Void)? = nil
  ) {
    self.start = start
    self.end = end
    self.beforeEnd = beforeEnd
  }
}
