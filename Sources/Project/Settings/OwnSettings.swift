import YAML

/// What stands in `sluice.yml`.
enum OwnSettings {
  private static let known = [
    "alerts", "dialect", "engines", "gates", "jobs", "layers", "pools", "retention", "sources",
  ]

  /// Tells of keys nobody reads, and of pools that are no number of places.
  static func check(_ settings: YAMLNode, _ log: MessageLog) {
    for entry in settings.mapping?.entries ?? [] {
      guard let key = entry.key.string else { continue }
      if !known.contains(key) {
        log.warning(
          "unknown key '\(key)' in sluice.yml", at: SourceLocation(entry.key, file: "sluice.yml"),
          hint: NearMiss.best(key, among: known).map { "did you mean '\($0)'?" }
            ?? "there are \(known.joined(separator: ", "))")
      }
      if key == "pools" { checkPools(entry.value, log) }
    }
  }

  private static func checkPools(_ pools: YAMLNode, _ log: MessageLog) {
    guard let entries = pools.mapping else {
      if !pools.isNull {
        log.error(
          "pools is \(pools.kindInWords), not a mapping", at: SourceLocation(pools, file: "sluice.yml"),
          hint: "write how many nodes of a tag may run at a time, as in pools: {heavy: 1}")
      }
      return
    }
    for entry in entries where (ConfigValue(entry.value).intValue ?? 0) < 1 {
      log.error(
        "the pool '\(entry.key.string ?? "")' has no number of places",
        at: SourceLocation(entry.value, file: "sluice.yml"), hint: "write how many may run at a time: 1 or more")
    }
  }
}
