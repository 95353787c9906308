internal import Engine

/// Work that blocks, away from the threads that all tasks share.
enum BlockingThread {
  /// Runs work on a new thread and waits for it without blocking a task.
  static func run<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      let started = DedicatedThread.start(stackBytes: 4 << 20) { continuation.resume(with: Result(catching: body)) }
      // Without a thread to be had the work is done here: late is better than never.
      if !started { continuation.resume(with: Result(catching: body)) }
    }
  }
}
