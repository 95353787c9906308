import Glibc
import Project
import SQLiteKit
import Threads

/// The connections steps run on, kept open from one step to the next: opening one registers hundreds of functions and reads
/// the catalog's whole schema.
///
/// The schema is read again by every connection but the one that changed it: 3 ms with 1 000 tables (Debian's SQLite
/// 3.40.1), more than a small step takes. So a step waits a while for the connection that knows the newest schema: small steps go one after the other over one connection, larger ones side by side over several.
final class ConnectionPool: Sendable {
  /// Connections have one owner at a time: the pool while they lie here, else the step that took them.
  private struct Resting: @unchecked Sendable {
    var session: StepConnection
    /// SQLite's number of the schema it knows.
    var schema: Int64
  }

  private struct Catalog {
    var resting: [Resting] = []
    var inUse = 0
    /// The number of the newest schema any of them left behind.
    var schema: Int64 = -1
    /// Nanoseconds that reading the schema takes, about.
    var patience: UInt64 = 0
  }

  private struct State {
    var catalogs: [String: Catalog] = [:]
    var made = 0
  }

  private let target: ProjectTarget
  private let directory: RelationDirectory
  private let state = ConditionLock(State())

  /// Nanoseconds a step waits a byte of schema, and the longest it does. Reading takes a quarter of it; but who reads it
  /// anew and then changes it makes all the others read it too.
  private static let nanosecondsPerByte: UInt64 = 20
  private static let longestPatience: UInt64 = 50_000_000

  init(_ project: LoadedProject) {
    target = project.target
    directory = RelationDirectory(project)
  }

  deinit {
    state.withLock { state in
      for session in state.catalogs.values.flatMap(\.resting) { session.session.close() }
    }
  }

  /// Lends a connection that publishes to a catalog.
  ///
  /// - Parameter body: Says with its result whether the connection is as it was and may serve another step. One whose step
  ///   threw is not kept.
  func withConnection<Outcome>(
    to database: String, _ body: (StepConnection) throws -> (Outcome, isClean: Bool)
  ) throws -> Outcome {
    let session: StepConnection
    do {
      session = try take(database)
    } catch {
      giveBack(nil, database)
      throw error
    }
    do {
      let (outcome, isClean) = try body(session)
      let isKept = isClean && session.tidy()
      if !isKept { session.close() }
      giveBack(isKept ? session : nil, database)
      return outcome
    } catch {
      session.close()
      giveBack(nil, database)
      throw error
    }
  }

  private func take(_ database: String) throws -> StepConnection {
    while let session = next(database)?.session {
      if session.isOfTheSameFile {
        try session.begin()
        return session
      }
      session.close()
      state.withLock { $0.catalogs[database]?.inUse -= 1 }
    }
    let number = state.withLock { state in
      state.made += 1
      return state.made
    }
    return try StepConnection(
      target: target, directory: directory, database: database, scratchName: "\(getpid())-\(number)")
  }

  /// The connection to use next; nil when a new one must be made. Either counts as in use from now on.
  private func next(_ database: String) -> Resting? {
    let start = monotonicNanoseconds()
    return state.waitWork { state, deadline -> Resting?? in
      var catalog = state.catalogs[database] ?? Catalog()
      if let place = catalog.resting.lastIndex(where: { $0.schema == catalog.schema }) {
        let found = catalog.resting.remove(at: place)
        catalog.inUse += 1
        state.catalogs[database] = catalog
        return .some(found)
      }
      let due = start + catalog.patience
      if catalog.inUse > 0, monotonicNanoseconds() < due {
        deadline = due
        return nil
      }
      let found = catalog.resting.popLast()
      catalog.inUse += 1
      state.catalogs[database] = catalog
      return .some(found)
    }
  }

  private func giveBack(_ session: StepConnection?, _ database: String) {
    let schema = session.flatMap { try? $0.connection.queryValue("PRAGMA main.schema_version")?.integer }
    let bytes = session?.connection.status(.schemaUsed) ?? 0
    let resting = session.map { Resting(session: $0, schema: schema ?? -1) }
    state.withLock { state in
      var catalog = state.catalogs[database] ?? Catalog()
      catalog.inUse -= 1
      if let resting {
        catalog.resting.append(resting)
        catalog.schema = max(catalog.schema, resting.schema)
        catalog.patience = min(Self.longestPatience, UInt64(bytes) * Self.nanosecondsPerByte)
      }
      state.catalogs[database] = catalog
    }
    state.broadcastWork()
  }
}
