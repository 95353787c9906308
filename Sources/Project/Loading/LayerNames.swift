/// Reads the layer a node belongs to off its meta, schema, folders, tags or name.
enum LayerNames {
  private static let layers: [String: String] = [
    "raw": "raw", "bronze": "bronze", "landing": "raw", "staging": "staging", "stg": "staging", "silver": "silver",
    "intermediate": "intermediate", "int": "intermediate", "core": "core", "gold": "gold", "mart": "mart",
    "marts": "mart", "base": "staging", "reporting": "mart", "snapshots": "snapshot", "seeds": "seed",
  ]

  static func layer(of node: Node) -> String? {
    if let layer = node.config.meta["layer"]?.scalarText { return layer }
    if let schema = node.relation?.schema, let layer = word(in: schema) { return layer }
    for folder in node.fqn.dropFirst().dropLast() { if let layer = word(in: folder) { return layer } }
    for tag in node.config.tags { if let layer = layers[tag.lowercased()] { return layer } }
    if node.name.hasPrefix("stg_") { return "staging" }
    if node.name.hasPrefix("int_") { return "intermediate" }
    return nil
  }

  /// The last part of a name that is a layer: `gtm_staging`, `main_marts`.
  private static func word(in name: String) -> String? {
    name.lowercased().split { !$0.isLetter }.reversed().lazy.compactMap { layers[String($0)] }.first
  }
}
