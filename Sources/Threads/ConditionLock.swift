/// A state under a lock with two conditions, for one producer-consumer queue: the consumer waits for work, producers for
/// its end.
///
/// `Synchronization.Mutex` has no condition to wait on. Everything in it is reached under the lock only, which is why
/// it may be called Sendable.
package final class ConditionLock<State>: @unchecked Sendable {
  private let mutex = SystemMutex()
  private let work = Condition()
  private let done = Condition()
  private var state: State

  package init(_ state: State) { self.state = state }

  /// Reaches the state alone.
  package func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    try mutex.withLock { try body(&state) }
  }

  /// Waits until `body` gives a value; it is asked again after every `signalDone`.
  package func waitDone<Result>(until body: (inout State) -> Result?) -> Result {
    mutex.withLock {
      while true {
        if let result = body(&state) { return result }
        done.wait(mutex)
      }
    }
  }

  /// Waits until `body` gives a value, asked again after every `signalWork` and when `deadline` (monotonic nanoseconds,
  /// from `body` itself) passes.
  package func waitWork<Result>(until body: (inout State, inout UInt64?) -> Result?) -> Result {
    mutex.withLock {
      while true {
        var deadline: UInt64?
        if let result = body(&state, &deadline) { return result }
        work.wait(mutex, until: deadline)
      }
    }
  }

  package func signalWork() { work.signal() }
  package func broadcastWork() { work.broadcast() }
  package func signalDone() { done.broadcast() }
}
