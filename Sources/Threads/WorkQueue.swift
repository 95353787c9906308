/// Does jobs one after the other on a thread of its own, which begins with the first and ends with the queue.
package final class WorkQueue: Sendable {
  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var isStarted = false
    /// A job is being done.
    var isBusy = false
    var isClosing = false
  }

  private let state = ConditionLock(State())

  package init() {}

  /// Puts a job behind those that wait; does it here when the system gives no thread.
  package func add(_ job: @escaping @Sendable () -> Void) {
    let isFirst = state.withLock { state in
      state.jobs.append(job)
      defer { state.isStarted = true }
      return !state.isStarted
    }
    state.signalWork()
    guard isFirst, !OperatingThread.start({ [state] in Self.serve(state) }) else { return }
    state.withLock { $0.isStarted = false }
    settle()
  }

  /// Comes back when every job given so far is done.
  package func settle() {
    let left = state.withLock { state -> [@Sendable () -> Void] in
      if state.isStarted { return [] }
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in left { job() }
    state.waitDone { state in state.jobs.isEmpty && !state.isBusy ? () : nil }
  }

  deinit {
    state.withLock { $0.isClosing = true }
    state.signalWork()
  }

  private static func serve(_ state: ConditionLock<State>) {
    while true {
      let jobs = state.waitWork { state, _ -> [@Sendable () -> Void]? in
        if state.jobs.isEmpty { return state.isClosing ? [] : nil }
        defer { state.jobs = [] }
        state.isBusy = true
        return state.jobs
      }
      if jobs.isEmpty { return }
      for job in jobs { job() }
      state.withLock { $0.isBusy = false }
      state.signalDone()
    }
  }
}
