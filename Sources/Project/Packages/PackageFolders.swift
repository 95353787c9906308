import YAML

/// Finds the packages a project uses: installed folders, and local ones of `packages.yml`.
struct PackageFolders {
  let root: Package
  let log: MessageLog

  /// The packages in order of name, each once.
  func packages(render: @escaping (YAMLNode) -> ConfigValue) -> [Package] {
    var found: [String: Package] = [:]
    var queue: [(folder: String, shown: String)] = []
    let install = ProjectFolder.joined(root.root, root.file.packagesInstallPath)
    for name in ProjectFolder.names(in: install) {
      let folder = ProjectFolder.joined(install, name)
      guard ProjectLoader.isProject(folder) else { continue }
      queue.append((folder, "\(root.file.packagesInstallPath)/\(name)/"))
    }
    queue += locals(of: root.root, shown: "")
    while !queue.isEmpty {
      let (folder, shown) = queue.removeFirst()
      let reader = ProjectFileReader(
        path: ProjectFolder.joined(folder, "dbt_project.yml"), shownPath: shown + "dbt_project.yml",
        log: MessageLog(), render: { node, _ in render(node) })
      guard let file = reader.read(), file.name != root.name, found[file.name] == nil else { continue }
      found[file.name] = Package(file: file, root: folder, isRoot: false, shownPrefix: shown)
      queue += locals(of: folder, shown: shown)
    }
    for (name, place) in declaredHubPackages() where found[name] == nil && !Self.builtIn.contains(name) {
      log.error(
        "the package '\(name)' is not installed", at: place,
        hint: "place its files in \(root.file.packagesInstallPath)/\(name)")
    }
    return found.values.sorted { $0.name < $1.name }
  }

  /// Packages whose macros and tests come with this program.
  static let builtIn: Set<String> = ["dbt_utils", "dbt_expectations", "dbt_date"]

  /// The package behind the address of a repository: `https://…/dbt-tools.git` is `dbt_tools`.
  static func name(ofRepository address: String) -> String {
    var name = String(address.split(separator: "/").last ?? "")
    if name.hasSuffix(".git") { name.removeLast(4) }
    return String(name.map { $0 == "-" ? "_" : $0 })
  }

  private func declarations() -> [(YAMLNode, String)] {
    for name in ["packages.yml", "dependencies.yml"] {
      guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(root.root, name)) else { continue }
      do throws(YAMLError) {
        let node = try YAML.parse(bytes, file: name)
        let entries = node["packages"]?.sequence ?? []
        if !entries.isEmpty { return entries.map { ($0, name) } }
      } catch {
        log.add(ProjectMessage(error))
      }
    }
    return []
  }

  private func locals(of folder: String, shown: String) -> [(folder: String, shown: String)] {
    var places: [(String, String)] = []
    for name in ["packages.yml", "dependencies.yml"] {
      guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(folder, name)),
        let node = try? YAML.parse(bytes, file: name)
      else { continue }
      for entry in node["packages"]?.sequence ?? [] {
        guard let path = entry["local"]?.string else { continue }
        let place = ProjectFolder.normalized(ProjectFolder.joined(folder, path))
        guard ProjectLoader.isProject(place) else {
          log.error(
            "the local package '\(path)' is not there", at: SourceLocation(entry, file: shown + name),
            hint: "expected a dbt_project.yml in \(place)")
          continue
        }
        places.append((place, ProjectFolder.relative(place, to: root.root) + "/"))
      }
    }
    return places
  }

  private func declaredHubPackages() -> [(String, SourceLocation)] {
    declarations().compactMap { entry, file in
      let place = SourceLocation(entry, file: file)
      if let name = entry["package"]?.string { return (String(name.split(separator: "/").last ?? ""), place) }
      if let git = entry["git"]?.string {
        return (Self.name(ofRepository: git), place)
      }
      return nil
    }
  }
}
