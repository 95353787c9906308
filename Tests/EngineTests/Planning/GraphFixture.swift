import Project

/// Small graphs written as lines: `c <- a b` is a model c that reads a and b; the word before the dot says what it is.
enum GraphFixture {
  static func graph(_ text: String, configs: [String: [String: ConfigValue]] = [:]) throws -> ProjectGraph {
    var nodes: [Node] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard let name = words.first else { continue }
      nodes.append(node(name, reads: words.dropFirst().filter { $0 != "<-" }, config: configs[name] ?? [:]))
    }
    return try ProjectGraph(nodes)
  }

  /// `a` is a model; `source.a`, `seed.a`, `snapshot.a`, `test.a`, `unit_test.a`, `ephemeral.a` are what they say.
  static func node(_ name: String, reads: [String] = [], config: [String: ConfigValue] = [:]) -> Node {
    let kind = name.split(separator: ".").count > 1 ? String(name.split(separator: ".")[0]) : "model"
    let short = name.split(separator: ".").last.map(String.init) ?? name
    let type = kind == "ephemeral" ? .model : ResourceType(rawValue: kind) ?? .model
    return Node(
      id: id(name), resourceType: type, name: short, package: "p", fqn: ["p", short],
      location: SourceLocation(file: "models/\(short).sql"), config: NodeConfig(values: config),
      materialization: kind == "ephemeral" ? .ephemeral : .table,
      relation: type == .test || kind == "ephemeral"
        ? nil : RelationName(database: "db", schema: "s", identifier: short),
      dependsOn: reads.map(id))
  }

  static func id(_ name: String) -> NodeID {
    let parts = name.split(separator: ".").map(String.init)
    if parts.count == 1 { return NodeID("model.p.\(name)") }
    return NodeID("\(parts[0] == "ephemeral" ? "model" : parts[0]).p.\(parts[1])")
  }
}
