import Glibc
import Project
import SQLiteKit
import Synchronization
import Threads

/// The connections steps run on, kept open from one step to the next: opening one registers hundreds of functions and reads
/// the catalog's whole schema.
///
/// The schema is read again by every connection but the one that changed it: 3 ms with 1 000 tables (Debian's SQLite
/// 3.40.1), more than a small step takes; and as each step changes it, the others read it again with every statement. So
/// while steps change the schema and are short beside that, they go one after the other over the one connection that knows
/// it; others go side by side over several. Measured with 500 trivial models and 2 000 tables: 4 steps side by side took
/// twice the processor time of one at a time.
final class ConnectionPool: Sendable {
  /// Connections have one owner at a time: the pool while they lie here, else the step that took them.
  private struct Resting: @unchecked Sendable {
    var session: StepConnection
    /// SQLite's number of the schema it knows.
    var schema: Int64 { session.knownSchema }
  }

  private struct Catalog {
    var resting: [Resting] = []
    var inUse = 0
    /// The number of the newest schema any of them left behind.
    var schema: Int64 = -1
    /// Whether the step that ended last changed the schema: those that run now will too.
    var isChanging = false
    /// Nanoseconds that reading the schema took lately.
    var reading: UInt64 = 0
    /// Nanoseconds that the shortest steps took lately: what others take may be the reading of the schema.
    var stepTime: UInt64 = 1_000_000_000
    var lastReturn: UInt64 = 0

    /// Until when it is worth to wait for those that have a connection: as long as steps are short, change the schema, and
    /// end one after the other.
    func deadline(_ start: UInt64) -> UInt64 {
      guard isChanging else { return start }
      let patience = min(ConnectionPool.longestPatience, ConnectionPool.statements * reading)
      return stepTime < patience ? max(start, lastReturn) + patience : start
    }
  }

  private struct State {
    var catalogs: [String: Catalog] = [:]
  }

  private let isForLooking: Bool
  private let target: ProjectTarget
  private let directory: RelationDirectory
  private let state = ConditionLock(State())
  /// Connections made by this process: each has a scratch file of its own, whichever pool it belongs to.
  private static let made = Atomic<Int>(0)

  /// How often a step that is side by side with others reads the schema, about.
  private static let statements: UInt64 = 8
  private static let longestPatience: UInt64 = 400_000_000
  /// How often who waits looks whether it is cancelled.
  private static let cancelLatency: UInt64 = 40_000_000

  /// - Parameter isForLooking: Nobody writes over its connections: see ``StepConnection``.
  init(_ project: LoadedProject, isForLooking: Bool = false) {
    self.isForLooking = isForLooking
    target = project.target
    directory = RelationDirectory(project)
  }

  deinit { close() }

  /// Closes the connections no step has.
  func close() {
    state.withLock { state in
      for database in state.catalogs.keys {
        for resting in state.catalogs[database]?.resting ?? [] { resting.session.close() }
        state.catalogs[database]?.resting = []
      }
    }
    StepConnection.settleCheckpoints(below: target.warehouseDirectory)
  }

  /// Lends a connection that publishes to a catalog.
  ///
  /// - Parameter isCancelled: Asked while it waits for one: then it throws the step's end.
  /// - Parameter body: Says with its result whether the connection is as it was and may serve another step. One whose step
  ///   threw is not kept.
  func withConnection<Outcome>(
    to database: String, isCancelled: () -> Bool,
    _ body: (StepConnection) throws -> (Outcome, isClean: Bool)
  ) throws -> Outcome {
    let session: StepConnection
    do {
      session = try take(database, isCancelled)
    } catch is CancellationError {
      throw StepFailure(.cancelled, "cancelled")
    } catch {
      giveBack(nil, database)
      throw error
    }
    let begun = monotonicNanoseconds()
    do {
      let (outcome, isClean) = try body(session)
      let isKept = isClean && session.tidy()
      if !isKept { session.close() }
      giveBack(isKept ? session : nil, database, after: monotonicNanoseconds() - begun)
      return outcome
    } catch {
      session.close()
      giveBack(nil, database)
      throw error
    }
  }

  private func take(_ database: String, _ isCancelled: () -> Bool) throws -> StepConnection {
    while let (session, isFresh) = try next(database, isCancelled) {
      if session.session.isOfTheSameFile {
        try session.session.begin()
        if !isFresh { try measureReading(of: session.session, database) }
        return session.session
      }
      session.session.close()
      state.withLock { $0.catalogs[database]?.inUse -= 1 }
    }
    let number = Self.made.add(1, ordering: .relaxed).newValue
    let session = try StepConnection(
      target: target, directory: directory, database: database, scratchName: "\(getpid())-\(number)",
      isForLooking: isForLooking)
    try session.readSchema()
    return session
  }

  /// Reads the schema, and notes how long it took.
  private func measureReading(of session: StepConnection, _ database: String) throws {
    let start = monotonicNanoseconds()
    try session.readSchema()
    let time = monotonicNanoseconds() - start
    state.withLock { $0.catalogs[database]?.reading = time }
  }

  /// The connection to use next; nil when a new one must be made. Either counts as in use from now on.
  ///
  /// - Throws: `CancellationError`, with nothing counted.
  private func next(_ database: String, _ isCancelled: () -> Bool) throws -> (Resting, isFresh: Bool)? {
    let start = monotonicNanoseconds()
    let turn = state.waitWork { state, deadline -> Turn? in
      if isCancelled() { return .cancelled }
      var catalog = state.catalogs[database] ?? Catalog()
      let due = catalog.deadline(start)
      if catalog.inUse > 0, monotonicNanoseconds() < due {
        deadline = min(due, monotonicNanoseconds() + Self.cancelLatency)
        return nil
      }
      let fresh = catalog.resting.lastIndex { $0.schema == catalog.schema }
      let found = fresh.map { catalog.resting.remove(at: $0) } ?? catalog.resting.popLast()
      catalog.inUse += 1
      state.catalogs[database] = catalog
      return found.map { .taken(($0, fresh != nil)) } ?? .make
    }
    switch turn {
    case .taken(let found): return found
    case .make: return nil
    case .cancelled: throw CancellationError()
    }
  }

  private enum Turn {
    case taken((Resting, isFresh: Bool))
    case make
    case cancelled
  }

  private func giveBack(_ session: StepConnection?, _ database: String, after stepTime: UInt64? = nil) {
    let resting = session.map { Resting(session: $0) }
    let isOnlyCatalog = state.withLock { state in
      var catalog = state.catalogs[database] ?? Catalog()
      catalog.inUse -= 1
      catalog.lastReturn = monotonicNanoseconds()
      if let stepTime { catalog.stepTime = min(stepTime, catalog.stepTime + catalog.stepTime / 16) }
      if let resting {
        catalog.resting.append(resting)
        catalog.isChanging = resting.schema > catalog.schema
        catalog.schema = max(catalog.schema, resting.schema)
      }
      state.catalogs[database] = catalog
      return state.catalogs.count == 1
    }
    // One connection is enough for one step; who waits for another catalog must not be woken in its place.
    if isOnlyCatalog { state.signalWork() } else { state.broadcastWork() }
  }
}
