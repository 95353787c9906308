package import Project

/// dbt's `--defer`: what is not selected and not built here is read from where an earlier state has it.
package enum DeferredReading {
  /// The project as a request wants it read.
  static func applied(_ request: RunRequest, _ project: LoadedProject, _ selected: Set<NodeID>) throws -> LoadedProject
  {
    guard request.defers else { return project }
    return try applied(
      request.deferArtifacts ?? request.stateArtifacts, favoring: request.favorsState, project, selected)
  }

  /// The project with what is not selected read from an earlier state.
  ///
  /// - Parameters:
  ///   - folder: Where that state's manifest.json lies.
  ///   - favoring: Whether its relations are taken even for nodes that are built here.
  package static func applied(
    _ folder: String?, favoring: Bool, _ project: LoadedProject, _ selected: Set<NodeID>
  ) throws -> LoadedProject {
    guard let folder else {
      throw SelectionError(
        message: "--defer does not say which state is meant", hint: "name a folder with a manifest.json by --state")
    }
    guard let manifest = try SelectionHistory(stateDirectory: folder, for: project).manifest else {
      throw SelectionError(message: "there is no manifest.json in \(folder)", hint: "--defer reads relations from it")
    }
    let session = try QuerySession(project)
    defer { session.close() }
    var deferred = try project.deferring(selected, to: manifest, favoring: favoring) { session.isPublished($0) }
    // What is read from elsewhere is no part of the reading any more.
    deferred.reading = nil
    return deferred
  }
}
