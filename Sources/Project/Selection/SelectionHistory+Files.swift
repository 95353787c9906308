extension SelectionHistory {
  /// What artifacts in a folder know of an earlier state: `manifest.json`, `run_results.json`, `sources.json`, each if it
  /// is there.
  ///
  /// - Parameter directory: `--state`, absolute.
  /// - Throws: when there is no such folder, or a file in it cannot be read.
  public init(stateDirectory directory: String, for project: LoadedProject) throws(SelectionError) {
    self.init()
    guard ProjectFolder.isFolder(directory) else {
      throw SelectionError(
        message: "there is no folder \(directory)", hint: "give --state a folder with an earlier manifest.json")
    }
    if let manifest = try Self.artifact("manifest.json", in: directory) {
      previous = PriorState(manifest: manifest, comparedWith: project)
      self.manifest = manifest
    }
    if let run = try Self.artifact("run_results.json", in: directory) { take(run) }
    if let then = try Self.artifact("sources.json", in: directory),
      let now = try Self.artifact("sources.json", in: project.targetDirectory)
    {
      hasSourceStates = true
      freshSources = Self.fresher(now, than: then)
    }
  }

  /// What the project's own runs left: the manifest of the last good one, and the results of the last one.
  ///
  /// Files are read when a selection asks for them: most never do.
  public init(lastGood directory: String, for project: LoadedProject) throws(SelectionError) {
    self.init()
    if let manifest = try Self.artifact("manifest.json", in: directory) {
      previous = PriorState(manifest: manifest, comparedWith: project)
    }
    if let run = try Self.artifact("run_results.json", in: project.targetDirectory) { take(run) }
  }

  /// The statuses of a `run_results.json`.
  mutating func take(_ run: ConfigValue) {
    for result in run["results"]?.asList ?? [] {
      guard let id = result["unique_id"]?.stringValue, let status = result["status"]?.stringValue else { continue }
      results[NodeID(id)] = status
    }
  }

  private static func artifact(_ name: String, in directory: String) throws(SelectionError) -> ConfigValue? {
    let path = ProjectFolder.joined(directory, name)
    guard ProjectFolder.exists(path) else { return nil }
    guard let text = ProjectFolder.text(path) else {
      throw SelectionError(message: "\(path) cannot be read", hint: "check its permissions")
    }
    do throws(ConfigValue.JSONError) {
      return try ConfigValue(json: text)
    } catch {
      throw SelectionError(
        message: "\(path) is no JSON: \(error)", hint: "name another folder, or write the artifacts anew")
    }
  }

  /// The sources whose latest row is later than it was, or that had none.
  private static func fresher(_ now: ConfigValue, than then: ConfigValue) -> Set<NodeID> {
    func latest(_ artifact: ConfigValue) -> [String: String] {
      var times: [String: String] = [:]
      for result in artifact["results"]?.asList ?? [] {
        if let id = result["unique_id"]?.stringValue, let time = result["max_loaded_at"]?.scalarText {
          times[id] = time
        }
      }
      return times
    }
    let before = latest(then)
    return Set(latest(now).filter { id, time in before[id].map { time > $0 } ?? true }.map { NodeID($0.key) })
  }
}
