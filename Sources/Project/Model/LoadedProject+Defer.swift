extension LoadedProject {
  /// The project with nodes that are not selected read from where an earlier state has them: dbt's `--defer`.
  ///
  /// - Parameters:
  ///   - manifest: The `manifest.json` of that state.
  ///   - favoring: Whether the state's relation is taken even for nodes that are built here.
  ///   - isBuilt: Whether a relation of the target is there.
  public func deferring(
    _ selected: Set<NodeID>, to manifest: ConfigValue, favoring: Bool, isBuilt: (RelationName) throws -> Bool
  ) throws -> LoadedProject {
    guard let compiler = compiler as? ProjectCompiler else { return self }
    var nodes = graph.nodes
    let then = manifest["nodes"] ?? .map([])
    for (id, node) in graph.nodes where !selected.contains(id) {
      guard [.model, .seed, .snapshot].contains(node.resourceType), let relation = node.relation,
        let entry = then[id.rawValue], let schema = entry["schema"]?.scalarText, entry["relation_name"] != .null
      else { continue }
      if !favoring, try isBuilt(relation) { continue }
      nodes[id]?.relation = RelationName(
        database: entry["database"]?.scalarText ?? relation.database, schema: schema,
        identifier: (entry["alias"] ?? entry["name"])?.scalarText ?? relation.identifier)
    }
    var project = self
    project.graph = try ProjectGraph(Array(nodes.values))
    project.compiler = ProjectCompiler(
      state: compiler.state, project: GraphState(graph: project.graph, lookup: compiler.project.lookup))
    return project
  }
}
