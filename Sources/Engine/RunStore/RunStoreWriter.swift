import Glibc
import Threads

/// Writes a target's run store from a thread of its own, many facts to a transaction.
///
/// ``append(_:)`` costs a lock and an array's append, so that a run is not slowed by what it tells; a batch is committed
/// after ``batchSeconds`` at the latest. ``commit(_:)`` comes back when everything said so far is in the file: what a step
/// does next happens only after that. Facts are applied in the order they were given.
package final class RunStoreWriter: Sendable {
  /// How long a fact may wait for company before it is committed.
  package static let batchSeconds = 0.025
  /// Facts that may wait; beyond it `append` waits too, so that memory stays flat whatever the disk does.
  static let highWater = 65_536

  private struct Queue {
    var pending: [StoreWrite] = []
    /// How many facts were ever given, and how many of them are in the file.
    var given: UInt64 = 0
    var durable: UInt64 = 0
    var firstPendingAt: UInt64 = 0
    var isUrgent = false
    var isClosing = false
    var isClosed = false
    var failure: RunStoreError?
    /// What opening said: nil until the thread has tried.
    var opened: Result<String?, RunStoreError>?
  }

  package let directory: StateDirectory
  /// Where a damaged store was moved when this one was opened.
  package let movedAside: String?
  private let queue: ConditionLock<Queue>
  /// What the writer of a run holds by its right to write.
  private let lock: LockFile.Identity?

  /// Opens the store, making it if there is none. A damaged file is moved aside, not overwritten; see `movedAside`.
  ///
  /// - Parameter lock: The lock file that is held meanwhile: when it is no longer the one in its place, nothing more is
  ///   written.
  package init(_ directory: StateDirectory, heldBy lock: LockFile? = nil) throws(RunStoreError) {
    try directory.create()
    self.directory = directory
    let lock = lock?.identity
    self.lock = lock
    let queue = ConditionLock(Queue())
    self.queue = queue
    guard OperatingThread.start({ Self.serve(queue, directory, lock) }) else {
      queue.withLock { $0.isClosed = true }
      throw RunStoreError(
        .other, path: directory.stateFile, "the system gives no thread", advice: "Raise the limit on processes.")
    }
    movedAside = try queue.waitDone { $0.opened }.get()
  }

  /// Says something that is written soon. Cheap, from any thread.
  package func append(_ write: StoreWrite) {
    let (wakes, isFull) = queue.withLock { state in
      (Self.add(write, to: &state), state.pending.count > Self.highWater)
    }
    if wakes { queue.signalWork() }
    if isFull { _ = queue.waitDone { $0.pending.count <= Self.highWater || $0.failure != nil ? true : nil } }
  }

  /// Says something and waits until it, and everything said before it, is in the file.
  package func commit(_ writes: StoreWrite...) throws(RunStoreError) {
    try wait(for: hasten(writes))
  }

  /// Says something that is written at once, and does not wait for it.
  ///
  /// - Returns: What to wait for with ``wait(for:)``.
  func hasten(_ writes: [StoreWrite]) -> UInt64 {
    let ticket = queue.withLock { state in
      for write in writes { _ = Self.add(write, to: &state) }
      state.isUrgent = true
      return state.given
    }
    // Not under the lock, which is the first thing that who wakes up needs.
    queue.signalWork()
    return ticket
  }

  /// Waits until what was hastened, and everything said before it, is in the file.
  func wait(for ticket: UInt64) throws(RunStoreError) {
    let failure: RunStoreError?? = queue.waitDone { state in
      if let failure = state.failure { return .some(failure) }
      return state.durable >= ticket ? .some(nil) : nil
    }
    if let failure, let error = failure { throw error }
  }

  /// Waits as ``wait(for:)`` does, and makes sure that the lock of who writes is still the one that others see: a file that
  /// was deleted keeps nobody away. To be called before what was done becomes visible.
  func settle(_ ticket: UInt64) throws(RunStoreError) {
    try wait(for: ticket)
    if let loss = Self.loss(of: lock, directory) { throw loss }
  }

  private static func loss(of lock: LockFile.Identity?, _ directory: StateDirectory) -> RunStoreError? {
    guard let lock, !lock.isInPlace else { return nil }
    return RunStoreError(
      .lost, path: directory.path,
      "the folder, or the lock in it, was deleted or replaced while the run was at work; nothing more is published",
      advice: "What was published before stands. Once this run has ended, start it again: sluice build")
  }

  /// Waits until everything said so far is in the file.
  package func flush() throws(RunStoreError) { try settle(hasten([])) }

  /// Why nothing more can be written, if so: the disk is full, the file damaged.
  package var failure: RunStoreError? { queue.withLock { $0.failure } }

  /// Writes what is left and ends the thread. Nothing may be said afterwards.
  package func close() {
    queue.withLock {
      $0.isClosing = true
      queue.signalWork()
    }
    _ = queue.waitDone { $0.isClosed ? true : nil }
  }

  deinit { close() }

  private static func add(_ write: StoreWrite, to state: inout Queue) -> Bool {
    guard !state.isClosing, state.failure == nil else { return false }
    let wasEmpty = state.pending.isEmpty
    if wasEmpty { state.firstPendingAt = monotonicNanoseconds() }
    state.pending.append(write)
    state.given += 1
    return wasEmpty
  }

  // MARK: The thread

  private static func serve(_ queue: ConditionLock<Queue>, _ directory: StateDirectory, _ lock: LockFile.Identity?) {
    let applier: StoreApplier
    do {
      let opened = try StoreApplier.open(directory)
      applier = opened.applier
      queue.withLock { $0.opened = .success(opened.movedAside) }
    } catch {
      queue.withLock {
        $0.opened = .failure(error)
        $0.isClosed = true
      }
      queue.signalDone()
      return
    }
    queue.signalDone()
    while let batch = nextBatch(queue) {
      let failure = Self.loss(of: lock, directory) ?? applier.apply(batch)
      queue.withLock { state in
        state.durable += UInt64(batch.count)
        if let failure { state.failure = failure }
      }
      queue.signalDone()
    }
    applier.close()
    queue.withLock { $0.isClosed = true }
    queue.signalDone()
  }

  /// Waits for work that is due; nil when there is none left and the writer is closing.
  private static func nextBatch(_ queue: ConditionLock<Queue>) -> [StoreWrite]? {
    let delay = UInt64(batchSeconds * 1_000_000_000)
    return queue.waitWork { state, deadline -> [StoreWrite]?? in
      if state.pending.isEmpty {
        if state.isUrgent {
          // Nothing to write: what the waiting ones wait for is in the file already.
          state.isUrgent = false
          queue.signalDone()
        }
        return state.isClosing ? .some(nil) : nil
      }
      let due = state.firstPendingAt + delay
      let isDue =
        state.isUrgent || state.isClosing || state.pending.count >= 4_096
        || monotonicNanoseconds() >= due
      guard isDue else {
        deadline = due
        return nil
      }
      state.isUrgent = false
      let batch = state.pending
      state.pending = []
      state.pending.reserveCapacity(min(batch.count, 4_096))
      return .some(batch)
    }
  }
}
