package import Project

/// Prepares runs from projects on disk for the embedded engine: loads the project, makes the selection, opens the warehouse.
package struct ProjectPreparation: RunPreparing {
  private let environment: [String: String]

  /// - Parameter environment: what `env_var` reads.
  package init(environment: [String: String]) { self.environment = environment }

  package func prepare(_ request: RunRequest, context: CompilationContext) throws -> PreparedRun {
    let loaded = try ProjectLoader.load(request.projectDirectory, options: try options(request))
    let selected = try selection(request, loaded)
    let project = try DeferredReading.applied(request, loaded, selected)
    let trace = RunTrace(project)
    return PreparedRun(
      project: project, selection: selected, warehouse: SQLiteWarehouse(project: project, trace: trace),
      secrets: project.target.secrets, notes: Self.notes(project),
      finished: { run, reader in
        trace.settle()
        let tests = request.command.runsTests ? selected : []
        try RunResults(run, reader, project: project, selected: tests, trace: trace).write()
        try ProjectArtifacts(project, run, compiled: trace.compiled).write()
      })
  }

  /// What the request says of the project before it is loaded.
  package func options(_ request: RunRequest) throws -> LoadOptions {
    var options = LoadOptions(
      profilesDirectory: request.profilesDirectory, profile: request.profile, target: request.target,
      vars: try request.vars.map { try ConfigValue(yaml: $0, named: "--vars") } ?? .map([]),
      sourcesDirectory: request.sourcesDirectory, threads: request.threads, environment: environment,
      fullRefresh: request.fullRefresh, storeFailures: request.storeFailures, targetPath: request.targetPath,
      command: request.command.rawValue)
    options.usesCache = true
    return options
  }

  /// Nodes and tests that the request means.
  package func selection(_ request: RunRequest, _ project: LoadedProject) throws -> Set<NodeID> {
    if !request.nodes.isEmpty { return Self.withTests(Set(request.nodes), project.graph) }
    var selection = NodeSelection(select: request.select, exclude: request.exclude, selector: request.selector)
    let types = request.resourceTypes.flatMap { $0.split(separator: ",").map(String.init) }
    if !types.isEmpty, !types.contains("all") { selection.resourceTypes = Set(types.compactMap(ResourceType.init)) }
    if let word = request.indirectSelection, let indirect = IndirectSelection(rawValue: word) {
      selection.indirect = indirect
    }
    selection.excludedTypes = Set(
      request.excludedTypes.flatMap { $0.split(separator: ",").map(String.init) }.compactMap(ResourceType.init))
    guard selection.mayAskForHistory(in: project) else { return Set(try project.select(selection)) }
    let history = try RunHistory.selection(stateDirectory: request.stateArtifacts, for: project)
    return Set(try project.select(selection, history: history))
  }

  /// Nodes named by id, with the tests on any of them, as a selector would have found.
  private static func withTests(_ nodes: Set<NodeID>, _ graph: ProjectGraph) -> Set<NodeID> {
    let tests = nodes.flatMap { graph.children[$0] ?? [] }.filter {
      graph[$0]?.resourceType == .test || graph[$0]?.resourceType == .unitTest
    }
    return nodes.union(tests)
  }

  private static func notes(_ project: LoadedProject) -> [String] {
    project.messages.map(\.description)
  }
}
