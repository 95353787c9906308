import YAML

/// Puts what a properties file says into a node.
struct NodePatching: Sendable {
  let state: ProjectState
  let log: MessageLog
  let values: YAMLValues

  func apply(to draft: inout Draft) {
    let config = draft.node.config
    draft.node.details.access = draft.node.resourceType == .model ? config.string("access") ?? "protected" : nil
    draft.node.details.group = config.string("group")
    guard let patch = draft.patch else { return }
    func value(_ node: YAMLNode) -> ConfigValue { values.value(node, file: patch.file, package: patch.package) }
    let reading = ColumnReading(file: patch.file, log: log, render: value)
    draft.node.patchLocation = patch.location
    draft.node.description = patch.node["description"].map { value($0).scalarText ?? "" } ?? ""
    let (columns, tests) = reading.columns(of: patch.node)
    draft.node.columns = columns
    draft.tests = reading.tests(of: patch.node) + tests
    draft.node.details.constraints = patch.node["constraints"]?.sequence?.map(value) ?? []
    draft.node.details.deprecationDate = patch.node["deprecation_date"].flatMap { ConfigValue($0).scalarText }
    if let access = patch.node["access"].flatMap({ value($0).scalarText }) { draft.node.details.access = access }
    if let group = patch.node["group"].flatMap({ value($0).scalarText }) { draft.node.details.group = group }
    if let version = draft.version { applyVersion(version, patch, &draft, reading) }
    warnOfUnknownKeys(patch)
  }

  /// What the entry under `versions:` changes for one version.
  private func applyVersion(
    _ version: ModelVersion, _ patch: PropertiesFile.Entry, _ draft: inout Draft, _ reading: ColumnReading
  ) {
    guard
      let entry = patch.node["versions"]?.sequence?.first(where: {
        $0["v"].flatMap { ConfigValue($0).scalarText } == version.version
      })
    else { return }
    func value(_ node: YAMLNode) -> ConfigValue { values.value(node, file: patch.file, package: patch.package) }
    if let day = entry["deprecation_date"].flatMap({ ConfigValue($0).scalarText }) {
      draft.node.details.deprecationDate = day
    }
    if let description = entry["description"] { draft.node.description = value(description).scalarText ?? "" }
    if entry["columns"] != nil {
      let (own, ownTests) = reading.columns(of: entry)
      let rule = entry["columns"]?.sequence?.first { $0["include"] != nil }
      let all = rule.map { $0["include"]?.string == "all" || $0["include"]?.string == "*" } ?? true
      let named = Set(rule?["include"]?.sequence?.compactMap(\.string) ?? [])
      let excluded = Set(rule?["exclude"]?.sequence?.compactMap(\.string) ?? [])
      let replaced = Set(own.map(\.name))
      func stays(_ name: String) -> Bool {
        (all || named.contains(name)) && !excluded.contains(name) && !replaced.contains(name)
      }
      let general = reading.tests(of: patch.node)
      let inherited = reading.columns(of: patch.node).tests.filter { stays($0.column?.name ?? "") }
      draft.node.columns = draft.node.columns.filter { stays($0.name) } + own
      draft.tests =
        (entry["tests"] == nil && entry["data_tests"] == nil ? general : reading.tests(of: entry)) + inherited
        + ownTests
    } else if entry["tests"] != nil || entry["data_tests"] != nil {
      draft.tests = reading.tests(of: entry) + draft.tests.filter { $0.column != nil }
    }
  }

  /// Keys that are often written beside `config:` and mean nothing there.
  private static let configuration: Set<String> = [
    "tags", "enabled", "event_time", "materialized", "schema", "alias", "database", "unique_key",
  ]

  private static let known: Set<String> = [
    "name", "description", "columns", "tests", "data_tests", "config", "docs", "meta", "access", "group",
    "latest_version", "versions", "constraints", "deprecation_date", "time_spine", "quote_columns", "relation",
    "freshness", "data_type", "primary_key", "anchors", "arguments", "tests_config",
    "unit_tests", "quoting", "agg_time_dimension", "derived_semantics", "semantic_model",
  ]

  private func warnOfUnknownKeys(_ patch: PropertiesFile.Entry) {
    for entry in patch.node.mapping?.entries ?? [] where !Self.known.contains(entry.key.text) {
      let key = entry.key.text
      log.warning(
        "unknown key '\(key)' in the properties of '\(patch.name)'", at: SourceLocation(entry.key, file: patch.file),
        hint: Self.configuration.contains(key)
          ? "it counts only under 'config:'"
          : NearMiss.best(key, among: Self.known).map { "did you mean '\($0)'?" }
            ?? "configuration belongs under 'config:', anything else under 'meta:'")
    }
  }
}
