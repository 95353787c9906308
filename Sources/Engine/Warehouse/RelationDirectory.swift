package import Project

/// The relations of a project, as names in SQL may mean them: the same for every step of a run, so made once.
package struct RelationDirectory: Sendable {
  /// The catalogs the project speaks of, in order.
  let databases: [String]
  /// Names in lower case, to the relation meant.
  let spelled: [String: RelationName]

  package init(_ relations: some Sequence<RelationName>) {
    var databases: Set<String> = []
    var spelled: [String: RelationName] = [:]
    for relation in relations {
      databases.insert(relation.database)
      spelled[relation.description.lowercased()] = relation
    }
    self.databases = databases.sorted()
    self.spelled = spelled
  }

  package init(_ project: LoadedProject) { self.init(project.graph.nodes.values.compactMap(\.relation)) }
}
