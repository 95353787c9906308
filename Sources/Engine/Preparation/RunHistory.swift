package import Project

/// What selections may ask of earlier runs: artifacts in a folder, or those the project's own last runs left.
package enum RunHistory {
  /// - Parameter stateDirectory: `--state`, absolute; nil: the last good run for `state:`, the last run for `result:`.
  package static func selection(stateDirectory: String?, for project: LoadedProject) throws -> SelectionHistory {
    if let stateDirectory { return try SelectionHistory(stateDirectory: stateDirectory, for: project) }
    return try SelectionHistory(lastGood: lastGood(project), for: project)
  }

  /// The folder that keeps the manifest of the last run that went well.
  package static func lastGood(_ project: LoadedProject) -> String { project.target.stateDirectory + "/last-good" }

  /// Keeps what a run that went well was carried with.
  ///
  /// - Parameter manifest: The file of the run's manifest.
  static func keep(_ manifest: String, of project: LoadedProject, after run: RunRecord) throws(RunStoreError) {
    guard run.state == .success || run.state == .warned, run.command != "test" else { return }
    let path = lastGood(project) + "/manifest.json"
    let stamp = ArtifactStamp(project, kind: "last-good")
    if stamp.holds(for: path) { return }
    try AtomicFile.copy(manifest, to: path)
    try stamp.keep(for: path)
  }
}
