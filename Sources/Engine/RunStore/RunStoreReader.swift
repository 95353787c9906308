import Glibc
package import Project
import SQLiteKit

/// Reads a target's run store, while a run may be writing it. Nothing can be written through it.
///
/// It belongs to one owner (an actor, the main thread): every call runs on the caller's thread and takes microseconds to
/// milliseconds.
package final class RunStoreReader {
  package let directory: StateDirectory
  let connection: Connection
  private var failures: Connection?
  private let file: FileIdentity?

  /// - Throws: `RunStoreError` of kind `missing` when nothing ever ran here.
  package init(_ directory: StateDirectory) throws(RunStoreError) {
    self.directory = directory
    file = FileIdentity(directory.stateFile)
    connection = try StoreFile.openForReading(directory.stateFile, .state)
  }

  /// Reads an exported run, which holds its failing rows in the same file.
  package init(archive path: String) throws(RunStoreError) {
    directory = StateDirectory(path)
    file = nil
    connection = try StoreFile.openForReading(path, .state)
    do {
      failures = try Connection(path: path, mode: .readOnly)
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  /// Whether another file stands in the place of the one that is read: a damaged store was moved aside.
  package var isMovedAside: Bool { file != FileIdentity(directory.stateFile) }

  /// A number that changes whenever anything was written by anybody: the cheap "anything new?".
  package func dataVersion() throws(RunStoreError) -> Int64 {
    try reading { try $0.dataVersion() }
  }

  // MARK: Runs

  /// The newest runs first.
  /// - Parameter before: Only runs older than this one, for paging.
  package func runs(limit: Int = 50, before: RunID? = nil) throws(RunStoreError) -> [RunRecord] {
    try reading { connection in
      let rows = try connection.query(
        "SELECT * FROM runs WHERE id < ? ORDER BY id DESC LIMIT ?",
        [.integer(before?.rawValue ?? .max), .integer(limit)])
      return try rows.map { RunRecord($0, stepStates: try self.stepStates($0["id"].integer ?? 0)) }
    }
  }

  /// One run, or nil when there is none of that number.
  package func run(_ id: RunID) throws(RunStoreError) -> RunRecord? {
    try reading { connection in
      let rows = try connection.query("SELECT * FROM runs WHERE id=?", [.integer(id.rawValue)])
      return try rows.first.map { RunRecord($0, stepStates: try self.stepStates(id.rawValue)) }
    }
  }

  /// The newest run.
  package func latestRun() throws(RunStoreError) -> RunRecord? { try runs(limit: 1).first }

  /// Runs that are queued or running, oldest first. One of them may be dead; see `RunLedger.settleDead`.
  package func openRuns() throws(RunStoreError) -> [RunRecord] {
    try reading { connection in
      let rows = try connection.query("SELECT * FROM runs WHERE state IN ('queued','running') ORDER BY id")
      return try rows.map { RunRecord($0, stepStates: try self.stepStates($0["id"].integer ?? 0)) }
    }
  }

  /// What was asked for, as JSON.
  package func requestText(of run: RunID) throws(RunStoreError) -> String? {
    try reading { try $0.queryValue("SELECT request FROM runs WHERE id=?", [.integer(run.rawValue)])?.text }
  }

  // MARK: Steps

  /// The steps of a run in the plan's order.
  package func steps(of run: RunID) throws(RunStoreError) -> [StepRecord] {
    try reading { connection in
      try connection.query(
        "SELECT \(StepRecord.columns(of: "steps")) FROM steps WHERE run=? ORDER BY position",
        [.integer(run.rawValue)]
      )
      .map(StepRecord.init)
    }
  }

  /// Some of the steps of a run.
  package func steps(of run: RunID, nodes: some Collection<NodeID>) throws(RunStoreError) -> [StepRecord] {
    try reading { connection in
      try connection.query(
        """
        SELECT \(StepRecord.columns(of: "steps")) FROM steps
        WHERE run=? AND node IN (\(Self.marks(nodes.count)))
        """, [.integer(run.rawValue)] + nodes.map { .text($0.rawValue) }
      )
      .map(StepRecord.init)
    }
  }

  package func step(_ node: NodeID, of run: RunID) throws(RunStoreError) -> StepRecord? {
    try reading { connection in
      try connection.query(
        "SELECT \(StepRecord.columns(of: "steps")) FROM steps WHERE run=? AND node=?",
        [.integer(run.rawValue), .text(node.rawValue)]
      ).first.map(StepRecord.init)
    }
  }

  /// For every node that ever had a step: its newest one. What the graph shows when no run is chosen.
  package func latestSteps() throws(RunStoreError) -> [NodeID: StepRecord] {
    try reading { connection in
      let rows = try connection.query(
        """
        \(Self.distinctNodes(of: "steps"))
        SELECT \(StepRecord.columns(of: "s")) FROM distinct_nodes JOIN steps s
          ON s.node=name AND s.run=(SELECT max(run) FROM steps WHERE node=name)
        """
      )
      return Dictionary(rows.map(StepRecord.init).map { ($0.node, $0) }) { first, _ in first }
    }
  }

  /// A prefix for a statement: every node of a table with an index that begins with them, one look-up a node. Grouping the
  /// table by them would read what all runs ever left.
  static func distinctNodes(of table: String) -> String {
    """
    WITH RECURSIVE distinct_nodes(name) AS (
      SELECT min(node) FROM \(table)
      UNION ALL SELECT (SELECT min(node) FROM \(table) WHERE node>name) FROM distinct_nodes WHERE name IS NOT NULL)
    """
  }

  func stepStates(_ run: Int64) throws -> [StepState: Int] {
    var counts: [StepState: Int] = [:]
    for row in try connection.query("SELECT state, count(*) FROM steps WHERE run=? GROUP BY state", [.integer(run)]) {
      guard let state = row[0].text.flatMap(StepState.init(rawValue:)) else { continue }
      counts[state] = row[1].int ?? 0
    }
    return counts
  }

  // MARK: Access

  func reading<Result>(_ body: (Connection) throws -> Result) throws(RunStoreError) -> Result {
    do {
      return try body(connection)
    } catch {
      throw RunStoreError(error, path: directory.stateFile)
    }
  }

  /// The failures store, opened at first use; nil as long as there is none.
  func readingFailures<Result>(_ body: (Connection) throws -> Result) throws(RunStoreError) -> Result? {
    do {
      if failures == nil { failures = try StoreFile.openForReading(directory.failuresFile, .failures) }
    } catch {
      if error.kind == .missing { return nil }
      throw error
    }
    guard let failures else { return nil }
    do {
      return try body(failures)
    } catch {
      throw RunStoreError(error, path: directory.failuresFile)
    }
  }
}

/// Which file a path means.
private struct FileIdentity: Hashable {
  var device: UInt64
  var inode: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

extension RunStoreReader {
  /// Whether somebody asked the run to stop.
  package func isCancelRequested(_ run: RunID) throws(RunStoreError) -> Bool {
    try reading { try $0.queryValue("SELECT cancel_requested FROM runs WHERE id=?", [.integer(run.rawValue)])?.bool }
      ?? false
  }
}
