import Glibc

/// A thread of the operating system, for work that blocks: Swift's own pool has no more threads than there are cores.
/// It must be joined.
package struct OperatingThread: ~Copyable {
  private let handle: pthread_t

  /// Starts a thread; nil when the system has none to give.
  package init?(stackBytes: Int? = nil, _ body: @escaping @Sendable () -> Void) {
    guard let handle = Self.spawn(stackBytes, isDetached: false, body) else { return nil }
    self.handle = handle
  }

  /// Waits until it has ended.
  package consuming func join() { pthread_join(handle, nil) }

  /// Runs `body` on a new thread that nobody waits for.
  ///
  /// - Returns: False when the system gives no thread (a limit on processes); then `body` is not run.
  package static func start(stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) -> Bool {
    spawn(stackBytes, isDetached: true, body) != nil
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func spawn(
    _ stackBytes: Int?, isDetached: Bool, _ body: @escaping @Sendable () -> Void
  ) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackBytes { pthread_attr_setstacksize(&attributes, stackBytes) }
    if isDetached { pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) }
    // Held until the thread has taken it.
    let work = Unmanaged.passRetained(Work(body))
    var handle = pthread_t()
    let code = pthread_create(
      &handle, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if code != 0 {
      work.release()
      return nil
    }
    return handle
  }
}
