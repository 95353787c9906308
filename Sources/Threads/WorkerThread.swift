/// Runs blocking work on a thread of its own, off the pool that Swift's tasks share: SQLite calls block, and there are
/// only as many pool threads as cores.
package enum WorkerThread {
  /// Deep enough for the recursion of the SQL parser.
  package static let stackBytes = 16 << 20

  /// A task that has threads of its own, as those who prefer an executor do, does the work where it is.
  package static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    if withUnsafeCurrentTask(body: { $0?.unownedTaskExecutor != nil }) { return body() }
    return await withCheckedContinuation { continuation in
      start { continuation.resume(returning: body()) }
    }
  }

  /// Starts `body` on a new thread and returns at once; runs it here when no thread can be had.
  package static func start(_ body: @escaping @Sendable () -> Void) {
    if !OperatingThread.start(stackBytes: stackBytes, body) { body() }
  }
}
