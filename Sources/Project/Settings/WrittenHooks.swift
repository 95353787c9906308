import YAML

extension Package {
  /// `on-run-start` or `on-run-end` as written, whatever is made of them to run them.
  func writtenHooks(_ key: String) -> [String] {
    guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(root, "dbt_project.yml")),
      let node = (try? YAML.parse(bytes, file: "dbt_project.yml"))?[key]
    else { return [] }
    return ConfigValue(node).asList.compactMap { $0["sql"]?.scalarText ?? $0.scalarText }
  }
}
