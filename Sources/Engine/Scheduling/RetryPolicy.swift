package import Project

/// How often and after how long a step is tried again when its failure may go away by itself.
///
/// A SQL or data error is permanent and never tried again, whatever the policy says.
package struct RetryPolicy: Sendable, Hashable {
  /// Tries in all, the first included.
  package var attempts: Int
  /// Seconds before the second try; every further wait is twice as long.
  package var delaySeconds: Double
  /// No wait is longer.
  package var longestDelaySeconds: Double

  package init(attempts: Int = 3, delaySeconds: Double = 1, longestDelaySeconds: Double = 60) {
    self.attempts = attempts
    self.delaySeconds = delaySeconds
    self.longestDelaySeconds = longestDelaySeconds
  }

  /// The run's policy as a node changes it: `retries` (further tries) and `retry_delay` (seconds) in its config.
  package func adapted(to config: NodeConfig) -> RetryPolicy {
    var policy = self
    if let retries = config["retries"]?.intValue { policy.attempts = max(0, retries) + 1 }
    if let delay = config["retry_delay"]?.doubleValue { policy.delaySeconds = max(0, delay) }
    return policy
  }

  /// Seconds to wait before try `attempt` (2, 3, …).
  ///
  /// - Parameter chance: 0 … 1; moves the wait by a quarter either way, so that steps that failed together do not come
  ///   back together.
  package func delay(before attempt: Int, chance: Double) -> Double {
    var delay = delaySeconds
    for _ in 0..<max(0, min(attempt - 2, 32)) { delay *= 2 }
    return min(delay, longestDelaySeconds) * (0.75 + 0.5 * chance)
  }
}
