/// What bounds a schedule.
package struct ScheduleOptions: Sendable {
  /// Steps that may run at once.
  package var threads: Int
  /// For a tag, how many steps that wear it may run at once.
  package var pools: [String: Int]
  package var failFast: Bool
  package var retry: RetryPolicy
  /// Seconds a step may take, unless its config says otherwise (`timeout`); nil: as long as it needs.
  package var timeoutSeconds: Double?
  /// Where the jitter of retries starts from.
  package var seed: UInt64

  package init(
    threads: Int = 4, pools: [String: Int] = [:], failFast: Bool = false, retry: RetryPolicy = RetryPolicy(),
    timeoutSeconds: Double? = nil, seed: UInt64 = 0
  ) {
    self.threads = max(1, threads)
    self.pools = pools
    self.failFast = failFast
    self.retry = retry
    self.timeoutSeconds = timeoutSeconds
    self.seed = seed
  }
}

/// What a schedule wants done. In the order given.
package enum ScheduleAction: Sendable, Equatable {
  /// Carry the step at this position of the plan.
  case start(Int, attempt: Int)
  /// Stop it; its outcome still comes.
  case interrupt(Int, InterruptCause)
  /// It entered a state without running: it waits, is retried later, was skipped or cancelled.
  case enter(Int, StepState, reason: String?)
}

/// Why a running step is to stop.
package enum InterruptCause: Sendable, Equatable {
  case cancelled(String)
  case timedOut(seconds: Double)
}
