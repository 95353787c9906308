import Glibc
import Project
import SQLiteKit

/// A connection on which SQL in the project's dialect can be read by people: every catalog attached, nothing writable.
struct QuerySession {
  let connection: Connection
  let project: LoadedProject
  private let scope: RelationScope

  init(_ project: LoadedProject, sorts: Bool = false, cancellation: CancellationFlag? = nil) throws {
    self.project = project
    let directory = RelationDirectory(project)
    let main = CatalogFile(database: project.target.database, directory: project.target.warehouseDirectory)
    connection =
      main.exists
      ? try Connection(path: main.path, mode: .readOnly, options: CatalogFile.options) : try Connection.inMemory()
    var attached: [String: String] = [:]
    for database in directory.databases where database.lowercased() != main.database.lowercased() {
      let file = CatalogFile(database: database, directory: project.target.warehouseDirectory)
      guard file.exists, attached.count < 9 else { continue }
      let alias = CatalogFile.alias(of: database)
      try connection.attach(CatalogFile.uri(file.path, "mode=ro"), as: alias)
      attached[database.lowercased()] = alias
    }
    scope = RelationScope(
      connection: connection, mainDatabase: main.database, attached: attached, target: project.target,
      directory: directory)
    scope.histories = [:]
    for node in project.graph.nodes.values {
      if let relation = node.relation, let history = HistoryColumns(node) { scope.histories?[relation] = history }
    }
    try connection.prepareForReading(sorts: sorts, cancellation)
    let (files, connection) = (FileTables(), connection)
    scope.provide = { relation in try files.found(relation, of: project, on: connection) }
  }

  func translate(_ sql: String) throws -> TranslatedQuery {
    try SQLKitTranslator().translate(sql, for: project, in: scope)
  }

  /// Whether a relation has rows to read.
  func isPublished(_ relation: RelationName) -> Bool { ((try? scope.find(relation)) ?? nil) != nil }

  /// What macros ask while a node is compiled.
  var adapter: WarehouseAdapter {
    WarehouseAdapter(connection: connection, scope: scope) { [project, scope] sql in
      try SQLKitTranslator().translate(sql, for: project, in: scope)
    }
  }

  /// A relation by name: a published table, or the files of a source.
  func find(_ relation: RelationName) throws -> RelationScope.Found? { try scope.find(relation) }

  func close() { connection.close() }
}

/// Sources with files, read in place on a session's connection.
private final class FileTables {
  private var count = 0

  func found(
    _ relation: RelationName, of project: LoadedProject, on connection: Connection
  ) throws -> RelationScope.Found? {
    guard let node = project.graph.nodes.values.first(where: { $0.relation == relation && $0.source?.file != nil }),
      let location = node.source?.file
    else { return nil }
    let columns = node.columns.map { DeclaredColumn($0.name, type: $0.dataType) }
    let source = try openFileSource(
      FileSourceSpec(
        paths: location.paths, format: try FileFormat(location),
        columns: node.columns.contains { $0.dataType != nil } ? columns : nil, allowsNoFiles: true))
    count += 1
    let name = "file source \(count)"
    try source.register(on: connection, as: name, sink: RejectedRecords())
    return RelationScope.Found(
      relation: relation, sqlName: quoteIdentifier(name),
      columns: source.columns.map { AdapterColumn(name: $0.name, dataType: $0.declaredType ?? $0.kind.dataType) },
      isStored: false, isFile: true)
  }
}
