/// The files of one package, found but not read.
struct PackageListing: Sendable {
  let package: Package
  let models: [FoundFile]
  let snapshots: [FoundFile]
  let tests: [FoundFile]
  let analyses: [FoundFile]
  let macros: [FoundFile]
  let docs: [FoundFile]
  let seeds: [FoundFile]
  let properties: [FoundFile]

  /// The same without what has nodes in it: macros, generic tests and docs alone.
  var onlyTexts: PackageListing {
    PackageListing(
      package: package, models: [], snapshots: [], tests: tests.filter { $0.folders.first == "generic" }, analyses: [],
      macros: macros, docs: docs, seeds: [], properties: [])
  }

  private init(
    package: Package, models: [FoundFile], snapshots: [FoundFile], tests: [FoundFile], analyses: [FoundFile],
    macros: [FoundFile], docs: [FoundFile], seeds: [FoundFile], properties: [FoundFile]
  ) {
    self.package = package
    self.models = models
    self.snapshots = snapshots
    self.tests = tests
    self.analyses = analyses
    self.macros = macros
    self.docs = docs
    self.seeds = seeds
    self.properties = properties
  }

  init(_ package: Package) {
    self.package = package
    let file = package.file
    let ignore = IgnoreRules(text: ProjectFolder.text(ProjectFolder.joined(package.root, ".dbtignore")) ?? "")
    // Most folders are asked for several endings: each is walked once.
    var walked: [String: [FoundFile]] = [:]
    let endings = [".sql", ".py", ".csv", ".md", ".yml", ".yaml"]
    func found(_ paths: [String], _ wanted: [String]) -> [FoundFile] {
      var seen: Set<String> = []
      return paths.flatMap { path in
        let files =
          walked[path]
          ?? ProjectFolder.files(root: package.root, searchRoot: path, endings: endings, ignoring: ignore)
        walked[path] = files
        return files.filter { file in wanted.contains { file.path.hasSuffix($0) } }
      }.filter { seen.insert($0.path).inserted }
    }
    models = found(file.modelPaths, [".sql", ".py"])
    snapshots = found(file.snapshotPaths, [".sql"])
    tests = found(file.testPaths, [".sql"])
    analyses = found(file.analysisPaths, [".sql"])
    macros = found(file.macroPaths, [".sql"])
    docs = found(file.docsPaths, [".md"])
    seeds = found(file.seedPaths, [".csv"])
    properties = found(file.propertiesPaths, [".yml", ".yaml"])
  }

  /// Every file a reading of the package depends on, the project file among them, each once.
  var paths: [String] {
    var seen: Set<String> = []
    let own = [ProjectFolder.joined(package.root, "dbt_project.yml")]
    let groups = [models, snapshots, tests, analyses, macros, docs, seeds, properties]
    return (own + groups.flatMap { $0.map(\.absolutePath) }).filter { seen.insert($0).inserted }
  }
}
