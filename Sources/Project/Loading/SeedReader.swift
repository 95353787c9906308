/// Makes seed nodes: one a CSV file.
struct SeedReader {
  let state: ProjectState
  let log: MessageLog

  func drafts(_ packages: [PackageFiles]) -> [Draft] {
    packages.flatMap { files in
      files.seeds.map { file in
        let package = files.package.name
        var node = Node(
          id: NodeID("seed.\(package).\(file.stem)"), resourceType: .seed, name: file.stem, package: package,
          fqn: [package] + file.folders + [file.stem], location: SourceLocation(file: files.package.shown(file.path)),
          materialization: .seed)
        node.details.path = file.pathBelowRoot
        node.details.absolutePath = file.absolutePath
        // dbt takes no content digest of seeds above 1 MiB; reading is cheap enough here to take them all.
        node.details.checksum = SHA256.hex((ProjectFolder.text(file.absolutePath) ?? "").trimmingBlanks())
        return Draft(node: node)
      }
    }
  }
}
