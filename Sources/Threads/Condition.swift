import Glibc

/// A mutex of the system, in memory that does not move.
///
/// Unchecked: the C object is made for several threads.
final class SystemMutex: @unchecked Sendable {
  let pointer = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init() {
    pointer.initialize(to: pthread_mutex_t())
    pthread_mutex_init(pointer, nil)
  }

  deinit {
    pthread_mutex_destroy(pointer)
    pointer.deallocate()
  }

  func withLock<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    pthread_mutex_lock(pointer)
    defer { pthread_mutex_unlock(pointer) }
    return try body()
  }
}

/// Something to wait for with a mutex held. Whoever waits asks again what it waits for each time the wait comes back.
///
/// No wait lasts longer than ``longestWait``: before version 2.41 glibc can lose a wake-up among several waiters (its bug
/// 25847), and a run must not stand still for it.
///
/// Unchecked: the C object is made for several threads.
final class Condition: @unchecked Sendable {
  /// Nanoseconds after which a wait comes back by itself.
  static let longestWait: UInt64 = 500_000_000

  private let pointer = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pointer.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Waits must not stretch or collapse when the wall clock is set.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(pointer, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(pointer)
    pointer.deallocate()
  }

  /// Waits, within the mutex's lock, for a signal or until `deadline` on the monotonic clock.
  func wait(_ mutex: SystemMutex, until deadline: UInt64? = nil) {
    let end = min(deadline ?? .max, monotonicNanoseconds() + Self.longestWait)
    var time = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
    pthread_cond_timedwait(pointer, mutex.pointer, &time)
  }

  func signal() { pthread_cond_signal(pointer) }
  func broadcast() { pthread_cond_broadcast(pointer) }
}

/// The monotonic clock in nanoseconds: nobody can set it.
package func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
