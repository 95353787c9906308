import Console
import Engine
import Project

/// Projects made up for tests.
enum FixtureProject {
  static func node(
    _ name: String, _ layer: String, _ materialization: Materialization = .table, after: [String] = [],
    type: ResourceType = .model, meta: [ConfigEntry] = [], tags: [String] = []
  ) -> Node {
    var config = NodeConfig()
    config["meta"] = .map(meta)
    config["tags"] = .list(tags.map(ConfigValue.string))
    return Node(
      id: NodeID("model.shop.\(name)"), resourceType: type, name: name, package: "shop", fqn: ["shop", layer, name],
      location: SourceLocation(file: "models/\(layer)/\(name).sql"), config: config, materialization: materialization,
      relation: RelationName(database: "shop", schema: layer, identifier: name),
      dependsOn: after.map { NodeID("model.shop.\($0)") }, layer: layer)
  }

  static func id(_ name: String) -> NodeID { NodeID("model.shop.\(name)") }

  /// Eight tables in three layers, as a small product-analytics project has them.
  static func eight() throws -> ProjectOutline {
    try outline(
      "growth_analytics",
      [
        node("feature_releases", "bronze", .incremental, meta: [ConfigEntry("owner", .string("ada"))]),
        node("user_signups", "bronze", meta: [ConfigEntry("owner", .string("ada"))]),
        node("feature_usage_events", "bronze", .incremental, meta: [ConfigEntry("owner", .string("bo"))]),
        node("conversions", "bronze", meta: [ConfigEntry("owner", .string("bo"))]),
        node("feature_states", "silver", .scd2, after: ["feature_releases"]),
        node("user_dim", "silver", after: ["user_signups", "conversions"]),
        node("feature_usage_facts", "silver", after: ["feature_usage_events"]),
        node(
          "feature_conversion_impact", "gold",
          after: ["user_dim", "feature_states", "feature_usage_facts", "conversions"]),
      ])
  }

  /// Any number of nodes in seven layers, joined by a fixed rule.
  static func many(_ count: Int, parents: Int = 2) throws -> ProjectOutline {
    let layers = ["raw", "bronze", "staging", "silver", "core", "gold", "mart"]
    var nodes: [Node] = []
    var byLayer: [[String]] = Array(repeating: [], count: layers.count)
    var seed: UInt64 = 7
    func random(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(max(1, limit)))
    }
    for index in 0..<count {
      let layer = index * layers.count / count
      var after: Set<String> = []
      if layer > 0 {
        for _ in 0..<(1 + random(parents)) {
          let from = random(8) == 0 ? random(layer) : layer - 1
          let names = byLayer[from]
          // Neighbours in name are neighbours in the graph, as in real projects.
          let near = names.count * byLayer[layer].count / max(1, count / layers.count) + random(5) - 2
          if !names.isEmpty { after.insert(names[min(names.count - 1, max(0, near))]) }
        }
      }
      let name = "\(layers[layer])_model_\(byLayer[layer].count)"
      byLayer[layer].append(name)
      nodes.append(node(name, layers[layer], after: after.sorted()))
    }
    return try outline("large", nodes)
  }

  static func outline(_ name: String, _ nodes: [Node]) throws -> ProjectOutline {
    ProjectOutline(name: name, target: "local", root: "/project", graph: try ProjectGraph(nodes))
  }
}
