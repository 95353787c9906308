import YAML

/// Turns the files of a versioned model into its versions.
struct VersionReader {
  let state: ProjectState
  let log: MessageLog

  /// The drafts with versioned ones renamed: file `dim_v1.sql` becomes version 1 of `dim`.
  func split(_ drafts: [Draft], _ catalog: inout PatchCatalog) -> [Draft] {
    var drafts = drafts
    for entry in catalog.all(.models) {
      guard let versions = entry.node["versions"]?.sequence, !versions.isEmpty else { continue }
      let names = versions.compactMap { $0["v"].flatMap { ConfigValue($0).scalarText } }
      let latest = entry.node["latest_version"].flatMap { ConfigValue($0).scalarText } ?? Self.greatest(names)
      if let written = entry.node["latest_version"], !names.contains(latest) {
        log.error(
          "'\(latest)' is no version of '\(entry.name)'", at: SourceLocation(written, file: entry.file),
          hint: "its versions are: \(names.joined(separator: ", "))")
      }
      for version in versions {
        guard let name = version["v"].flatMap({ ConfigValue($0).scalarText }) else {
          log.error("a version has no 'v'", at: SourceLocation(version, file: entry.file), hint: "add 'v: 1' to it")
          continue
        }
        let files = [version["defined_in"]?.string, "\(entry.name)_v\(name)", "\(entry.name).v\(name)", entry.name]
        guard
          let index = files.lazy.compactMap({ file in
            drafts.firstIndex {
              $0.node.resourceType == .model && $0.node.package == entry.package && $0.node.name == file
                && $0.version == nil
            }
          }).first
        else {
          log.error(
            "version \(name) of '\(entry.name)' has no file", at: SourceLocation(version, file: entry.file),
            hint: "add \(entry.name)_v\(name).sql, or name the file with 'defined_in'")
          continue
        }
        rename(&drafts[index], to: entry.name, version: name, latest: latest)
        drafts[index].patch = catalog.take(.models, entry.name, package: entry.package)
        drafts[index].declared = (version["config"]?.mapping?.entries ?? []).map {
          ConfigEntry($0.key.text, ConfigValue($0.value))
        }
        drafts[index].versionConfig = drafts[index].declared
        drafts[index].declared = []
      }
    }
    return drafts
  }

  private func rename(_ draft: inout Draft, to name: String, version: String, latest: String) {
    let old = draft.node
    var node = Node(
      id: NodeID("model.\(old.package).\(name).v\(version)"), resourceType: .model, name: name, package: old.package,
      fqn: old.fqn.dropLast() + [name, "v\(version)"], location: old.location, rawCode: old.rawCode)
    node.details = old.details
    node.macroDependencies = old.macroDependencies
    node.details.version = version
    node.details.latestVersion = latest
    draft.node = node
    draft.version = ModelVersion(version: version, latest: latest)
  }

  /// The greatest version: by number where all are numbers, else by text.
  private static func greatest(_ versions: [String]) -> String {
    let numbers = versions.compactMap { Double($0) }
    if numbers.count == versions.count, let greatest = numbers.max() {
      return versions.first { Double($0) == greatest } ?? ""
    }
    return versions.max() ?? ""
  }
}
