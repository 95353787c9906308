import Project

/// dbt's `--defer`: what is not selected and not built here is read from where an earlier state has it.
enum DeferredReading {
  /// The project as a request wants it read.
  static func applied(_ request: RunRequest, _ project: LoadedProject, _ selected: Set<NodeID>) throws -> LoadedProject
  {
    guard request.defers else { return project }
    guard let folder = request.deferArtifacts ?? request.stateArtifacts else {
      throw SelectionError(
        message: "--defer does not say which state is meant", hint: "name a folder with a manifest.json by --state")
    }
    guard let manifest = try SelectionHistory(stateDirectory: folder, for: project).manifest else {
      throw SelectionError(message: "there is no manifest.json in \(folder)", hint: "--defer reads relations from it")
    }
    let session = try QuerySession(project)
    defer { session.close() }
    return try project.deferring(selected, to: manifest, favoring: request.favorsState) { session.isPublished($0) }
  }
}
