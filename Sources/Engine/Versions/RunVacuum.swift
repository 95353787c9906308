import Glibc
import SQLiteKit

/// What the run store need not remember for ever: events, checks and failing rows of old runs, and in the end the runs.
///
/// A run's record, steps and gates are small and tell how long things take: they stay ten times as long.
struct RunVacuum {
  let vacuum: Vacuum

  init(_ vacuum: Vacuum) { self.vacuum = vacuum }

  private struct Bounds {
    /// Runs up to this number lose their events, checks and failing rows.
    var details: Int64
    /// Runs up to this number go altogether.
    var runs: Int64
  }

  func plan() throws -> [VacuumItem] {
    guard let state = try? StoreFile.openForReading(vacuum.directory.stateFile, .state) else { return [] }
    defer { state.close() }
    let bounds = try bounds(state)
    var items = try Self.tables(bounds).compactMap { table -> VacuumItem? in
      let count = try state.queryValue("SELECT count(*) FROM \(table.name) WHERE \(table.condition)")?.integer ?? 0
      return count > 0 ? item(table.kind, "\(count) of \(table.name)", count) : nil
    }
    if let failures = try? StoreFile.openForReading(vacuum.directory.failuresFile, .failures) {
      defer { failures.close() }
      let count =
        try failures.queryValue(
          """
          SELECT count(*) FROM failing_rows WHERE check_id IN (SELECT check_id FROM failures WHERE run <= ?)
          """, [.integer(bounds.details)])?.integer ?? 0
      if count > 0 { items.append(item(.failures, "\(count) failing rows", count)) }
    }
    return items + logs(bounds).map { VacuumItem(kind: .log, name: $0, reason: "its run is forgotten") }
  }

  func run() throws -> [VacuumItem] {
    guard access(vacuum.directory.stateFile, F_OK) == 0 else { return [] }
    let items = try plan()
    guard !items.isEmpty else { return [] }
    let state = try StoreFile.openForWriting(vacuum.directory.stateFile, .state)
    defer { state.close() }
    let bounds = try bounds(state)
    try state.transaction(.immediate) {
      for table in Self.tables(bounds) { _ = try state.run("DELETE FROM \(table.name) WHERE \(table.condition)") }
    }
    if access(vacuum.directory.failuresFile, F_OK) == 0 {
      let failures = try StoreFile.openForWriting(vacuum.directory.failuresFile, .failures)
      defer { failures.close() }
      try failures.transaction(.immediate) {
        _ = try failures.run(
          "DELETE FROM failing_rows WHERE check_id IN (SELECT check_id FROM failures WHERE run <= ?)",
          [.integer(bounds.details)])
        _ = try failures.run("DELETE FROM failures WHERE run <= ?", [.integer(bounds.details)])
      }
    }
    for log in logs(bounds) { unlink("\(vacuum.directory.logs)/\(log)") }
    return items
  }

  private func item(_ kind: VacuumItem.Kind, _ name: String, _ rows: Int64) -> VacuumItem {
    let retention = vacuum.retention
    let factor = kind == .runs ? 10 : 1
    let crowd = kind == .runs ? "" : ", or beyond \(retention.events) events,"
    return VacuumItem(
      kind: kind, name: name, rows: rows,
      reason: "of runs older than \(Int(retention.runDays) * factor) days\(crowd) and not among the newest "
        + "\(retention.runs * factor)")
  }

  private func bounds(_ state: Connection) throws -> Bounds {
    let retention = vacuum.retention
    return Bounds(
      details: max(
        try bound(state, keeping: retention.runs, days: retention.runDays), try boundOfEvents(state)),
      runs: try bound(state, keeping: retention.runs * 10, days: retention.runDays * 10))
  }

  /// The newest finished run that is beyond both bounds; 0 when none is.
  private func bound(_ state: Connection, keeping count: Int, days: Double) throws -> Int64 {
    let oldest = vacuum.retention.oldest(days, before: vacuum.now)
    let value = try state.queryValue(
      """
      SELECT max(id) FROM runs WHERE finished_at < ?1
        AND id <= coalesce((SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?2), 0)
        AND id < coalesce((SELECT min(id) FROM runs WHERE finished_at IS NULL), 9223372036854775807)
      """, [.integer(oldest.microseconds), .integer(Int64(count))])
    return value?.integer ?? 0
  }

  /// The newest finished run, but for those kept by their number, whose events are more than enough; 0 when none is.
  ///
  /// Events are numbered as they come: how many there are need not be counted.
  private func boundOfEvents(_ state: Connection) throws -> Int64 {
    let last = try state.queryValue("SELECT max(id) FROM events")?.integer ?? 0
    let enough = last - Int64(vacuum.retention.events)
    guard enough > 0 else { return 0 }
    let run = try state.queryValue(
      "SELECT run FROM events WHERE id <= ? AND run IS NOT NULL ORDER BY id DESC LIMIT 1", [.integer(enough)])
    guard let run = run?.integer else { return 0 }
    return try min(run, bound(state, keeping: vacuum.retention.runs, days: 0))
  }

  private static func tables(_ bounds: Bounds) -> [(name: String, kind: VacuumItem.Kind, condition: String)] {
    [
      ("events", .events, "run <= \(bounds.details)"),
      ("checks", .checks, "run <= \(bounds.details)"),
      ("gates", .runs, "run <= \(bounds.runs)"),
      ("steps", .runs, "run <= \(bounds.runs)"),
      ("dataset_events", .runs, "run <= \(bounds.runs)"),
      ("runs", .runs, "id <= \(bounds.runs)"),
    ]
  }

  /// What the supervisors of forgotten runs printed.
  private func logs(_ bounds: Bounds) -> [String] {
    FolderListing.names(vacuum.directory.logs).filter { name in
      guard name.hasPrefix("run-"), name.hasSuffix(".log"), let run = Int64(name.dropFirst(4).dropLast(4)) else {
        return false
      }
      return run <= bounds.details
    }.sorted()
  }
}
