import Testing

@testable import Engine

@Suite("A run is as bad as the worst of its steps")
struct RunOutcomeTests {
  @Test(
    "Each state weighs what it should",
    arguments: [
      ([], RunState.success), ([.success, .reused], .success), ([.success, .warned], .warned),
      ([.warned, .cancelled], .cancelled), ([.cancelled, .heldAtOutput, .skipped], .failed),
      ([.timedOut, .success], .failed), ([.skipped], .failed), ([.failed, .crashed], .crashed),
    ] as [([StepState], RunState)])
  func worst(states: [StepState], outcome: RunState) {
    #expect(RunOutcome.worst(of: states) == outcome)
    #expect(RunOutcome.worst(of: states.reversed()) == outcome)
  }

  @Test("Exit codes: 0 with warnings, 1 for failures, 130 when cancelled")
  func exitCodes() {
    #expect(RunOutcome.exitCode(.success) == 0)
    #expect(RunOutcome.exitCode(.warned) == 0)
    #expect(RunOutcome.exitCode(.failed) == 1)
    #expect(RunOutcome.exitCode(.crashed) == 1)
    #expect(RunOutcome.exitCode(.cancelled) == 130)
  }
}
