/// The methods of selection by name; a new one is one line.
enum SelectionMethods {
  typealias Method = @Sendable (Node, SelectionCriterion, SelectionEvaluation) -> Bool

  static let all: [String: Method] = [
    "fqn": { node, criterion, _ in
      named.contains(node.resourceType) && NameMatching.matches(node, criterion.value)
    },
    "tag": { node, criterion, _ in
      guard node.resourceType != .group else { return false }
      let pattern = WildcardPattern(criterion.value)
      // A metric is found by the tags beside its configuration only, as in dbt.
      let tags = node.resourceType == .metric ? node.details.properties["tags"]?.stringList ?? [] : node.config.tags
      return tags.contains { pattern.matches($0) }
    },
    "group": { node, criterion, _ in
      node.resourceType != .group && node.resourceType != .exposure && matches(node.details.group, criterion.value)
    },
    "access": { node, criterion, _ in node.details.access == criterion.value },
    "source": source,
    "path": path,
    "file": { node, criterion, _ in
      guard node.resourceType != .group else { return false }
      let name = node.location.file.split(separator: "/").last.map(String.init) ?? ""
      let stem = name.split(separator: ".").dropLast().joined(separator: ".")
      let pattern = WildcardPattern(criterion.value)
      return pattern.matches(name) || pattern.matches(stem)
    },
    "package": { node, criterion, evaluation in
      matches(node.package, criterion.value == "this" ? evaluation.root : criterion.value)
    },
    "config": config,
    "test_name": { node, criterion, _ in
      if node.resourceType == .unitTest { return matches(node.name, criterion.value) }
      return matches(node.test?.genericName?.split(separator: ".").last.map(String.init), criterion.value)
    },
    "test_type": { node, criterion, _ in
      switch criterion.value {
      case "data": node.resourceType == .test
      case "unit": node.resourceType == .unitTest
      case "generic", "schema": node.resourceType == .test && node.test?.genericName != nil
      case "singular": node.resourceType == .test && node.test?.genericName == nil
      default: false
      }
    },
    "resource_type": { node, criterion, _ in node.resourceType.rawValue == criterion.value },
    "exposure": { node, criterion, evaluation in
      node.resourceType == .exposure && matchesQualified(node, criterion.value, evaluation)
    },
    "unit_test": { node, criterion, evaluation in
      node.resourceType == .unitTest && matchesQualified(node, criterion.value, evaluation)
    },
    "version": { node, criterion, _ in
      guard node.resourceType == .model else { return false }
      guard let version = node.details.version else { return criterion.value == "none" }
      return switch criterion.value {
      case "latest": node.details.isLatestVersion
      case "prerelease": isGreater(version, than: node.details.latestVersion)
      case "old": !node.details.isLatestVersion && !isGreater(version, than: node.details.latestVersion)
      default: false
      }
    },
    "result": { node, criterion, evaluation in evaluation.history.results[node.id] == criterion.value },
    "source_status": { node, criterion, evaluation in
      criterion.value == "fresher" && evaluation.history.freshSources.contains(node.id)
    },
    "state": { node, criterion, evaluation in
      evaluation.history.previous?.matches(node, criterion.value, in: evaluation.graph) ?? false
    },
    "metric": { node, criterion, evaluation in
      node.resourceType == .metric && matchesQualified(node, criterion.value, evaluation)
    },
    "semantic_model": { node, criterion, evaluation in
      node.resourceType == .semanticModel && matchesQualified(node, criterion.value, evaluation)
    },
    "saved_query": { node, criterion, evaluation in
      node.resourceType == .savedQuery && matchesQualified(node, criterion.value, evaluation)
    },
  ]

  /// What can be selected by name.
  private static let named: Set<ResourceType> = [
    .model, .seed, .snapshot, .test, .analysis, .unitTest, .exposure, .metric, .semanticModel, .savedQuery,
  ]
  /// What `config.…:` looks at.
  private static let configurable: Set<ResourceType> = [.model, .seed, .snapshot, .test, .analysis, .source]

  /// The nodes one term means, before neighbours and tests come along.
  static func nodes(matching criterion: SelectionCriterion, in evaluation: SelectionEvaluation)
    throws(SelectionError) -> Set<NodeID>
  {
    guard let method = all[criterion.method] else {
      let hint = NearMiss.best(criterion.method, among: all.keys.sorted()).map { "did you mean '\($0):'?" }
      throw SelectionError(
        message: "there is no selection method '\(criterion.method)'",
        hint: hint ?? "the methods are: \((all.keys + ["selector"]).sorted().joined(separator: ", "))")
    }
    try check(criterion, evaluation)
    var found: Set<NodeID> = []
    for (id, node) in evaluation.graph.nodes where method(node, criterion, evaluation) { found.insert(id) }
    return found
  }

  private static func check(_ criterion: SelectionCriterion, _ evaluation: SelectionEvaluation) throws(SelectionError) {
    switch criterion.method {
    case "state":
      guard PriorState.words.contains(criterion.value) else {
        throw SelectionError(
          message: "'state:\(criterion.value)' means nothing",
          hint: "write one of: \(PriorState.words.joined(separator: ", "))")
      }
      guard evaluation.history.previous != nil else {
        throw SelectionError(
          message: "'state:\(criterion.value)' has nothing to compare with",
          hint: "name a folder with an earlier manifest.json by --state, or run the project once")
      }
    case "result" where evaluation.history.results.isEmpty:
      throw SelectionError(
        message: "'result:\(criterion.value)' has no run to look at",
        hint: "run the project once, or name a folder with run_results.json by --state")
    case "config" where criterion.arguments.isEmpty:
      throw SelectionError(message: "'config:' does not say which key", hint: "write config.materialized:table")
    case "test_type" where !["data", "unit", "generic", "singular", "schema"].contains(criterion.value):
      throw SelectionError(
        message: "'test_type:\(criterion.value)' means nothing", hint: "write generic, singular, data or unit")
    case "resource_type" where ResourceType(rawValue: criterion.value) == nil:
      throw SelectionError(
        message: "'resource_type:\(criterion.value)' means nothing",
        hint: NearMiss.best(criterion.value, among: ResourceType.allCases.map(\.rawValue)).map {
          "did you mean '\($0)'?"
        }
          ?? "write one of: \(ResourceType.allCases.map(\.rawValue).joined(separator: ", "))")
    case "version" where !["latest", "prerelease", "old", "none"].contains(criterion.value):
      throw SelectionError(
        message: "'version:\(criterion.value)' means nothing", hint: "write latest, prerelease, old or none")
    case "source_status" where !evaluation.history.hasSourceStates:
      throw SelectionError(
        message: "'source_status:\(criterion.value)' needs two states of the sources",
        hint: "run 'source freshness', and name a folder with an earlier sources.json by --state")
    default: break
    }
  }

  private static func matches(_ text: String?, _ pattern: String) -> Bool {
    text.map { WildcardPattern(pattern).matches($0) } ?? false
  }

  private static func isGreater(_ version: String, than other: String?) -> Bool {
    guard let other else { return false }
    if let a = Double(version), let b = Double(other) { return a > b }
    return version > other
  }

  /// `source`, `source.table`, `package.source.table`, wildcards in each.
  private static let source: Method = { node, criterion, evaluation in
    guard node.resourceType == .source, let source = node.source else { return false }
    let parts = criterion.value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1: return matches(source.sourceName, parts[0])
    case 2: return matches(source.sourceName, parts[0]) && matches(source.tableName, parts[1])
    case 3:
      return matches(node.package, parts[0] == "this" ? evaluation.root : parts[0])
        && matches(source.sourceName, parts[1]) && matches(source.tableName, parts[2])
    default: return false
    }
  }

  private static func matchesQualified(_ node: Node, _ value: String, _ evaluation: SelectionEvaluation) -> Bool {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 { return matches(node.package, parts[0]) && matches(node.name, parts[1]) }
    return parts.count == 1 && matches(node.name, parts[0])
  }

  /// A file, a folder above it, or a pattern of either.
  private static let path: Method = { node, criterion, evaluation in
    guard node.resourceType != .group else { return false }
    let pattern = WildcardPattern(ProjectFolder.normalized(criterion.value), starCrossesSlash: false)
    // A package's node has its path below the package, and a path counts only where the project itself has it: dbt's way.
    let prefix = evaluation.prefixes[node.package] ?? ""
    func matches(_ path: String) -> Bool {
      pattern.matches(path)
        && (prefix.isEmpty || ProjectFolder.exists(ProjectFolder.joined(evaluation.folder, path)))
    }
    // A properties file selects what it describes.
    if let patch = node.patchLocation?.file, matches(String(patch.dropFirst(prefix.count))) { return true }
    var path = String(node.location.file.dropFirst(prefix.count))
    while true {
      if matches(path) { return true }
      guard let slash = path.lastIndex(of: "/") else { return false }
      path = String(path[..<slash])
    }
  }

  private static let config: Method = { node, criterion, _ in
    guard configurable.contains(node.resourceType) else { return false }
    var value: ConfigValue = .map(node.config.values.map { ConfigEntry($0.key, $0.value) })
    for (index, part) in criterion.arguments.enumerated() {
      let key = index == 0 ? NodeConfig.canonicalKey(part) : part
      guard let inner = value[key] else { return false }
      value = inner
    }
    let wanted = criterion.value
    func equals(_ value: ConfigValue) -> Bool {
      if case .bool(let flag) = value { return wanted.lowercased() == (flag ? "true" : "false") }
      if criterion.arguments == ["severity"] { return value.stringValue?.lowercased() == wanted.lowercased() }
      // As in dbt, numbers are not compared with the text of a selection.
      return value.stringValue == wanted
    }
    switch value {
    case .list(let members): return members.contains(where: equals)
    case .map, .null: return false
    default: return equals(value)
    }
  }
}
