/// The folders that `clean` removes: the project's `clean-targets`.
public struct CleanTargets: Sendable {
  /// Absolute paths, in the order of the project file.
  public let folders: [String]
  /// Folders that are named but must not be removed, with the reason.
  public let refused: [(folder: String, reason: String)]

  /// - Throws: what is wrong with the project file.
  public init(root: String, targetPath: String? = nil) throws(CompilationFailure) {
    let log = MessageLog()
    let root = ProjectFolder.absolute(root)
    let reader = ProjectFileReader(
      path: ProjectFolder.joined(root, "dbt_project.yml"), shownPath: "dbt_project.yml", log: log,
      render: { node, _ in ConfigValue(node) })
    guard let file = reader.read(), !log.hasErrors else { throw CompilationFailure(log.sorted) }
    let sources =
      (file.modelPaths + file.seedPaths + file.snapshotPaths + file.testPaths + file.macroPaths + file.analysisPaths)
      .map { ProjectFolder.normalized(ProjectFolder.joined(root, $0)) }
    var kept: [String] = []
    var refused: [(String, String)] = []
    for target in file.cleanTargets + (targetPath.map { [$0] } ?? []) {
      let folder = ProjectFolder.normalized(ProjectFolder.joined(root, target))
      if folder == root || !folder.hasPrefix(root + "/") {
        refused.append((target, "it lies outside of the project"))
      } else if sources.contains(where: { $0 == folder || $0.hasPrefix(folder + "/") }) {
        refused.append((target, "it holds the project's own files"))
      } else if !kept.contains(folder) {
        kept.append(folder)
      }
    }
    folders = kept
    self.refused = refused
  }
}
