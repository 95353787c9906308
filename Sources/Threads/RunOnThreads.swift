import Synchronization

/// Runs the same work on several threads of their own and waits for all.
///
/// - Parameters:
///   - stackBytes: of each thread but the caller's; the system's own measure if nil.
///   - body: called once a worker with its number, 0 ..< count; worker 0 is the caller's thread.
/// - Throws: the error of the lowest-numbered worker that failed, after all have ended.
package func runOnThreads(
  _ count: Int, stackBytes: Int? = nil, _ body: @escaping @Sendable (Int) throws -> Void
) throws {
  if count <= 1 {
    try body(0)
    return
  }
  let failures = WorkerFailures()
  var threads: [RunningThread] = []
  for worker in 1..<count {
    let work: @Sendable () -> Void = {
      do { try body(worker) } catch { failures.record(error, of: worker) }
    }
    if let thread = OperatingThread(stackBytes: stackBytes, work) {
      threads.append(RunningThread(thread))
    } else {
      // No thread to be had: the work is done here, later but all the same.
      work()
    }
  }
  do { try body(0) } catch { failures.record(error, of: 0) }
  for thread in threads { thread.join() }
  if let error = failures.first { throw error }
}

private final class WorkerFailures: Sendable {
  private let failures = Mutex<[Int: any Error]>([:])

  func record(_ error: any Error, of worker: Int) { failures.withLock { $0[worker] = error } }

  var first: (any Error)? { failures.withLock { all in all.min { $0.key < $1.key }?.value } }
}

/// A thread in a list: a list cannot hold what is not copyable.
package final class RunningThread {
  private var thread: OperatingThread?
  package init(_ thread: consuming OperatingThread) { self.thread = consume thread }

  package func join() { thread.take()?.join() }
}
