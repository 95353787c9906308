import YAML

/// One level of a configuration tree of `dbt_project.yml`: what it sets, and the folders below it.
struct ConfigTree: Sendable {
  /// Keys set here, without their `+`.
  var configs: [ConfigEntry] = []
  /// The same before Jinja, under the keys as they were written.
  var written: [ConfigEntry] = []
  /// Sub-trees by project, folder or node name.
  var children: [String: ConfigTree] = [:]

  init() {}

  /// Reads a tree. A key with `+`, or with anything but a mapping, is configuration; a mapping without `+` is a folder.
  init(_ node: YAMLNode, render: (YAMLNode) -> ConfigValue) {
    for entry in node.mapping?.entries ?? [] {
      let key = keyText(entry.key)
      if key.hasPrefix("+") {
        let name = NodeConfig.canonicalKey(String(key.dropFirst()))
        let raw = ConfigValue(entry.value)
        written.append(ConfigEntry(String(key.dropFirst()), raw))
        configs.append(ConfigEntry(name, NodeConfig.isHookKey(name) ? raw : render(entry.value)))
      } else if entry.value.mapping != nil, !NodeConfig.mappingKeys.contains(key) || entry.value.hasFolderInside {
        children[key] = ConfigTree(entry.value, render: render)
      } else if !entry.value.isNull {
        let name = NodeConfig.canonicalKey(key)
        let raw = ConfigValue(entry.value)
        written.append(ConfigEntry(key, raw))
        configs.append(ConfigEntry(name, NodeConfig.isHookKey(name) ? raw : render(entry.value)))
      }
    }
  }

  /// The levels that apply to a fully qualified name, the most general first.
  func levels(for fqn: [String]) -> [[ConfigEntry]] { levels(for: fqn, \.configs) }

  /// The levels as they were written, before Jinja.
  func writtenLevels(for fqn: [String]) -> [[ConfigEntry]] { levels(for: fqn, \.written) }

  private func levels(for fqn: [String], _ part: KeyPath<ConfigTree, [ConfigEntry]>) -> [[ConfigEntry]] {
    var levels = [self[keyPath: part]]
    var here = self
    for name in fqn {
      guard let next = here.children[name] else { break }
      levels.append(next[keyPath: part])
      here = next
    }
    return levels.filter { !$0.isEmpty }
  }
}

extension YAMLNode {
  /// Whether a mapping holds `+keys` or mappings: then it is a folder, whatever its name.
  fileprivate var hasFolderInside: Bool {
    mapping?.contains { $0.key.text.hasPrefix("+") || $0.value.mapping != nil } ?? false
  }
}
