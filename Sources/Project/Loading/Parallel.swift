import Glibc
import Synchronization

/// Applies a function to all elements on several threads, keeping their order.
///
/// Threads of our own with large stacks: a deeply nested template needs more than a pool's threads have.
func parallelMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int = 2, _ transform: @escaping @Sendable (Element) -> Result
) -> [Result] {
  guard elements.count > 16, threads > 1 else { return elements.map(transform) }
  let next = Atomic<Int>(0)
  let results = Mutex<[(Int, [Result])]>([])
  let chunk = max(4, elements.count / (threads * 8))
  runOnThreads(threads) {
    while true {
      let start = next.wrappingAdd(chunk, ordering: .relaxed).oldValue
      guard start < elements.count else { return }
      let part = elements[start..<min(start + chunk, elements.count)].map(transform)
      results.withLock { $0.append((start, part)) }
    }
  }
  return results.withLock { $0.sorted { $0.0 < $1.0 }.flatMap(\.1) }
}

/// Runs a body on several threads at once and waits for all; one of them is the caller's.
private func runOnThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var threads: [pthread_t] = []
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 8 << 20)
  defer { pthread_attr_destroy(&attributes) }
  for _ in 1..<max(count, 2) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, &attributes,
      { raw in
        guard let raw else { return nil }
        Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if code == 0 { threads.append(thread) } else { work.release() }
  }
  body()
  for thread in threads { pthread_join(thread, nil) }
}
