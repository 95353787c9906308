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
    let relations = project.graph.nodes.values.compactMap(\.relation)
    let main = CatalogFile(database: project.target.database, directory: project.target.warehouseDirectory)
    connection =
      main.exists
      ? try Connection(path: main.path, mode: .readOnly, options: CatalogFile.options) : try Connection.inMemory()
    var attached: [String: String] = [:]
    for database in Set(relations.map(\.database)).sorted() where database.lowercased() != main.database.lowercased() {
      let file = CatalogFile(database: database, directory: project.target.warehouseDirectory)
      guard file.exists, attached.count < 9 else { continue }
      let alias = CatalogFile.alias(of: database)
      try connection.attach(CatalogFile.uri(file.path, "mode=ro"), as: alias)
      attached[database.lowercased()] = alias
    }
    scope = RelationScope(
      connection: connection, mainDatabase: main.database, attached: attached, target: project.target,
      relations: relations)
    scope.histories = [:]
    for node in project.graph.nodes.values {
      if let relation = node.relation, let history = HistoryColumns(node) { scope.histories?[relation] = history }
    }
    try connection.prepareForReading(sorts: sorts, cancellation)
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

  func close() { connection.close() }
}
