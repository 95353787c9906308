package import Project
import SQLiteKit

/// Versions that an output gate held: found, and published after a look, on somebody's word.
package struct HeldVersions: Sendable {
  /// What the cause of a released version begins with.
  static let causeStart = "released by "

  private let project: LoadedProject

  package init(_ project: LoadedProject) { self.project = project }

  /// The version of a node that is held now; nil when its newest version is the published one.
  package func held(_ node: Node) throws -> VersionRecord? {
    guard let relation = node.relation, let connection = try open(relation.database, .readOnly) else { return nil }
    defer { connection.close() }
    let latest = try VersionLog(connection, database: relation.database).latest(relation)
    return latest?.record.disposition == .quarantined ? latest?.record : nil
  }

  /// Makes a held version the one readers see, in one transaction; the one they saw stays as the version before.
  ///
  /// - Throws: When there is none, when only its changes were kept, when somebody works on the target, without a reason.
  package func release(
    _ node: Node, reason: String, by user: String, in directory: StateDirectory
  ) throws -> VersionRecord {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw WarehouseError("releasing a held version needs a reason: --reason 'looked at, the rows are right'")
    }
    guard let relation = node.relation, let held = try held(node) else {
      throw WarehouseError("no version of \(node.name) is held")
    }
    guard node.materialization != .scd2 else {
      throw WarehouseError(
        "v\(held.id) of \(node.name) is a history: it is made of its events, which are not kept with what is held; "
          + "let its check pass (sluice waive) and build it again")
    }
    guard held.storage != nil else {
      throw WarehouseError(
        "v\(held.id) of \(node.name) is a view, of which nothing is kept: let its check pass (sluice waive) and build it again"
      )
    }
    let lock = try LockFile(directory)
    guard let target = try TargetLock(lock, purpose: "release of \(node.name)") else {
      let holder = TargetLock.holder(of: directory) ?? "another process"
      throw WarehouseError("\(holder) is at work on this target; wait for it, or: sluice cancel")
    }
    defer { withExtendedLifetime(target) {} }
    guard let connection = try open(relation.database, .readWrite) else {
      throw WarehouseError("no version of \(node.name) is held")
    }
    defer { connection.close() }
    let record = try put(held, relation, "\(Self.causeStart)\(user): \(reason)", connection)
    let writer = try RunStoreWriter(directory)
    writer.append(
      .event(
        EventRecord(
          run: nil, at: .now, level: .warn, kind: EventKind.quarantine, node: node.id,
          message: "v\(record.id) of \(node.name) was \(record.cause)")))
    writer.append(
      .published(
        DatasetEvent(
          at: .now, run: record.run, node: node.id, relation: relation.description, version: record.id)))
    writer.close()
    return record
  }

  private func put(
    _ held: VersionRecord, _ relation: RelationName, _ cause: String, _ connection: Connection
  ) throws -> VersionRecord {
    let log = VersionLog(connection, database: relation.database)
    let name = relation.tableName
    return try connection.transaction(.immediate) {
      guard let latest = try log.latest(relation), latest.record.id == held.id, let storage = latest.record.storage
      else { throw WarehouseError("v\(held.id) of \(relation) is held no longer") }
      let rows = try connection.queryValue("SELECT count(*) FROM main.\(quoteIdentifier(storage))")?.integer ?? 0
      guard rows == held.rows else {
        throw WarehouseError(
          "v\(held.id) of \(relation) is kept as \(rows) changed rows of \(held.rows), not as a whole: "
            + "let its check pass (sluice waive) and build it again")
      }
      let kind = try connection.kind(of: name)
      if let previous = try log.current(relation) {
        var hidden: String?
        if kind == .table {
          let kept = StoredName.hidden(relation, version: previous.record.id)
          try connection.execute("ALTER TABLE main.\(quoteIdentifier(name)) RENAME TO \(quoteIdentifier(kept))")
          try log.moveStorage(of: relation, from: name, to: kept)
          hidden = kept
        }
        try log.setDisposition(.superseded, storage: hidden, of: relation, version: previous.record.id)
      } else if kind == .table {
        throw WarehouseError("\(relation) is a table this program did not make: move it away")
      }
      if kind == .view { try connection.execute("DROP VIEW main.\(quoteIdentifier(name))") }
      try connection.execute("ALTER TABLE main.\(quoteIdentifier(storage)) RENAME TO \(quoteIdentifier(name))")
      let files = FileLedger(connection)
      try files.clear(name)
      try files.move(from: storage, to: name, version: held.id)
      try log.setDisposition(.current, storage: name, of: relation, version: held.id)
      try log.setGate(.waived, of: relation, version: held.id)
      try log.setCause(cause, of: relation, version: held.id)
      var record = held
      record.disposition = .current
      record.storage = name
      record.cause = cause
      return record
    }
  }

  private func open(_ database: String, _ mode: Connection.Mode) throws -> Connection? {
    let file = CatalogFile(database: database, directory: project.target.warehouseDirectory)
    guard file.exists else { return nil }
    let connection = try Connection(path: file.path, mode: mode, options: CatalogFile.options)
    // Renames must not rewrite views: they name tables, not versions.
    try connection.execute("PRAGMA legacy_alter_table = ON")
    return connection
  }
}
