import Glibc
import Synchronization

/// Runs the same work on several threads of their own and waits for all: long, blocking work must not sit on the threads
/// that Swift's tasks share.
///
/// - Parameter body: called once a worker with its number, 0 ..< count.
/// - Throws: the error of the lowest-numbered worker that failed, after all have ended.
public func runOnThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
  if count <= 1 {
    try body(0)
    return
  }
  let failures = WorkerFailures()
  var threads: [pthread_t] = []
  for worker in 1..<count {
    let start = ThreadStart {
      do { try body(worker) } catch { failures.record(error, of: worker) }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(start).toOpaque()
    let code = pthread_create(&thread, nil, runThread, context)
    if code == 0 {
      threads.append(thread)
    } else {
      // No thread to be had: the work is done here, later but all the same.
      Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body()
    }
  }
  do { try body(0) } catch { failures.record(error, of: 0) }
  for thread in threads { pthread_join(thread, nil) }
  if let error = failures.first { throw error }
}

private final class ThreadStart: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body() }
  return nil
}

private final class WorkerFailures: Sendable {
  private let failures = Mutex<[Int: any Error]>([:])

  func record(_ error: any Error, of worker: Int) { failures.withLock { $0[worker] = error } }

  var first: (any Error)? { failures.withLock { all in all.min { $0.key < $1.key }?.value } }
}
