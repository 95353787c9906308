package import Project

/// What a command leaves in the project's folder of artifacts: the manifest, and the SQL of what it compiled.
package struct ProjectArtifacts {
  private let project: LoadedProject
  private let invocationID: String
  private var run: RunRecord?
  private var sql: [NodeID: String] = [:]

  package init(_ project: LoadedProject, invocationID: String? = nil) {
    self.project = project
    self.invocationID = invocationID ?? InvocationID.random()
  }

  /// The artifacts of a run: the manifest holds the SQL its steps ran.
  init(_ project: LoadedProject, _ run: RunRecord, compiled: [NodeID: String]) {
    self.init(project, invocationID: run.invocationID)
    self.run = run
    sql = compiled
  }

  /// Writes what a run leaves; after a good one the manifest is kept for later comparisons too.
  ///
  /// Artifacts that say already what they would be are left as they are.
  func write() throws(RunStoreError) {
    let path = project.targetDirectory + "/manifest.json"
    let stamp = ArtifactStamp(project, kind: "manifest", sql)
    if !stamp.holds(for: path) {
      try writeManifest(compiled: sql)
      try stamp.keep(for: path)
    }
    if let run { try RunHistory.keep(path, of: project, after: run) }
  }

  /// Writes `manifest.json`, whole or not at all.
  ///
  /// - Parameter compiled: The SQL of nodes that were compiled.
  package func writeManifest(compiled: [NodeID: String] = [:], to path: String? = nil) throws(RunStoreError) {
    let metadata = ManifestWriter.Metadata(
      invocationID: invocationID, generatedAt: Instant.now.iso8601, environment: project.metadataEnvironment)
    let manifest = ManifestWriter(project, metadata: metadata).manifest(compiled: compiled)
    try AtomicFile.write(manifest.json() + "\n", to: path ?? project.targetDirectory + "/manifest.json")
  }

  /// Writes a node's SQL to `compiled/PACKAGE/PATH` below the folder of artifacts, where dbt puts it.
  package func writeCompiled(_ node: Node, _ sql: String) throws(RunStoreError) {
    try AtomicFile.keep(sql, at: project.targetDirectory + "/" + project.compiledPath(of: node))
  }
}

extension LoadedProject {
  /// `DBT_ENV_CUSTOM_ENV_*` variables as every artifact carries them.
  var artifactEnvironment: JSONValue {
    .object(metadataEnvironment.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })
  }
}
