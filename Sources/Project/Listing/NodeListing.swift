/// How `ls` shows nodes.
public enum ListingOutput: String, Sendable, CaseIterable {
  case name, path, json, selector
}

extension LoadedProject {
  /// One line a node, in order of id, as `dbt ls` prints them.
  ///
  /// - Parameters:
  ///   - nodes: What was selected.
  ///   - output: `--output`.
  ///   - keys: `--output-keys`, for JSON; empty for dbt's usual ones.
  public func listing(of nodes: [NodeID], output: ListingOutput = .selector, keys: [String] = []) -> [String] {
    nodes.sorted().compactMap { graph[$0] }.map { node in
      switch output {
      case .selector: selector(of: node)
      case .name: name(of: node)
      case .path: originalPath(of: node)
      case .json: JSONText.write(fields(of: node, keys: keys))
      }
    }
  }

  private func selector(of node: Node) -> String {
    switch node.resourceType {
    case .source: "source:\(node.package).\(node.source?.sourceName ?? "").\(node.name)"
    case .exposure, .metric, .semanticModel, .savedQuery: "\(node.resourceType.rawValue):\(node.package).\(node.name)"
    case .unitTest:
      "unit_test:\(node.package).\(node.name)" + (node.details.version.map { "_v\($0)" } ?? "")
    default: node.fqn.joined(separator: ".")
    }
  }

  private func name(of node: Node) -> String {
    if node.resourceType == .source, let source = node.source { return "\(source.sourceName).\(node.name)" }
    return node.details.version.map { "\(node.name).v\($0)" } ?? node.name
  }

  private static let standardKeys = [
    "alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name",
    "original_file_path", "unique_id",
  ]

  private func fields(of node: Node, keys: [String]) -> ConfigValue {
    let all = ManifestNodes.fields(of: node, in: self)
    let wanted = keys.isEmpty ? Self.standardKeys : keys
    return .map(wanted.compactMap { key in all[key].map { ConfigEntry(key, $0) } })
  }
}
