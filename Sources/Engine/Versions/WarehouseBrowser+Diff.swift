package import Project
import SQLiteKit

extension WarehouseBrowser {
  /// How two published versions of a table differ: by key, cell by cell, or by whole rows where there is no key.
  ///
  /// Two states of a table that was changed in place are compared at the cost of what changed; two tables written whole
  /// are read whole.
  package func diff(_ request: VersionDiffRequest) throws -> VersionDiff {
    guard let connection = try open(request.relation.database) else { throw notThere(request.relation) }
    defer { connection.close() }
    let log = VersionLog(connection, database: request.relation.database)
    let newer: LoggedVersion
    if let point = request.to {
      newer = try log.version(at: point, of: request.relation)
    } else {
      guard let current = try log.current(request.relation) else { throw notThere(request.relation) }
      newer = current
    }
    let older: LoggedVersion
    if let point = request.from {
      older = try log.version(at: point, of: request.relation)
    } else {
      let before = try log.all(of: request.relation).first { $0.record.id < newer.record.id && !$0.isHeld }
      guard let before else {
        throw WarehouseError(
          "version \(newer.record.id) of \(request.relation) is its first: there is none to compare with")
      }
      older = try log.version(at: .version(before.record.id), of: request.relation)
    }
    for side in [older, newer] where side.kind == .view && side.record.disposition != .current {
      throw WarehouseError(
        "version \(side.record.id) of \(request.relation) was a view, which keeps no rows of its own")
    }
    let both = [older, newer].map { Set($0.record.columns.map { $0.name.lowercased() }) }
    let own = ownKey(of: request.relation)
    let isInBoth = own.allSatisfy { name in both.allSatisfy { $0.contains(name.lowercased()) } }
    let key = request.key ?? (isInBoth ? own : [])
    var comparison = try VersionComparison(older, newer, key: key, request, log)
    return try comparison.run(count: request.count)
  }

  /// What a table's rows are told apart by: its unique key, with the beginning of the version where it keeps history, or
  /// the columns a `unique` test guards.
  package func ownKey(of relation: RelationName) -> [String] {
    guard let node = nodes[relation] else { return [] }
    let key = node.config.uniqueKey
    if !key.isEmpty { return key + (HistoryColumns(node).map { [$0.from] } ?? []) }
    let tests = project.graph.nodes.values.filter { $0.test?.genericName == "unique" && $0.dependsOn == [node.id] }
    return tests.compactMap { $0.test?.columnName }.sorted().first.map { [$0] } ?? []
  }
}
