import Glibc

/// A mutex with two conditions, for one producer-consumer queue: the consumer waits for work, producers for its end.
///
/// `Synchronization.Mutex` has no condition to wait on. Everything in it is reached under the lock only, which is why
/// it may be called Sendable.
final class ConditionLock<State>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  init(_ state: State) {
    self.state = state
    mutex.initialize(to: pthread_mutex_t())
    work.initialize(to: pthread_cond_t())
    done.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Waits must not stretch or collapse when the wall clock is set.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(work, &attributes)
    pthread_cond_init(done, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(work)
    pthread_cond_destroy(done)
    pthread_mutex_destroy(mutex)
    work.deallocate()
    done.deallocate()
    mutex.deallocate()
  }

  /// Reaches the state alone.
  func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Waits until `body` gives a value; it is asked again after every `signalDone`.
  func waitDone<Result>(until body: (inout State) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(done, mutex)
    }
  }

  /// Waits until `body` gives a value, asked again after every `signalWork` and when `deadline` (monotonic nanoseconds,
  /// from `body` itself) passes.
  func waitWork<Result>(until body: (inout State, inout UInt64?) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      var deadline: UInt64?
      if let result = body(&state, &deadline) { return result }
      guard let deadline else {
        pthread_cond_wait(work, mutex)
        continue
      }
      var time = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
      pthread_cond_timedwait(work, mutex, &time)
    }
  }

  func signalWork() { pthread_cond_signal(work) }
  func broadcastWork() { pthread_cond_broadcast(work) }
  func signalDone() { pthread_cond_broadcast(done) }

  /// The monotonic clock in nanoseconds.
  static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
