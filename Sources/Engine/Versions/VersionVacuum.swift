import Project
import SQLiteKit

/// The versions of one table that retention lets go.
struct VersionVacuum {
  let vacuum: Vacuum
  let log: VersionLog
  let relation: RelationName
  /// The tables of the catalog's file.
  let existing: Set<String>

  init(_ vacuum: Vacuum, _ log: VersionLog, _ relation: RelationName, existing: Set<String>) {
    self.vacuum = vacuum
    self.existing = existing
    self.log = log
    self.relation = relation
  }

  private struct Old {
    var version: LoggedVersion
    var isHeldByReader: Bool
  }

  /// Whether any version is older than retention keeps: mostly none is, and the others need not be read to see that.
  private func hasOld() throws -> Bool {
    guard let oldest = try log.oldestKept(of: relation) else { return false }
    return oldest < vacuum.retention.oldest(vacuum.retention.days, before: vacuum.now)
  }

  func plan() throws -> [VacuumItem] {
    guard try hasOld() else { return [] }
    let known = try log.all(of: relation)
    let old = try old(known)
    return old.map { item($0) } + undoItems(known, dropping: old) + (try forgottenItems(known, dropping: old))
  }

  func run() throws -> [VacuumItem] {
    guard try hasOld() else { return [] }
    let known = try log.all(of: relation)
    let old = try old(known)
    let items = old.map { item($0) } + undoItems(known, dropping: old) + (try forgottenItems(known, dropping: old))
    // A table of several versions goes with the last of them.
    let needed = Set(kept(of: known, dropping: old).compactMap(\.record.storage))
    for entry in old where !entry.isHeldByReader {
      let record = entry.version.record
      if let storage = record.storage, !needed.contains(storage), storage != relation.tableName {
        try log.connection.execute("DROP TABLE IF EXISTS \(quoteIdentifier(log.alias, storage))")
        try FileLedger(log.connection, alias: log.alias).clear(storage)
      }
      if record.disposition == .quarantined {
        try log.setDisposition(
          .vacuumed, storage: nil, of: relation, version: record.id, details: LoggedVersion.heldDetails)
      } else {
        try log.setDisposition(.vacuumed, storage: nil, of: relation, version: record.id)
      }
    }
    for name in undoTables(known, dropping: old) {
      try log.connection.execute("DROP TABLE IF EXISTS \(quoteIdentifier(log.alias, name))")
    }
    if let forgotten = forgotten(known, dropping: old) { try log.connection.run("DELETE FROM \(forgotten)") }
    return items
  }

  private func item(_ old: Old) -> VacuumItem {
    let record = old.version.record
    let what = record.disposition == .quarantined ? "held" : "superseded"
    return VacuumItem(
      kind: record.disposition == .quarantined ? .held : .version, name: "\(relation.tableName) v\(record.id)",
      rows: record.rows >= 0 ? record.rows : nil,
      reason: old.isHeldByReader
        ? "kept: somebody is reading it"
        : "\(what), published \(record.publishedAt.iso8601.prefix(10)), not among the newest \(vacuum.retention.versions)",
      goes: !old.isHeldByReader)
  }

  /// Versions beyond both bounds. Of a table changed in place a version can only go if all older ones go too.
  private func old(_ known: [LoggedVersion]) throws -> [Old] {
    let published = known.filter { !$0.isHeld }
    let newest = Set(published.prefix(vacuum.retention.versions).map(\.record.id))
    let bound = vacuum.retention.oldest(vacuum.retention.days, before: vacuum.now)
    var found: [Old] = []
    var keptStorages: Set<String> = []
    // When the next took each version's place, the newest first.
    var ends: [Int64: Instant] = [:]
    var next: Instant?
    for version in known {
      ends[version.record.id] = next
      if !version.isHeld { next = version.record.publishedAt }
    }
    for version in known.reversed() {
      let record = version.record
      guard record.disposition != .current, record.disposition != .vacuumed, let storage = record.storage else {
        continue
      }
      // A version's age counts from when the next took its place.
      let ended = ends[record.id] ?? record.publishedAt
      let isOld =
        record.disposition == .quarantined ? record.publishedAt < bound : ended < bound && !newest.contains(record.id)
      guard isOld, !keptStorages.contains(storage) else {
        keptStorages.insert(storage)
        continue
      }
      let isRead = VersionHold.isHeld(relation, version: record.id, in: vacuum.directory)
      if isRead { keptStorages.insert(storage) }
      found.append(Old(version: version, isHeldByReader: isRead))
    }
    return found
  }

  /// The versions whose rows stay.
  private func kept(of known: [LoggedVersion], dropping old: [Old]) -> [LoggedVersion] {
    let gone = Set(old.filter { !$0.isHeldByReader }.map(\.version.record.id))
    return known.filter { !gone.contains($0.record.id) && $0.record.storage != nil }
  }

  /// What a version took out of its table is needed only by older ones in the same table.
  private func undoTables(_ known: [LoggedVersion], dropping old: [Old]) -> [String] {
    var oldest: [String: Int64] = [:]
    for version in kept(of: known, dropping: old) {
      guard let storage = version.record.storage else { continue }
      oldest[storage] = min(oldest[storage] ?? .max, version.record.id)
    }
    return known.compactMap { version in
      let name = StoredName.undo(relation, version: version.record.id)
      guard existing.contains(name) else { return nil }
      let isNeeded = version.record.storage.flatMap { oldest[$0] }.map { $0 < version.record.id } ?? false
      return isNeeded ? nil : name
    }
  }

  /// The events of a history that were set aside before the oldest version that is kept: none of these knew them.
  private func forgotten(_ known: [LoggedVersion], dropping old: [Old]) -> String? {
    let events = StoredName.events(relation)
    // More are forgotten only when a version goes: else they need not be gone through.
    guard existing.contains(events), old.contains(where: { !$0.isHeldByReader }),
      let oldest = kept(of: known, dropping: old).map(\.record.id).min()
    else {
      return nil
    }
    return "\(quoteIdentifier(log.alias, events)) WHERE \"~until\" <= \(oldest)"
  }

  private func forgottenItems(_ known: [LoggedVersion], dropping old: [Old]) throws -> [VacuumItem] {
    guard let forgotten = forgotten(known, dropping: old),
      let rows = try log.connection.queryValue("SELECT count(*) FROM \(forgotten)")?.integer, rows > 0
    else { return [] }
    return [
      VacuumItem(
        kind: .undo, name: StoredName.events(relation), rows: rows,
        reason: "events that no version that is kept knew")
    ]
  }

  private func undoItems(_ known: [LoggedVersion], dropping old: [Old]) -> [VacuumItem] {
    undoTables(known, dropping: old).map { name in
      let rows = try? log.connection.queryValue("SELECT count(*) FROM \(quoteIdentifier(log.alias, name))")?.integer
      return VacuumItem(
        kind: .undo, name: name, rows: rows ?? nil, reason: "what it took out is needed by no version that is kept")
    }
  }
}
