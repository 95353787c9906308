/// A lock with a condition to wait for: what threads that hand something to each other meet at.
package final class Monitor: Sendable {
  private let mutex = SystemMutex()
  private let condition = Condition()

  package init() {}

  package func withLock<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try mutex.withLock(body)
  }

  /// Waits, within ``withLock(_:)``, until somebody calls ``broadcast()``; now and then it comes back without.
  package func wait() { condition.wait(mutex) }

  package func broadcast() { condition.broadcast() }
}
