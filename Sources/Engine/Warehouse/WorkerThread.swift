import Glibc

/// Runs blocking work on a thread of its own, off the pool that Swift's tasks share: SQLite calls block, and there are
/// only as many pool threads as cores.
package enum WorkerThread {
  /// Deep enough for the recursion of the SQL parser.
  private static let stackBytes = 16 << 20

  package static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      start { continuation.resume(returning: body()) }
    }
  }

  /// Starts `body` on a new thread and returns at once; runs it here when no thread can be had.
  package static func start(_ body: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if code != 0 { work.takeRetainedValue().body() }
  }

  /// Runs `bodies` at once, one of them on this thread, and returns when all are done.
  package static func concurrently(_ bodies: [@Sendable () -> Void]) {
    guard bodies.count > 1 else {
      bodies.first?()
      return
    }
    let gate = Countdown(bodies.count - 1)
    for body in bodies.dropFirst() {
      start {
        body()
        gate.countDown()
      }
    }
    bodies[0]()
    gate.wait()
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// Lets one thread wait until others have said so often enough that they are done.
final class Countdown: @unchecked Sendable {
  // Unchecked: the count is only touched with the mutex held; the C objects live in memory that does not move.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var count: Int

  init(_ count: Int) {
    self.count = count
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func countDown() {
    pthread_mutex_lock(mutex)
    count -= 1
    if count <= 0 { pthread_cond_broadcast(condition) }
    pthread_mutex_unlock(mutex)
  }

  func wait() {
    pthread_mutex_lock(mutex)
    while count > 0 { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
