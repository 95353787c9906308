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
    if !OperatingThread.start(stackBytes: stackBytes, body) { body() }
  }
}
