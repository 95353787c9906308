package import Project
import SQLiteKit

/// Reads a target's published tables for people: pages, profiles, history. It cannot write: every connection is opened
/// read-only and refuses any statement that is no read.
package struct WarehouseBrowser: Sendable {
  let project: LoadedProject
  let nodes: [RelationName: Node]
  let cancellation: CancellationFlag?

  /// A reader of a project's target.
  ///
  /// - Parameter cancellation: once raised, whatever is being read stops at once, inside SQLite too.
  package init(_ project: LoadedProject, cancellation: CancellationFlag? = nil) {
    self.project = project
    self.cancellation = cancellation
    var nodes: [RelationName: Node] = [:]
    for node in project.graph.nodes.values {
      if let relation = node.relation, node.resourceType != .source { nodes[relation] = node }
    }
    self.nodes = nodes
  }

  /// Where the target's state lies.
  package var stateDirectory: String { project.target.stateDirectory }

  /// The tables and views of the warehouse, those of the project first.
  package func tables() throws -> [TableOutline] {
    var outlines: [TableOutline] = []
    for database in Set(nodes.keys.map(\.database)).sorted() {
      guard let connection = try open(database) else { continue }
      defer { connection.close() }
      // In one transaction: every publish makes the schema read anew, and beside a run that publishes faster than the schema
      // of thousands of tables is read, a statement by itself would never get to its first row.
      try connection.execute("BEGIN")
      let current = Dictionary(
        try VersionLog(connection, database: database).allCurrent().map {
          ($0.record.relation.tableName, $0.record.countedRows)
        },
        uniquingKeysWith: { first, _ in first })
      let rows = try connection.query(
        """
        SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '~%' AND name NOT LIKE 'sqlite%'
        ORDER BY name
        """)
      for row in rows {
        guard let name = row[0].text, let kind = row[1].text else { continue }
        let relation = relation(named: name, in: database)
        let node = nodes[relation]
        outlines.append(
          TableOutline(
            relation: relation, kind: kind, rows: current[name].flatMap { $0 }, node: node?.id,
            hasHistory: node.map { HistoryColumns($0) != nil } ?? false))
      }
    }
    return outlines.sorted { left, right in
      (left.node == nil ? 1 : 0, left.relation) < (right.node == nil ? 1 : 0, right.relation)
    }
  }

  /// The published versions of a table, newest first.
  package func publishedVersions(of relation: RelationName) throws -> [VersionRecord] {
    guard let connection = try open(relation.database) else { return [] }
    defer { connection.close() }
    return try VersionLog(connection, database: relation.database).all(of: relation).map(\.record)
  }

  /// The version of a table that stands for a point.
  ///
  /// - Throws: in words, when there is none or its rows are no longer kept.
  package func version(at point: VersionPoint, of relation: RelationName) throws -> VersionRecord {
    guard let connection = try open(relation.database) else { throw notThere(relation) }
    defer { connection.close() }
    return try VersionLog(connection, database: relation.database).version(at: point, of: relation).record
  }

  /// A table's file, read-only; nil when nothing was ever published to that catalog.
  func open(_ database: String, sorts: Bool = false) throws -> Connection? {
    let file = CatalogFile(database: database, directory: project.target.warehouseDirectory)
    guard file.exists else { return nil }
    let connection = try Connection(path: file.path, mode: .readOnly, options: CatalogFile.options)
    try connection.prepareForReading(sorts: sorts, cancellation)
    return connection
  }

  private func relation(named name: String, in database: String) -> RelationName {
    let dot = name.firstIndex(of: ".")
    return RelationName(
      database: database, schema: dot.map { String(name[..<$0]) } ?? "",
      identifier: dot.map { String(name[name.index(after: $0)...]) } ?? name)
  }
}

extension Connection {
  /// Makes it fit for what people ask: functions known, nothing writable, stopped when `cancellation` is raised.
  ///
  /// - Parameter sorts: sort in pieces of 16 MB instead of 2: merging them is most of the time of a large sort.
  func prepareForReading(sorts: Bool, _ cancellation: CancellationFlag?) throws {
    if sorts { try execute("PRAGMA cache_size = -16384") }
    try StepFunctions.register(on: self)
    try RowFilter.registerMatching(on: self)
    if let cancellation {
      // The handle ends what runs now; the look at the flag ends what begins a moment later.
      let running = interruptHandle
      cancellation.onRaise { running.interrupt() }
      try setProgressHandler(every: 20_000) { !cancellation.isRaised }
    }
    try setReadOnlyAuthorizer()
  }
}
