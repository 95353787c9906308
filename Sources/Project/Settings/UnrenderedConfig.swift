/// Configuration as dbt's artifacts keep it for comparisons: as it was written, each key with its last word.
enum UnrenderedConfig {
  /// The node's own levels as one: a later level replaces a key of an earlier one; lists of one level add up.
  static func own(_ levels: [[ConfigEntry]]) -> [ConfigEntry] {
    var result: [ConfigEntry] = []
    for level in levels where !level.isEmpty {
      var merged: [ConfigEntry] = []
      for entry in level {
        if let place = merged.firstIndex(where: { $0.key == entry.key }) {
          merged[place].value = combined(entry.key, merged[place].value, entry.value)
        } else {
          merged.append(entry)
        }
      }
      for entry in merged {
        if let place = result.firstIndex(where: { $0.key == entry.key }) {
          result[place].value = entry.value
        } else {
          result.append(entry)
        }
      }
    }
    return result
  }

  private static func combined(_ key: String, _ first: ConfigValue, _ second: ConfigValue) -> ConfigValue {
    if NodeConfig.appendedKeys.contains(key) { return .list(first.asList + second.asList) }
    if NodeConfig.mergedKeys.contains(key), second.isMap { return first.merging(second) }
    return second
  }

  /// The whole of it: the trees of the node's package, what the node says itself, the root's trees over a package's node.
  static func of(_ node: Node, _ state: ProjectState) -> ConfigValue {
    let type = node.resourceType == .analysis ? .model : node.resourceType
    var result: ConfigValue = .map([])
    func apply(_ level: [ConfigEntry]) { result = result.merging(.map(level)) }
    for level in state.packages[node.package]?.file.configs[type]?.writtenLevels(for: node.fqn) ?? [] { apply(level) }
    apply(node.details.ownConfig)
    if node.package != state.root.name {
      for level in state.root.file.configs[type]?.writtenLevels(for: node.fqn) ?? [] { apply(level) }
    }
    return result
  }
}
