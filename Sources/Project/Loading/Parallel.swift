import Synchronization
import Threads

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
  // The work cannot fail, so neither can this.
  try? runOnThreads(threads, stackBytes: 8 << 20) { _ in
    while true {
      let start = next.wrappingAdd(chunk, ordering: .relaxed).oldValue
      guard start < elements.count else { return }
      let part = elements[start..<min(start + chunk, elements.count)].map(transform)
      results.withLock { $0.append((start, part)) }
    }
  }
  return results.withLock { $0.sorted { $0.0 < $1.0 }.flatMap(\.1) }
}
