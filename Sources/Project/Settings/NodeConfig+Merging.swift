extension NodeConfig {
  /// Keys whose values add up over the levels instead of replacing each other.
  static let appendedKeys: Set<String> = ["tags", "pre-hook", "post-hook", "packages", "classifiers"]
  /// Keys whose mappings are merged over the levels.
  static let mergedKeys: Set<String> = [
    "meta", "column_types", "docs", "persist_docs", "quoting", "snapshot_meta_column_names",
  ]
  /// Keys that hold a mapping of their own and are no folders of a tree.
  static let mappingKeys: Set<String> = [
    "meta", "column_types", "docs", "persist_docs", "quoting", "grants", "contract", "labels", "freshness",
    "partition_by", "snapshot_meta_column_names", "tblproperties", "schedule", "options",
  ]

  /// The one spelling a key is kept under: dbt's artifacts write hooks with a dash.
  static func canonicalKey(_ key: String) -> String {
    switch key {
    case "pre_hook": "pre-hook"
    case "post_hook": "post-hook"
    default: key
    }
  }

  /// Whether a key holds hooks, whose Jinja waits until the node runs.
  static func isHookKey(_ key: String) -> Bool { ["pre-hook", "post-hook"].contains(canonicalKey(key)) }

  /// Sets a level over this one, as dbt combines them: appended, merged, or replaced by key.
  mutating func apply(_ level: [ConfigEntry]) {
    for entry in level { apply(NodeConfig.canonicalKey(entry.key), entry.value) }
  }

  private mutating func apply(_ key: String, _ value: ConfigValue) {
    if Self.appendedKeys.contains(key) {
      let added = Self.isHookKey(key) ? value.asList.map(Self.hook) : value.asList
      values[key] = .list((values[key]?.asList ?? []) + added)
    } else if Self.mergedKeys.contains(key), value.isMap {
      values[key] = (values[key] ?? .map([])).merging(value)
    } else if key == "grants", value.isMap {
      values[key] = granting(value)
    } else {
      values[key] = value
    }
  }

  /// A hook in the form artifacts have: statement and whether it runs in the transaction.
  private static func hook(_ value: ConfigValue) -> ConfigValue {
    if value.isMap {
      return .map([
        ConfigEntry("sql", value["sql"] ?? .string("")),
        ConfigEntry("transaction", value["transaction"] ?? .bool(true)),
        ConfigEntry("index", .null),
      ])
    }
    return .map([
      ConfigEntry("sql", .string(value.scalarText ?? "")), ConfigEntry("transaction", .bool(true)),
      ConfigEntry("index", .null),
    ])
  }

  /// `+select: x` adds to the grantees, `select: x` replaces them.
  private func granting(_ value: ConfigValue) -> ConfigValue {
    var grants = values["grants"] ?? .map([])
    for entry in value.entries {
      if entry.key.hasPrefix("+") {
        let key = String(entry.key.dropFirst())
        grants = grants.setting(key, to: .list((grants[key]?.asList ?? []) + entry.value.asList))
      } else {
        grants = grants.setting(entry.key, to: .list(entry.value.asList))
      }
    }
    return grants
  }
}
