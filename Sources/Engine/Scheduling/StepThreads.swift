import Threads

/// The threads on which steps are carried. A step blocks its thread inside SQLite for as long as a statement takes; on
/// the threads of Swift's own pool that would stop everything else.
final class StepThreads: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var head = 0
    var isClosing = false
  }

  private let queue = ConditionLock(Queue())

  /// - Parameter count: How many; fewer when the system gives no more.
  /// - Throws: When it gives none.
  init(count: Int) throws(RunStoreError) {
    var started = 0
    for _ in 0..<count {
      let queue = queue
      // Deep expressions recurse in SQLite's parser and in ours.
      let isStarted = OperatingThread.start(stackBytes: WorkerThread.stackBytes) { [weak self] in
        while let job = Self.next(queue) {
          guard let self else { return }
          job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
      }
      if isStarted { started += 1 }
    }
    if started == 0 {
      throw RunStoreError(.other, path: "", "the system gives no threads", advice: "Raise the limit on processes.")
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.withLock { $0.jobs.append(job) }
    queue.signalWork()
  }

  /// Ends the threads once their queue is empty.
  func close() {
    queue.withLock { state in
      state.isClosing = true
      queue.broadcastWork()
    }
  }

  private static func next(_ queue: ConditionLock<Queue>) -> UnownedJob? {
    queue.waitWork { state, _ -> UnownedJob?? in
      if state.head < state.jobs.count {
        let job = state.jobs[state.head]
        state.head += 1
        if state.head == state.jobs.count {
          state.jobs.removeAll(keepingCapacity: true)
          state.head = 0
        }
        return .some(job)
      }
      return state.isClosing ? .some(nil) : nil
    }
  }
}
