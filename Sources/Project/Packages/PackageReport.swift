import YAML

/// Whether one package that a project names is in place.
public struct PackageReport: Sendable {
  /// Where a package comes from.
  public enum Origin: String, Sendable { case local, hub, git, tarball, builtIn = "built in" }

  public let name: String
  public let origin: Origin
  public let isThere: Bool
  /// The folder its files belong in, below the project.
  public let expected: String
  /// Where it is named.
  public let location: SourceLocation

  /// A line about it.
  public var words: String {
    switch origin {
    case _ where !isThere: "\(location): \(name) (\(origin.rawValue)) is not there"
    case .builtIn: "\(name): comes with sluice"
    default: "\(name) (\(origin.rawValue)): \(expected)"
    }
  }

  /// The packages of `packages.yml` and `dependencies.yml`, in their order.
  ///
  /// - Throws: what is wrong with these files.
  public static func all(in root: String, options: LoadOptions) throws(CompilationFailure) -> [PackageReport] {
    let log = MessageLog()
    let folder = ProjectFolder.absolute(root)
    // The project file says where packages are installed; what else is wrong with it is another command's business.
    let file = ProjectFileReader(
      path: ProjectFolder.joined(folder, "dbt_project.yml"), shownPath: "dbt_project.yml", log: MessageLog(),
      render: { node, _ in ConfigValue(node) }
    ).read()
    let install = file?.packagesInstallPath ?? "dbt_packages"
    var reports: [PackageReport] = []
    for name in ["packages.yml", "dependencies.yml"] {
      guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(folder, name)) else { continue }
      do throws(YAMLError) {
        let node = try YAML.parse(bytes, file: name)
        for entry in node["packages"]?.sequence ?? [] {
          if let report = report(entry, file: name, root: folder, install: install, log: log) { reports.append(report) }
        }
      } catch {
        log.add(ProjectMessage(error))
      }
    }
    if log.hasErrors { throw CompilationFailure(log.sorted) }
    return reports
  }

  private static func report(_ entry: YAMLNode, file: String, root: String, install: String, log: MessageLog)
    -> PackageReport?
  {
    let place = SourceLocation(entry, file: file)
    if let path = entry["local"]?.string {
      let folder = ProjectFolder.normalized(ProjectFolder.joined(root, path))
      return PackageReport(
        name: path, origin: .local, isThere: ProjectLoader.isProject(folder), expected: path, location: place)
    }
    let named: (String, Origin)?
    if let text = entry["package"]?.string {
      named = (text.split(separator: "/").last.map(String.init) ?? text, .hub)
    } else if let text = entry["git"]?.string {
      named = (PackageFolders.name(ofRepository: text), .git)
    } else if let text = entry["tarball"]?.string {
      named = (entry["name"]?.string ?? text, .tarball)
    } else {
      named = nil
    }
    guard let (name, origin) = named else {
      log.error(
        "a package is named by none of local, package, git, tarball", at: place,
        hint: "write '- local: ../folder' or '- package: owner/name'")
      return nil
    }
    let folder = ProjectFolder.joined(install, name)
    if ProjectLoader.isProject(ProjectFolder.joined(root, folder)) {
      return PackageReport(name: name, origin: origin, isThere: true, expected: folder, location: place)
    }
    let isBuiltIn = PackageFolders.builtIn.contains(name)
    return PackageReport(
      name: name, origin: isBuiltIn ? .builtIn : origin, isThere: isBuiltIn, expected: folder, location: place)
  }
}
