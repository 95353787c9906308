import Project
import SQLiteKit
import Synchronization
import Threads

/// Sets the rows of a query beside their open versions by several connections at once, where there are many.
///
/// One pass does what else takes three, the rows' index among them: it finds the rows without a key or a time, those that
/// share their key with another, and those that are not as their version says. Which versions have a row is remembered as a
/// bit for each row of the table: a bit set twice is a key that came twice, one never set a version whose key is gone.
struct SnapshotPairing {
  /// Rows from which more connections, and their threads, are worth opening.
  static let fewestRows: Int64 = 20_000
  /// Rowids up to which the bits of a table fit into 32 MiB.
  private static let highestRow: Int64 = 1 << 28

  private let matching: SnapshotMatching
  private let rows: Int64
  private let versions: RowSet

  private var context: StepContext { matching.context }
  private var connection: Connection { context.connection }

  /// - Returns: nil when the rows are better looked at one after the other.
  init?(_ matching: SnapshotMatching, rows: Int64) throws {
    guard rows >= Self.fewestRows, matching.layout.hasPlainKey else { return nil }
    let last =
      try matching.context.connection.queryValue("SELECT max(_rowid_) FROM \(matching.published.sqlName)")?.integer ?? 0
    guard last <= Self.highestRow else { return nil }
    self.matching = matching
    self.rows = rows
    versions = RowSet(through: last)
  }

  /// Fills `scratch.unlike` with the rows of `scratch.incoming` (`s`) that have no open version or are not as it says, and
  /// registers `sluice_is_paired(rowid)`, which tells whether the key of an open version is there.
  ///
  /// - Returns: false, with nothing done, when a row has no key or no time or shares its key with another: which they are
  ///   has to be found and told.
  func pair() throws -> Bool {
    guard let unlike = try look() else { return false }
    try connection.execute("DROP TABLE IF EXISTS scratch.unlike")
    try connection.execute("CREATE TABLE scratch.unlike (s INTEGER PRIMARY KEY, is_new INTEGER)")
    let insert = try connection.prepare("INSERT OR IGNORE INTO scratch.unlike VALUES (?, ?)")
    try connection.transaction(.deferred) {
      for row in unlike { try insert.run([.integer(row.number), .integer(row.isNew ? 1 : 0)]) }
    }
    let keys = matching.layout.key.map { quoteIdentifier($0.name) }.joined(separator: ", ")
    let repeats = """
      SELECT 1 FROM scratch.incoming WHERE _rowid_ IN (SELECT s FROM scratch.unlike WHERE is_new)
      GROUP BY \(keys) HAVING count(*) > 1 LIMIT 1
      """
    guard try !connection.hasRow(repeats) else { return false }
    let versions = versions
    try connection.createFunction("sluice_is_paired", argumentCount: 1, options: []) { arguments, result in
      result.set(versions.contains(arguments.int64(0)))
    }
    return true
  }

  /// - Returns: nil when there are rows without a key or time, or with one key.
  private func look() throws -> [UnlikeRow]? {
    let queries = try parts().map(query)
    let (open, versions) = (try context.readers(), versions)
    let found = UnlikeRows()
    try runOnThreads(queries.count) { worker in
      let connection = try open()
      defer { connection.close() }
      try connection.createFunction("sluice_pair", argumentCount: 1, options: []) { arguments, result in
        if !versions.insert(arguments.int64(0)) { found.giveUp() }
        result.set(false)
      }
      var unlike: [UnlikeRow] = []
      let statement = try connection.prepare(queries[worker])
      while try statement.step() {
        if statement.int64(2) != 0 { found.giveUp() }
        if found.isGivenUp { return }
        unlike.append(UnlikeRow(number: statement.int64(0), isNew: statement.int64(1) != 0))
      }
      found.add(unlike)
    }
    return found.all
  }

  /// The rows of one part that are not as their open version says: number, whether they have none, whether they lack a key
  /// or time. Every pair has to be noted, so that is done before the look for a difference.
  private func query(_ part: String) throws -> String {
    let (changed, silent) = try matching.differences()
    let isMissing = "(\(matching.layout.hasNoKey("s")) OR \(matching.layout.hasNoTime("s")))"
    return """
      SELECT s._rowid_, p._rowid_ IS NULL, \(isMissing) FROM \(matching.pairs) WHERE \(part) AND (p._rowid_ IS NULL
        OR sluice_pair(p._rowid_) OR \(isMissing) OR \(matching.isDeletion) OR \(changed) OR \(silent))
      """
  }

  /// Conditions that cut the rows into as many parts of one length as there are processors.
  private func parts() throws -> [String] {
    let count = Int64(StepContext.processorCount)
    var starts: [Int64] = []
    for part in 1..<max(2, count) {
      let start = try connection.queryValue(
        "SELECT _rowid_ FROM scratch.incoming ORDER BY _rowid_ LIMIT 1 OFFSET \(rows * part / count)")
      if let start = start?.integer { starts.append(start) }
    }
    let bounds = [Int64.min] + starts + [Int64.max]
    return zip(bounds, bounds.dropFirst()).map { "s._rowid_ >= \($0) AND s._rowid_ < \($1)" }
  }
}

/// A row of a query that is not as its open version says.
private struct UnlikeRow: Sendable {
  var number: Int64
  /// It has none.
  var isNew: Bool
}

/// Such rows as several threads find them, until one of them gives up.
private final class UnlikeRows: Sendable {
  private let rows = Mutex<[UnlikeRow]?>([])

  var all: [UnlikeRow]? { rows.withLock { $0 } }
  var isGivenUp: Bool { rows.withLock { $0 == nil } }

  func add(_ more: [UnlikeRow]) { rows.withLock { $0?.append(contentsOf: more) } }
  func giveUp() { rows.withLock { $0 = nil } }
}
