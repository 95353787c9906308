import YAML

/// What `dbt_project.yml` says.
struct ProjectFile: Sendable {
  var name: String
  var version: String?
  var profile: String?
  var modelPaths = ["models"]
  var seedPaths = ["seeds"]
  var snapshotPaths = ["snapshots"]
  var testPaths = ["tests"]
  var macroPaths = ["macros"]
  var analysisPaths = ["analyses"]
  var docsPaths: [String] = []
  var assetPaths: [String] = []
  var functionPaths: [String] = []
  var targetPath = "target"
  var cleanTargets: [String] = ["target"]
  var packagesInstallPath = "dbt_packages"
  var quoting: [String: Bool] = [:]
  var onRunStart: [ProjectHook] = []
  var onRunEnd: [ProjectHook] = []
  /// Search orders of `adapter.dispatch` by macro namespace.
  var dispatch: [String: [String]] = [:]
  var vars: ConfigValue = .map([])
  var flags: ConfigValue = .map([])
  var configs: [ResourceType: ConfigTree] = [:]
  var location: SourceLocation

  /// The folders that hold properties files.
  var propertiesPaths: [String] {
    var seen: Set<String> = []
    return (modelPaths + seedPaths + snapshotPaths + analysisPaths + macroPaths + testPaths)
      .filter { seen.insert($0).inserted }
  }
}

/// Reads `dbt_project.yml`.
struct ProjectFileReader {
  let path: String
  /// The file's name in messages.
  let shownPath: String
  let log: MessageLog
  let render: (YAMLNode, String) -> ConfigValue

  private static let configKeys: [(String, ResourceType)] = [
    ("models", .model), ("seeds", .seed), ("snapshots", .snapshot), ("sources", .source), ("tests", .test),
    ("data_tests", .test), ("unit_tests", .unitTest), ("exposures", .exposure), ("analyses", .analysis),
    ("metrics", .metric), ("semantic-models", .semanticModel), ("semantic_models", .semanticModel),
    ("saved-queries", .savedQuery), ("saved_queries", .savedQuery),
  ]

  private static let otherKeys: Set<String> = [
    "name", "version", "config-version", "profile", "model-paths", "seed-paths", "snapshot-paths", "test-paths",
    "macro-paths", "analysis-paths", "docs-paths", "asset-paths", "function-paths", "target-path", "clean-targets",
    "packages-install-path", "require-dbt-version", "quoting", "on-run-start", "on-run-end", "dispatch", "vars",
    "query-comment", "flags", "log-path", "dbt-cloud", "restrict-access",
    "source-paths", "data-paths", "packages-specified-path", "functions", "query_comment", "packages", "anchors",
  ]

  func read() -> ProjectFile? {
    let place = SourceLocation(file: shownPath)
    guard let bytes = ProjectFolder.bytes(path) else {
      log.error(
        "no dbt_project.yml here", at: place, hint: "go to a project's folder, or name it with --project-dir")
      return nil
    }
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAML.parse(bytes, file: shownPath)
    } catch {
      log.add(ProjectMessage(error))
      return nil
    }
    guard root.mapping != nil else {
      log.error("the project file is no mapping", at: place, hint: "start it with 'name: your_project'")
      return nil
    }
    reportDuplicates(root, file: shownPath, log: log)
    guard let name = root["name"]?.scalar.map({ ConfigValue($0).scalarText ?? "" }), !name.isEmpty else {
      log.error("the project has no name", at: place, hint: "add 'name: your_project'")
      return nil
    }
    if name.contains(where: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
      log.error(
        "the project's name '\(name)' holds more than letters, digits and underscores",
        at: SourceLocation(root["name"] ?? root, file: shownPath), hint: "rename it")
    }
    return file(named: name, root)
  }

  private func file(named name: String, _ root: YAMLNode) -> ProjectFile {
    var file = ProjectFile(name: name, location: SourceLocation(root, file: shownPath))
    file.version = root["version"].flatMap { ConfigValue($0).scalarText }
    file.profile = root["profile"].flatMap { value($0, "profile").scalarText }
    func paths(_ keys: String..., otherwise: [String]) -> [String] {
      for key in keys {
        if let node = root[key] { return value(node, key).stringList?.map(ProjectFolder.normalized) ?? otherwise }
      }
      return otherwise
    }
    file.modelPaths = paths("model-paths", "source-paths", otherwise: file.modelPaths)
    file.seedPaths = paths("seed-paths", "data-paths", otherwise: file.seedPaths)
    file.snapshotPaths = paths("snapshot-paths", otherwise: file.snapshotPaths)
    file.testPaths = paths("test-paths", otherwise: file.testPaths)
    file.macroPaths = paths("macro-paths", otherwise: file.macroPaths)
    file.analysisPaths = paths("analysis-paths", otherwise: file.analysisPaths)
    file.docsPaths = paths(
      "docs-paths",
      otherwise: file.modelPaths + file.seedPaths + file.snapshotPaths + file.analysisPaths + file.macroPaths)
    file.assetPaths = paths("asset-paths", otherwise: [])
    file.targetPath = root["target-path"].flatMap { value($0, "target-path").scalarText } ?? file.targetPath
    file.cleanTargets = paths("clean-targets", otherwise: [file.targetPath])
    file.packagesInstallPath =
      root["packages-install-path"].flatMap { value($0, "packages-install-path").scalarText }
      ?? file.packagesInstallPath
    for entry in root["quoting"]?.mapping?.entries ?? [] { file.quoting[entry.key.text] = entry.value.bool }
    file.onRunStart = hooks(root["on-run-start"], package: file.name)
    file.onRunEnd = hooks(root["on-run-end"], package: file.name)
    for entry in root["dispatch"]?.sequence ?? [] {
      guard let space = entry["macro_namespace"]?.string else { continue }
      file.dispatch[space] = entry["search_order"]?.sequence?.compactMap { value($0, "dispatch").scalarText } ?? []
    }
    file.vars = root["vars"].map { ConfigValue($0) } ?? .map([])
    if let vars = root["vars"], vars.mapping == nil, !vars.isNull {
      log.error(
        "'vars' is \(vars.kindInWords), not a mapping", at: SourceLocation(vars, file: shownPath),
        hint: "write them as 'name: value'")
      file.vars = .map([])
    }
    warnOfVersion(root["require-dbt-version"])
    file.flags = root["flags"].map { ConfigValue($0) } ?? .map([])
    for (key, type) in Self.configKeys {
      guard let node = root[key] else { continue }
      guard node.mapping != nil || node.isNull else {
        log.error(
          "'\(key)' is \(node.kindInWords), not a mapping", at: SourceLocation(node, file: shownPath),
          hint: "write configuration as '\(key): {+key: value}'")
        continue
      }
      var tree = ConfigTree(node) { value($0, key) }
      if let earlier = file.configs[type] { tree = tree.over(earlier) }
      file.configs[type] = tree
    }
    warnOfUnknownKeys(root)
    return file
  }

  private func value(_ node: YAMLNode, _ key: String) -> ConfigValue { render(node, key) }

  private func hooks(_ node: YAMLNode?, package: String) -> [ProjectHook] {
    guard let node, !node.isNull else { return [] }
    var hooks: [ProjectHook] = []
    for entry in node.sequence ?? [node] {
      let value = ConfigValue(entry)
      guard let sql = value["sql"]?.scalarText ?? value.scalarText else { continue }
      hooks.append(
        ProjectHook(
          sql: sql, package: package, index: hooks.count, location: SourceLocation(entry, file: shownPath)))
    }
    return hooks
  }

  /// A project for another dbt than the one followed here may still run: it is said, not refused.
  private func warnOfVersion(_ node: YAMLNode?) {
    guard let node else { return }
    let wanted = ConfigValue(node).asList.compactMap(\.scalarText).flatMap { $0.split(separator: ",") }
    let followed = [1, 10, 0]
    let isMet = wanted.allSatisfy { text in
      let word = text.filter { !$0.isWhitespace }
      let sign = word.prefix { "<>=!".contains($0) }
      let numbers = word.dropFirst(sign.count).split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
      guard !numbers.isEmpty else { return true }
      let version = (numbers + [0, 0, 0]).prefix(3)
      switch sign {
      case ">=": return !followed.lexicographicallyPrecedes(version)
      case ">": return version.lexicographicallyPrecedes(followed)
      case "<=": return !version.lexicographicallyPrecedes(followed)
      case "<": return followed.lexicographicallyPrecedes(version)
      default: return true
      }
    }
    guard !isMet else { return }
    log.warning(
      "the project asks for dbt \(wanted.joined(separator: ", ")); what runs here follows dbt 1.10",
      at: SourceLocation(node, file: shownPath), hint: "look at what it needs of that version")
  }

  private func warnOfUnknownKeys(_ root: YAMLNode) {
    for entry in root.mapping?.entries ?? [] {
      let key = entry.key.text
      if Self.otherKeys.contains(key) || Self.configKeys.contains(where: { $0.0 == key }) { continue }
      let near = NearMiss.best(key, among: Self.otherKeys.union(Self.configKeys.map(\.0)))
      log.warning(
        "unknown key '\(key)'", at: SourceLocation(entry.key, file: shownPath),
        hint: near.map { "did you mean '\($0)'?" } ?? "remove it, or move it under 'vars' or 'meta'")
    }
  }
}

extension ConfigTree {
  /// This tree laid over another (`data_tests` over `tests`).
  func over(_ other: ConfigTree) -> ConfigTree {
    var tree = other
    tree.configs += configs
    tree.written += written
    tree.children.merge(children) { $1.over($0) }
    return tree
  }
}
