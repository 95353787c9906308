package import Project
import SQLiteKit

/// One thing that retention lets go, or would but for a reader.
package struct VacuumItem: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case version, held, undo, scratch, events, checks, failures, runs, log
  }

  package var kind: Kind
  /// `silver.user_dim v3`, a file's name, `40 runs`.
  package var name: String
  /// Rows that go, where known.
  package var rows: Int64?
  package var bytes: Int64?
  /// Why it goes, or why it stays after all.
  package var reason: String
  /// It is let go; false: a reader holds it.
  package var goes: Bool = true
}

/// Drops what retention no longer keeps: old versions, what was taken out of tables changed in place, scratch files of dead
/// processes, and the events, checks and failing rows of old runs.
///
/// Whoever reads a version in one look goes on seeing it; one that is held (``VersionHold``) stays.
package struct Vacuum: Sendable {
  let project: LoadedProject
  let retention: Retention
  let now: Instant

  /// - Throws: when `sluice.yml` says something of retention that cannot be understood.
  package init(_ project: LoadedProject, at now: Instant = .now) throws {
    self.project = project
    retention = try Retention(project)
    self.now = now
  }

  var directory: StateDirectory { StateDirectory(project.target.stateDirectory) }

  /// What a vacuum would do now. Nothing is changed.
  package func plan() throws -> [VacuumItem] {
    var items: [VacuumItem] = []
    for catalog in catalogs where catalog.exists {
      let connection = try Connection(path: catalog.path, mode: .readOnly, options: CatalogFile.options)
      defer { connection.close() }
      let log = VersionLog(connection, database: catalog.database)
      let tables = try log.tableNames()
      for relation in try log.relationsWithPast(tables) {
        items += try VersionVacuum(self, log, relation, existing: tables).plan()
      }
    }
    return items + ScratchVacuum(self).plan() + (try RunVacuum(self).plan())
  }

  /// Does it. The caller holds the target, so that no run publishes meanwhile.
  ///
  /// - Returns: what was done and what stayed.
  package func run() throws -> [VacuumItem] {
    var items: [VacuumItem] = []
    for catalog in catalogs where catalog.exists {
      try catalog.prepare()
      let connection = try Connection(path: catalog.path, mode: .readWrite, options: CatalogFile.options)
      defer { connection.close() }
      try connection.execute("PRAGMA secure_delete = OFF")
      let log = VersionLog(connection, database: catalog.database)
      let tables = try log.tableNames()
      for relation in try log.relationsWithPast(tables) {
        // A transaction a table: writers of other programs wait for one table's dropping only.
        items += try connection.transaction(.immediate) {
          try VersionVacuum(self, log, relation, existing: tables).run()
        }
      }
    }
    return items + ScratchVacuum(self).run() + (try RunVacuum(self).run())
  }

  private var catalogs: [CatalogFile] {
    let databases = Set(project.graph.nodes.values.compactMap(\.relation?.database) + [project.target.database])
    return databases.sorted().map { CatalogFile(database: $0, directory: project.target.warehouseDirectory) }
  }
}

extension VersionLog {
  /// Every table of the catalog's file.
  func tableNames() throws -> Set<String> {
    Set(
      try connection.query("SELECT name FROM \(quoteIdentifier(alias)).sqlite_schema WHERE type = 'table'")
        .compactMap { $0[0].text })
  }

  /// Tables of which anything is kept besides the version readers see: of most there is nothing to be let go, and a look at
  /// each would take longer than a small run.
  ///
  /// - Parameter tables: those of the file.
  func relationsWithPast(_ tables: Set<String>) throws -> [RelationName] {
    let undone = tables.compactMap { name -> String? in
      guard name.hasPrefix("~"), let mark = name.lastIndex(of: "@"), name[mark...].hasPrefix("@u") else { return nil }
      return String(name[name.index(after: name.startIndex)..<mark])
    }
    let old = try connection.query(
      """
      SELECT DISTINCT relation FROM \(quoteIdentifier(alias, "~versions"))
      WHERE disposition NOT IN ('current', 'vacuumed') AND storage IS NOT NULL
      """
    ).compactMap { $0[0].text }
    return Set(old).union(undone).sorted().compactMap { name in
      guard let dot = name.firstIndex(of: ".") else { return nil }
      return RelationName(
        database: database, schema: String(name[..<dot]), identifier: String(name[name.index(after: dot)...]))
    }
  }
}
