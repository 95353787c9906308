import Glibc
import ParallelQuery
import Project
import SQLKit
import SQLiteKit
import Synchronization

extension StepContext {
  /// Fills a table of the scratch file by several connections at once, where the query can be run in stages.
  ///
  /// - Returns: how many rows there are; nil when the query is better left to SQLite. A fault in the data is left to it too:
  ///   run plainly, the statement fails again, and the place of the fault can be told.
  func fillInStages(_ name: String, columns: [AdapterColumn], from statement: AuthoredStatement) throws -> Int64? {
    guard try session.isScratchEmpty else { return nil }
    let path = session.scratchPath + ".staged"
    defer { unlink(path) }
    guard let rows = try runInStages(statement, into: path, table: name, columns: columns, progressReporting: true)
    else {
      return nil
    }
    try session.replaceScratch(with: path)
    progress.rowsWritten += rows
    report()
    return rows
  }

  /// Runs a query by several connections at once, where it can be run in stages, and leaves its rows as the table of a new file.
  ///
  /// - Returns: as ``fillInStages(_:columns:from:)``.
  func runInStages(
    _ statement: AuthoredStatement, into path: String, table: String, columns: [AdapterColumn],
    progressReporting: Bool = false
  ) throws -> Int64? {
    guard let stages = statement.translated.stages, !stages.isPlain else { return nil }
    try stopIfCancelled()
    let (files, reporter, open) = (files, reporter, try readers())
    let stop: @Sendable (Int64) throws -> Void = { _ in
      if reporter.isCancelled { throw StepFailure(.cancelled, "cancelled") }
    }
    let told = progressReporting ? readingProgress(reporter) : stop
    let execution = StagedExecution(
      stages: stages, workerCount: Self.processorCount, scratchDirectory: project.target.stateDirectory + "/scratch",
      name: session.scratchName,
      connect: {
        let connection = try open()
        try files.register(on: connection)
        return connection
      },
      deal: { files.deal($0) },
      progress: told)
    do {
      return try execution.run(
        into: path, table: table, sql: "CREATE TABLE \(quoteIdentifier(table)) (\(columns.columnDefinitions))",
        declaredTypes: columns.map { ColumnStorage(declared: $0.dataType).rawValue })
    } catch let error where error is RankingRefusal || error is NoRecordAtHand {
      reporter.log(.debug, "run in stages: \(error); running it whole")
      files.beginProcess()
      return nil
    } catch let error as SQLiteError {
      try stopIfCancelled()
      reporter.log(.debug, "run in stages: \(error.message); running it whole")
      files.beginProcess()
      return nil
    }
  }

  /// Tells of rows read, and stops the reading when the run is being cancelled.
  private func readingProgress(_ reporter: any StepReporter) -> @Sendable (Int64) throws -> Void {
    let read = RowCounter()
    let (files, start) = (files, progress)
    return { count in
      if reporter.isCancelled { throw StepFailure(.cancelled, "cancelled") }
      var now = start
      now.rowsRead = read.add(count)
      let reading = files.opened.map(\.progress)
      if !reading.isEmpty {
        now.rowsRead = reading.reduce(0) { $0 + Int64($1.rows) }
        now.bytesRead = reading.reduce(0) { $0 + Int64($1.bytes) }
        now.bytesTotal = reading.reduce(0) { $0 + Int64($1.totalBytes) }
        now.rowsQuarantined = reading.reduce(0) { $0 + Int64($1.badRows) }
      }
      reporter.progress(now)
    }
  }

  /// What opens one more connection, for reading what this one reads, from any thread; what the step has made so far, in its
  /// scratch file, is at rest meanwhile.
  func readers() throws -> @Sendable () throws -> Connection {
    let (reporter, open, scratch) = (reporter, session.reading, session.scratchPath)
    let readsScratch = !(try session.isScratchEmpty)
    if readsScratch { try session.shareScratch() }
    return {
      let connection = try open()
      // Every connection looks by itself whether the run is being cancelled: rows may be far between.
      try connection.setProgressHandler(every: 20_000) { !reporter.isCancelled }
      if readsScratch { try connection.attach(CatalogFile.uri(scratch, "mode=ro"), as: "scratch") }
      return connection
    }
  }

  /// How many connections a step may use at once.
  static var processorCount: Int { max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }
}

/// Rows counted by several threads.
private final class RowCounter: Sendable {
  private let rows = Atomic<Int64>(0)
  func add(_ count: Int64) -> Int64 { rows.add(count, ordering: .relaxed).newValue }
}
