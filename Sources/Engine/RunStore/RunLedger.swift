import Glibc
import Project
import SQLiteKit

/// A run about to be entered in the store.
package struct RunDraft: Sendable {
  package var invocationID: String
  package var command: String
  /// The equivalent shell command, secrets left out.
  package var commandLine: String
  package var trigger: String
  package var user: String
  package var target: String
  package var retryOf: RunID?
  /// What is to be run, as JSON: all the supervisor needs.
  package var request: String

  package init(
    invocationID: String, command: String, commandLine: String, trigger: String = "manual", user: String = "",
    target: String = "local", retryOf: RunID? = nil, request: String = "{}"
  ) {
    self.invocationID = invocationID
    self.command = command
    self.commandLine = commandLine
    self.trigger = trigger
    self.user = user
    self.target = target
    self.retryOf = retryOf
    self.request = request
  }
}

/// Short changes by those who do not carry a run: entering one, asking it to stop, settling one whose process died.
package struct RunLedger: Sendable {
  package let directory: StateDirectory

  package init(_ directory: StateDirectory) { self.directory = directory }

  /// Enters a run, queued, and locks its sign of life before anybody can see it: at no instant is a run in the store
  /// that has no living owner and is not dead. A damaged store is moved aside first.
  package func enter(_ draft: RunDraft, lock: LockFile, at instant: Instant = .now) throws(RunStoreError) -> RunID {
    try directory.create()
    let connection: Connection
    do {
      connection = try StoreFile.openForWriting(directory.stateFile, .state)
    } catch {
      guard error.kind == .corrupt else { throw error }
      _ = try StoreRecovery.moveAside(directory, at: instant)
      connection = try StoreFile.openForWriting(directory.stateFile, .state)
    }
    defer { connection.close() }
    do {
      return try connection.transaction {
        try keepNumbersGrowing(connection)
        try connection.run(
          """
          INSERT INTO runs(invocation_id,command,command_line,state,created_at,heartbeat_at,trigger_cause,user,target,
            retry_of,request)
          VALUES(?1,?2,?3,'queued',?4,?4,?5,?6,?7,?8,?9)
          """,
          [
            .text(draft.invocationID), .text(draft.command), .text(draft.commandLine), .integer(instant.microseconds),
            .text(draft.trigger), .text(draft.user), .text(draft.target), .integer(orNull: draft.retryOf?.rawValue),
            .text(draft.request),
          ])
        let run = RunID(connection.lastInsertRowID)
        guard try lock.tryLock(.run(run)) else {
          throw RunStoreError(.refused, path: lock.path, "run \(run) is locked by another process")
        }
        return run
      }
    } catch {
      throw RunStoreError(error, path: directory.stateFile)
    }
  }

  /// A store that was lost starts with numbers never given before: versions and logs carry those that were.
  private func keepNumbersGrowing(_ connection: Connection) throws {
    guard try connection.queryValue("SELECT 1 FROM sqlite_sequence WHERE name='runs'") == nil else { return }
    try connection.run(
      "INSERT INTO sqlite_sequence(name, seq) VALUES('runs', ?)", [.integer(directory.highestLoggedRun())])
  }

  /// Asks a run to stop; its supervisor looks ten times a second and more.
  ///
  /// - Returns: False when the run is over, or there is none of that number.
  @discardableResult
  package func requestCancel(_ run: RunID) throws(RunStoreError) -> Bool {
    try writing { connection in
      try connection.run(
        "UPDATE runs SET cancel_requested=1 WHERE id=? AND state IN ('queued','running')", [.integer(run.rawValue)]) > 0
    }
  }

  /// Finds runs that are said to run but whose process is gone, and marks them and their running steps crashed.
  ///
  /// A step whose version the warehouse did publish is a success: the publish is the truth, the store only tells of it.
  /// Cheap when there is nothing to do; a reader calls it every few seconds.
  /// - Returns: The runs that were settled.
  @discardableResult
  package func settleDead(at instant: Instant = .now) throws(RunStoreError) -> [RunID] {
    guard access(directory.stateFile, F_OK) == 0 else { return [] }
    let suspects: [RunID]
    do {
      let reader = try RunStoreReader(directory)
      suspects = try reader.openRuns().map(\.id)
    } catch {
      if error.kind == .missing { return [] }
      throw error
    }
    let dead = suspects.filter { !isAlive($0) }
    if dead.isEmpty { return [] }
    return try writing { connection in
      var settled: [RunID] = []
      // Asked again under the write lock: a living run writes its end before it lets its sign of life go, so a run that
      // is still open here and has none is dead.
      for run in dead where try isOpen(run, connection) && !isAlive(run) {
        let end = try lastSign(of: run, connection, before: instant)
        try settle(run, connection, instant, end: end, .died(lastWords: directory.lastLine(ofLogOf: run)))
        settled.append(run)
      }
      return settled
    }
  }

  /// Whether a run's process lives, told by its lock.
  package func isAlive(_ run: RunID) -> Bool {
    guard let lock = LockFile(lookingAt: directory) else { return false }
    if let held = try? lock.isHeldElsewhere(.run(run)) { return held }
    return (try? identity(of: run))?.isAlive ?? false
  }

  /// Whose process carries a run, as it said itself at the start.
  package func identity(of run: RunID) throws(RunStoreError) -> ProcessIdentity? {
    let reader = try RunStoreReader(directory)
    return try reader.reading { connection in
      guard
        let row = try connection.query(
          "SELECT pid, process_start, boot_id FROM runs WHERE id=? AND pid IS NOT NULL", [.integer(run.rawValue)]
        ).first
      else { return nil }
      return ProcessIdentity(
        processID: Int32(truncatingIfNeeded: row[0].integer ?? 0), startTicks: row[1].integer ?? 0,
        bootID: row[2].text ?? "")
    }
  }

  private func isOpen(_ run: RunID, _ connection: Connection) throws -> Bool {
    try connection.queryValue(
      "SELECT 1 FROM runs WHERE id=? AND state IN ('queued','running')", [.integer(run.rawValue)]) != nil
  }

  /// Ends a run of this process whose own writer can write no more, with why: what is published is told as published.
  func end(_ run: RunID, because reason: String, at instant: Instant = .now) throws(RunStoreError) {
    try writing { connection in
      if try isOpen(run, connection) { try settle(run, connection, instant, end: instant, .failed(reason)) }
    }
  }

  /// Why a run is ended by somebody else than its own writer.
  private enum Ending {
    case died(lastWords: String?)
    case failed(String)

    var state: RunState {
      if case .died = self { .crashed } else { .failed }
    }
    /// What its running steps come to, and why.
    var step: (state: StepState, reason: String) {
      switch self {
      case .died: (.crashed, "the process died while the step ran")
      case .failed(let reason): (.failed, reason)
      }
    }
    var skipped: String {
      switch self {
      case .died: "the run died before it could start"
      case .failed(let reason): reason
      }
    }
    func message(_ run: RunID) -> String {
      switch self {
      case .died(let words):
        "its process died" + (words.map { " (its last words: \($0))" } ?? "")
          + "; resume with: sluice retry --run \(run)"
      case .failed(let reason): "\(reason); resume with: sluice retry --run \(run)"
      }
    }
  }

  /// The last that was heard of a run whose process died unseen: it ended then, and not when somebody came to look. What
  /// bears a time that is yet to come was written by a clock that was set back since.
  private func lastSign(of run: RunID, _ connection: Connection, before instant: Instant) throws -> Instant {
    let found = try connection.queryValue(
      """
      SELECT max(at) FROM (
        SELECT at FROM events WHERE run=?1
        UNION ALL SELECT heartbeat_at FROM runs WHERE id=?1
        UNION ALL SELECT started_at FROM runs WHERE id=?1
        UNION ALL SELECT started_at FROM steps WHERE run=?1
        UNION ALL SELECT finished_at FROM steps WHERE run=?1)
      WHERE at <= ?2
      """, [.integer(run.rawValue), .integer(instant.microseconds)])
    return found?.integer.map { Instant(microseconds: $0) } ?? instant
  }

  /// - Parameters:
  ///   - instant: when this is told.
  ///   - end: when the run ended.
  private func settle(
    _ run: RunID, _ connection: Connection, _ instant: Instant, end: Instant, _ ending: Ending
  ) throws {
    let id = Value.integer(run.rawValue)
    let told = Value.integer(instant.microseconds)
    let now = Value.integer(end.microseconds)
    let folder = try connection.queryValue("SELECT warehouse FROM runs WHERE id=?", [id])?.text
    for version in folder.map({ PublicationLog(folder: $0).publications(of: run) }) ?? [] {
      try connection.run(
        """
        UPDATE steps SET state='success', finished_at=?3, version=?4, rows_written=?5,
          reason='published just before its process died'
        WHERE run=?1 AND node=?2 AND finished_at IS NULL
        """,
        [
          id, .text(version.node.rawValue), .integer(version.publishedAt.microseconds), .integer(version.id),
          .integer(version.rows),
        ])
    }
    try connection.run(
      """
      UPDATE steps SET state=CASE WHEN started_at IS NULL THEN 'skipped' ELSE ?3 END, finished_at=?2,
        reason=CASE WHEN started_at IS NULL THEN ?4 ELSE ?5 END
      WHERE run=?1 AND finished_at IS NULL
      """,
      [id, now, .text(ending.step.state.rawValue), .text(ending.skipped), .text(ending.step.reason)])
    try connection.run(
      "UPDATE gates SET state='not_evaluated', finished_at=?2 WHERE run=?1 AND state='running'", [id, now])
    try connection.run(
      "UPDATE runs SET state=?3, finished_at=?2, message=?4 WHERE id=?1",
      [id, now, .text(ending.state.rawValue), .text(ending.message(run))])
    try connection.run(
      "INSERT INTO events(run,at,level,kind,message) VALUES(?,?,?,'run.state',?)",
      [
        id, told, .integer(EventRecord.Level.error.number),
        .text(ending.state == .crashed ? "the run crashed: its process is gone" : ending.message(run)),
      ])
  }

  private func writing<Result>(_ body: (Connection) throws -> Result) throws(RunStoreError) -> Result {
    let connection = try StoreFile.openForWriting(directory.stateFile, .state)
    defer { connection.close() }
    do {
      return try connection.transaction { try body(connection) }
    } catch {
      throw RunStoreError(error, path: directory.stateFile)
    }
  }
}
