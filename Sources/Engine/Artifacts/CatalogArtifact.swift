package import Project

/// dbt's `catalog.json`, version 1 of its schema: the tables of the warehouse as they are, with columns and types.
package struct CatalogArtifact {
  private let project: LoadedProject
  private let nodes: [NodeID]

  /// - Parameter nodes: What was selected.
  package init(_ project: LoadedProject, nodes: [NodeID]) {
    self.project = project
    self.nodes = nodes
  }

  /// The whole document; without a look at the warehouse it lists nothing.
  package func json(isEmpty: Bool = false) throws -> JSONValue {
    let now = Instant.now.iso8601
    let tables = isEmpty ? [] : try WarehouseBrowser(project).catalog()
    let found = Dictionary(tables.map { ($0.relation.description.lowercased(), $0) }) { first, _ in first }
    var entries: [Bool: [JSONValue.Member]] = [:]
    for id in nodes.sorted() {
      guard let node = project.graph[id], let relation = node.relation,
        let table = found[relation.description.lowercased()]
      else { continue }
      let isSource = node.resourceType == .source
      entries[isSource, default: []].append(JSONValue.Member(id.rawValue, Self.entry(table, id)))
    }
    return [
      "metadata": [
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json", "dbt_version": "1.10.0",
        "generated_at": .string(now), "invocation_id": .string(InvocationID.random()),
        "invocation_started_at": .string(now), "env": project.artifactEnvironment,
      ],
      "nodes": .object(entries[false] ?? []), "sources": .object(entries[true] ?? []), "errors": .null,
    ]
  }

  /// Writes it below the project's folder of artifacts, whole or not at all.
  package func write(isEmpty: Bool = false) throws {
    try AtomicFile.write(try json(isEmpty: isEmpty).text + "\n", to: project.targetDirectory + "/catalog.json")
  }

  private static func entry(_ table: CatalogTable, _ id: NodeID) -> JSONValue {
    let columns = table.columns.enumerated().map { place, column in
      JSONValue.Member(
        column.name,
        [
          "type": .string(column.dataType.isEmpty ? "TEXT" : column.dataType), "index": .int(Int64(place + 1)),
          "name": .string(column.name), "comment": .null,
        ])
    }
    var statistics: [JSONValue.Member] = []
    if let rows = table.rows {
      statistics.append(
        JSONValue.Member(
          "row_count",
          [
            "id": "row_count", "label": "Rows", "value": .int(rows), "include": true,
            "description": "Rows of the published version",
          ]))
    }
    statistics.append(
      JSONValue.Member(
        "has_stats",
        [
          "id": "has_stats", "label": "Has Stats?", "value": .bool(table.rows != nil), "include": false,
          "description": "Indicates whether there are statistics for this table",
        ]))
    return [
      "metadata": [
        "type": .string(table.kind == "view" ? "VIEW" : "BASE TABLE"), "schema": .string(table.relation.schema),
        "name": .string(table.relation.identifier), "database": .string(table.relation.database), "comment": .null,
        "owner": .null,
      ],
      "columns": .object(columns), "stats": .object(statistics), "unique_id": .string(id.rawValue),
    ]
  }
}

/// A table of the warehouse as a catalog lists it.
struct CatalogTable {
  var relation: RelationName
  var kind: String
  var columns: [AdapterColumn]
  var rows: Int64?
}

extension WarehouseBrowser {
  /// Every table and view of the project's catalogs with its columns, a source's files among them.
  func catalog() throws -> [CatalogTable] {
    let outlines = try tables()
    var tables: [CatalogTable] = []
    let session = try QuerySession(project)
    defer { session.close() }
    for outline in outlines {
      let columns = try session.find(outline.relation)?.columns ?? []
      tables.append(CatalogTable(relation: outline.relation, kind: outline.kind, columns: columns, rows: outline.rows))
    }
    let listed = Set(outlines.map(\.relation))
    for node in project.graph.nodes.values where node.resourceType == .source {
      guard let relation = node.relation, !listed.contains(relation), let found = try? session.find(relation) else {
        continue
      }
      tables.append(CatalogTable(relation: relation, kind: "table", columns: found.columns))
    }
    return tables
  }
}
