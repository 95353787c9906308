import YAML

/// Computes a node's configuration from all the places it may stand in.
struct ConfigResolution: Sendable {
  let state: ProjectState
  let log: MessageLog
  let values: YAMLValues

  /// In-file over properties over the package's tree; for packages, the root's tree over all.
  func resolve(_ draft: inout Draft) {
    let node = draft.node
    var config = NodeConfig.defaults(for: node.resourceType)
    // Analyses follow the tree of models, as in dbt.
    let type = node.resourceType == .analysis ? .model : node.resourceType
    let own = state.packages[node.package]?.file.configs[type]
    for level in own?.levels(for: node.fqn) ?? [] { config.apply(level) }
    config.apply(draft.declared)
    let patched = draft.patch.map(patchConfig) ?? []
    let inFile = Self.combined(draft.inFile)
    warnOfSlips(patched.map(\.key), draft.patch?.location ?? node.location, node)
    warnOfSlips(inFile.map(\.key), node.location, node)
    config.apply(patched)
    config.apply(draft.versionConfig)
    config.apply(inFile)
    if let patch = draft.patch, patch.kind == .exposures {
      let written = patch.node["config"].map { ConfigValue($0).entries } ?? []
      draft.node.details.ownConfig = UnrenderedConfig.own([written])
      tidy(&config, of: node)
      draft.node.config = config
      return
    }
    draft.node.details.ownConfig = UnrenderedConfig.own(
      node.resourceType == .test
        ? [inFile, draft.declared, patched] : [draft.declared, patched, draft.versionConfig, inFile])
    if node.package != state.root.name, let tree = state.root.file.configs[type] {
      for level in tree.levels(for: node.fqn) { config.apply(level) }
    }
    tidy(&config, of: node)
    draft.node.config = config
  }

  /// A key that is nearly one of dbt's was meant to be it; others are an adapter's or the author's own.
  private func warnOfSlips(_ keys: [String], _ place: SourceLocation, _ node: Node) {
    guard [.model, .seed, .snapshot].contains(node.resourceType) else { return }
    let known = NodeConfig.defaults(for: node.resourceType).values
    for key in keys where key.count > 5 && known[key] == nil && !NodeConfig.adapterKeys.contains(key) {
      guard let meant = NearMiss.best(key, among: known.keys.filter { $0.count > 5 }) else { continue }
      log.warning(
        "unknown configuration '\(key)' of '\(node.name)'", at: place, hint: "did you mean '\(meant)'?", node: node.id)
    }
  }

  /// Several `config()` calls as one: appended keys add up, others take the last value.
  private static func combined(_ calls: [ConfigEntry]) -> [ConfigEntry] {
    var seen: [String: Int] = [:]
    var result: [ConfigEntry] = []
    for call in calls {
      let key = NodeConfig.canonicalKey(call.key)
      if NodeConfig.appendedKeys.contains(key) || NodeConfig.mergedKeys.contains(key) {
        result.append(ConfigEntry(key, call.value))
      } else if let place = seen[key] {
        result[place].value = call.value
      } else {
        seen[key] = result.count
        result.append(ConfigEntry(key, call.value))
      }
    }
    return result
  }

  /// What a properties entry sets: its `config:`, and the keys dbt also takes beside it.
  func patchConfig(_ patch: PropertiesFile.Entry) -> [ConfigEntry] {
    var entries: [ConfigEntry] = []
    // Exposures take more beside their configuration than other nodes do.
    let beside = patch.kind == .exposures ? ["tags", "meta", "enabled"] : ["meta", "docs", "access", "group"]
    for key in beside {
      if let node = patch.node[key], !node.isNull {
        entries.append(ConfigEntry(key, values.value(node, file: patch.file, package: patch.package)))
      }
    }
    for entry in patch.node["config"]?.mapping?.entries ?? [] {
      let key = NodeConfig.canonicalKey(keyText(entry.key))
      let value =
        NodeConfig.isHookKey(key)
        ? ConfigValue(entry.value) : values.value(entry.value, file: patch.file, package: patch.package)
      entries.append(ConfigEntry(key, value))
    }
    return entries
  }

  private func tidy(_ config: inout NodeConfig, of node: Node) {
    if case .list(let tags)? = config.values["tags"] {
      var seen: Set<ConfigValue> = []
      config.values["tags"] = .list(tags.filter { seen.insert($0).inserted })
    }
    if let enabled = config.values["enabled"], enabled.boolValue == nil {
      switch enabled.scalarText?.lowercased() {
      case "true", "yes", "1": config.values["enabled"] = .bool(true)
      case "false", "no", "0": config.values["enabled"] = .bool(false)
      default:
        log.error("'enabled' is neither true nor false", at: node.location, hint: "write true or false", node: node.id)
        config.values["enabled"] = .bool(true)
      }
    }
    if let contract = config.values["contract"], contract.isMap {
      config.values["contract"] = NodeConfig.defaults(for: .model)["contract"]?.merging(contract)
    }
  }
}
