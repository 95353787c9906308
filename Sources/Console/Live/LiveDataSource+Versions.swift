package import Engine
package import Project

extension LiveDataSource {
  package func hold(_ version: Int64, of relation: RelationName) async throws -> VersionHold? {
    let directory = directory
    return try await onThread { VersionHold(relation, version: version, in: directory) }
  }

  package func badges(of keys: [[String?]], in relation: RelationName) async throws -> [KeyMoment: [String]] {
    try await browsing { try $0.badges(of: keys, in: relation) }
  }

  package func columnCounts(of relation: RelationName, version: Int64) async throws -> [ColumnCounts] {
    try await browsing { try $0.columnCounts(of: relation, version: version) }
  }

  package func heldVersion(of node: NodeID) async throws -> VersionRecord? {
    try await onThread {
      let project = try loadedProject()
      return try project.graph[node].flatMap { try HeldVersions(project).held($0) }
    }
  }

  package func release(_ node: NodeID, reason: String) async throws -> String {
    if isReadOnly { throw ConsoleRefusal("this console is read-only: sluice quarantine release publishes a version") }
    let (directory, user) = (directory, user)
    return try await onThread {
      let project = try loadedProject()
      guard let node = project.graph[node] else { throw ConsoleRefusal("this node is no longer in the project") }
      let version = try HeldVersions(project).release(node, reason: reason, by: user, in: directory)
      return "v\(version.id) of \(node.name) is published: \(version.cause)"
    }
  }
}
