import Project
import SQLiteKit

extension Publication {
  /// Lets the published version stand where a table or view that was made anew is the same, row for row: what is made of it
  /// need not be made again, and nothing is copied.
  ///
  /// - Returns: nil when the candidate has to be published.
  func letStand(_ candidate: Candidate) throws -> VersionRecord? {
    guard context.baseVersion != nil, !context.compilation.fullRefresh else { return nil }
    let newest = try log.newest(of: relation)
    // What was held since stands between: only a new version says that it is mended.
    guard let published = newest.current, newest.latest?.record.id == published.record.id,
      try isSame(candidate, as: published)
    else { return nil }
    // Nothing to write when it was made of the same too: it was forced.
    if published.record.fingerprint == fingerprint.digest, self.gate(of: published) == published.gate {
      return published.record
    }
    return try inTransaction {
      // Somebody else's, meanwhile.
      guard try log.latest(relation)?.record.id == published.record.id else { return nil }
      return try keep(published, candidate)
    }
  }

  /// Notes that the published version would be made the same of what there is now, so that the next look need not try.
  func keep(_ published: LoggedVersion, _ candidate: Candidate) throws -> VersionRecord {
    if published.record.fingerprint != fingerprint.digest { try log.setFingerprint(fingerprint, of: published) }
    let gate = gate(of: published)
    if published.gate != gate { try log.setGate(gate, of: relation, version: published.record.id) }
    try addFiles(of: candidate, to: relation.tableName, published.record)
    var record = published.record
    record.fingerprint = fingerprint.digest
    return record
  }

  /// Where no test was asked, the word of those that were before holds.
  private func gate(of published: LoggedVersion) -> GateState {
    context.request.options.runsTests ? gate : published.gate
  }

  private func isSame(_ candidate: Candidate, as published: LoggedVersion) throws -> Bool {
    guard candidate.afterwards.isEmpty, candidate.indexedKey.isEmpty,
      published.record.id == context.baseVersion, published.kind == candidate.kind,
      published.record.columns == candidate.columns
    else { return false }
    switch candidate.content {
    case .view(let sql):
      return try isStored(
        "CREATE VIEW \(quoteIdentifier(relation.tableName)) (\(candidate.columns.nameList)) AS \(sql)")
    case .table(let scratchName):
      guard candidate.rows >= 0, published.record.rows == candidate.rows,
        published.record.storage == relation.tableName,
        try isStored(definition(candidate.columns))
      else { return false }
      return try !connection.hasRow(difference(of: quoteIdentifier("scratch", scratchName), candidate.columns))
    case .changes, .unchanged: return false
    }
  }

  /// Whether the relation is there, as it was made: others may have dropped or changed it.
  private func isStored(_ definition: String) throws -> Bool {
    try connection.queryValue("SELECT sql FROM main.sqlite_schema WHERE name = ?", [.text(relation.tableName)])?.text
      == definition
  }

  /// The first row that is not published as it is here: both have the same number of rows, so one is enough.
  private func difference(of rows: String, _ columns: [AdapterColumn]) -> String {
    let differs = columns.map { column in
      let name = quoteIdentifier(column.name)
      // Numbers that are equal as such may be of two kinds where a column takes any.
      let isAny = ColumnStorage(declared: column.dataType) == .any
      return "s.\(name) IS NOT p.\(name)" + (isAny ? " OR typeof(s.\(name)) <> typeof(p.\(name))" : "")
    }
    return """
      SELECT 1 FROM \(rows) AS s LEFT JOIN main.\(quoteIdentifier(relation.tableName)) AS p ON p._rowid_ = s._rowid_
      WHERE p._rowid_ IS NULL OR \(differs.joinedFlat(" OR ")) LIMIT 1
      """
  }
}
