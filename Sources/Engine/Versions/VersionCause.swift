import Project
import SQLiteKit

/// Which publishing made something known: a version of a history has one for its beginning, and one for its end.
package struct VersionCause: Sendable, Hashable {
  /// The published version of the table.
  package var version: Int64
  package var run: RunID
  package var at: Instant
  /// Why that version was made: `input raw.users changed`, `restore of v3` …
  package var reason: String

  /// A cause.
  package init(version: Int64, run: RunID, at: Instant, reason: String) {
    self.version = version
    self.run = run
    self.at = at
    self.reason = reason
  }
}

/// Finds the causes of a key's versions in what a history keeps beside its table.
struct CauseLookup {
  let log: VersionLog
  let relation: RelationName
  let history: HistoryColumns
  private let published: [Int64: LoggedVersion]

  init(_ log: VersionLog, _ relation: RelationName, _ history: HistoryColumns) throws {
    self.log = log
    self.relation = relation
    self.history = history
    published = Dictionary(
      try log.all(of: relation).map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What brought the event of each instant of a key, and which of them are endings; empty when nothing is kept of it.
  private func events(of key: [String?]) throws -> [(at: String, version: Int64, isDelete: Bool)] {
    let name = StoredName.events(relation)
    guard try exists(name) else { return [] }
    return try log.connection.query(
      """
      SELECT "~at", "~version", "~deleted" FROM \(quoteIdentifier(log.alias, name))
      WHERE \(history.isKey) AND "~until" IS NULL ORDER BY "~at"
      """, key.map { Value.text(orNull: $0) }
    ).map { ($0[0].words ?? "", $0[1].integer ?? 0, $0[2].integer == 1) }
  }

  /// Adds causes to the versions of one key, and the badges that follow from them.
  func explain(_ versions: inout [KeyVersion], of key: [String?]) throws {
    let events = try events(of: key)
    for index in versions.indices {
      let from = versions[index].from
      if let event = events.first(where: { $0.at == from }) {
        versions[index].opened = cause(event.version)
        // Told after something that happened later: it came late.
        if events.contains(where: { $0.at > from && $0.version < event.version }) {
          versions[index].badges.append("late")
        }
      } else {
        versions[index].opened = try snapshotCause(versions[index], "opened")
      }
      guard let to = versions[index].to else { continue }
      if let event = events.first(where: { $0.at == to }) {
        versions[index].closed = cause(event.version)
        versions[index].isDeleted = event.isDelete
      } else {
        versions[index].closed = try snapshotCause(versions[index], "closed")
        versions[index].isDeleted = index + 1 == versions.count || versions[index + 1].from != to
      }
    }
    for index in versions.indices {
      versions[index].knownAt = versions[index].opened.map { String($0.at.iso8601.prefix(19)) + "Z" }
    }
  }

  /// What is kept of a snapshot's version. Rows of the table as it was first written have no entry of their own: the version
  /// that wrote it whole is their cause.
  private func snapshotCause(_ version: KeyVersion, _ column: String) throws -> VersionCause? {
    guard let idColumn = history.idColumn, let id = version.values[idColumn] ?? nil else { return nil }
    let name = StoredName.causes(relation)
    if try exists(name) {
      let number = try log.connection.queryValue(
        "SELECT \(column) FROM \(quoteIdentifier(log.alias, name)) WHERE id = ?", [.text(id)])
      if let number = number?.integer { return cause(number) }
    }
    guard column == "opened" else { return nil }
    let whole = published.values.filter { !$0.isHeld && StoredRows($0.details)?.isWhole == true }
    return whole.map(\.record.id).max().flatMap(cause)
  }

  private func cause(_ number: Int64) -> VersionCause? {
    published[number].map {
      VersionCause(version: number, run: $0.record.run, at: $0.record.publishedAt, reason: $0.record.cause)
    }
  }

  private func exists(_ table: String) throws -> Bool {
    try log.connection.kind(of: table, in: log.alias) != nil
  }
}
