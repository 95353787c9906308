package import Project
import SQLiteKit

/// The project's graph inside an exported run: enough to draw it, to group it, and to name files and lines; no code.
package struct ArchivedProject: Sendable {
  package var name: String
  package var target: String
  /// The folder the project lay in, on the machine the run was exported from.
  package var root: String
  package var exportedAt: Instant
  package var graph: ProjectGraph

  /// A project that is going to be exported.
  package init(name: String, target: String, root: String, graph: ProjectGraph, exportedAt: Instant = .now) {
    self.name = name
    self.target = target
    self.root = root
    self.graph = graph
    self.exportedAt = exportedAt
  }

  /// A loaded project as it is going to be exported.
  package init(_ project: LoadedProject) {
    self.init(name: project.name, target: project.target.name, root: project.root, graph: project.graph)
  }

  static let schema = """
    CREATE TABLE archive(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE archived_nodes(
      id TEXT PRIMARY KEY,
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      package TEXT NOT NULL,
      fqn TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      materialization TEXT NOT NULL,
      catalog TEXT,
      schema TEXT,
      identifier TEXT,
      layer TEXT,
      tags TEXT NOT NULL,
      meta TEXT NOT NULL,
      severity TEXT
    ) WITHOUT ROWID;
    CREATE TABLE archived_arrows(
      node TEXT NOT NULL,
      position INTEGER NOT NULL,
      parent TEXT NOT NULL,
      PRIMARY KEY(node, position)
    ) WITHOUT ROWID;
    """

  func write(to file: Connection) throws {
    let facts = [
      ("project", name), ("target", target), ("root", root), ("exported_at", "\(exportedAt.microseconds)"),
    ]
    for (name, value) in facts { try file.run("INSERT INTO archive VALUES(?,?)", [.text(name), .text(value)]) }
    for id in graph.order {
      guard let node = graph[id] else { continue }
      try file.run(
        "INSERT INTO archived_nodes VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [
          .text(id.rawValue), .text(node.resourceType.rawValue), .text(node.name), .text(node.package),
          .text(JSONValue.strings(node.fqn).text), .text(node.location.file), .integer(node.location.line),
          .text(node.materialization.word), .text(orNull: node.relation?.database),
          .text(orNull: node.relation?.schema), .text(orNull: node.relation?.identifier), .text(orNull: node.layer),
          .text(JSONValue.strings(node.config.tags).text), .text(Self.meta(node).text),
          .text(orNull: node.test?.severity.rawValue),
        ])
      for (position, parent) in node.dependsOn.enumerated() {
        try file.run(
          "INSERT INTO archived_arrows VALUES(?,?,?)", [.text(id.rawValue), .integer(position), .text(parent.rawValue)])
      }
    }
  }

  /// The scalars of a node's `meta`, and its owner: what the graph can be grouped by.
  private static func meta(_ node: Node) -> JSONValue {
    var members: [JSONValue.Member] = []
    if case .map(let entries) = node.config.meta {
      members = entries.compactMap { entry in
        entry.value.scalarText.map { JSONValue.Member(entry.key, .string($0)) }
      }
    }
    if let owner = node.config.string("owner"), !members.contains(where: { $0.key == "owner" }) {
      members.append(JSONValue.Member("owner", .string(owner)))
    }
    return .object(members)
  }

  /// Reads the project out of an exported run.
  package init(readingArchive path: String) throws(RunStoreError) {
    do {
      let file = try Connection(path: path, mode: .readOnly)
      defer { file.close() }
      var facts: [String: String] = [:]
      for row in try file.query("SELECT name, value FROM archive") { facts[row[0].text ?? ""] = row[1].text }
      var parents: [String: [NodeID]] = [:]
      for row in try file.query("SELECT node, parent FROM archived_arrows ORDER BY node, position") {
        parents[row[0].text ?? "", default: []].append(NodeID(row[1].text ?? ""))
      }
      var nodes: [Node] = []
      for row in try file.query("SELECT * FROM archived_nodes ORDER BY id") {
        if let node = Self.node(row, parents) { nodes.append(node) }
      }
      name = facts["project"] ?? "exported"
      target = facts["target"] ?? ""
      root = facts["root"] ?? ""
      exportedAt = Instant(microseconds: facts["exported_at"].flatMap { Int64($0) } ?? 0)
      graph = try ProjectGraph(nodes)
    } catch is ProjectGraph.CircleError {
      throw RunStoreError(.corrupt, path: path, "the exported graph goes in a circle", advice: "Export the run again.")
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  private static func node(_ row: Row, _ parents: [String: [NodeID]]) -> Node? {
    guard let id = row["id"].text, let type = row["type"].text.flatMap(ResourceType.init(rawValue:)) else { return nil }
    var config = NodeConfig()
    config["tags"] = .list(texts(row["tags"].text).map(ConfigValue.string))
    if let text = row["meta"].text, case .object(let members) = try? JSONValue(parsing: text) {
      config["meta"] = .map(members.map { ConfigEntry($0.key, .string($0.value.stringValue ?? "")) })
    }
    var relation: RelationName?
    if let catalog = row["catalog"].text, let schema = row["schema"].text, let identifier = row["identifier"].text {
      relation = RelationName(database: catalog, schema: schema, identifier: identifier)
    }
    return Node(
      id: NodeID(id), resourceType: type, name: row["name"].text ?? id, package: row["package"].text ?? "",
      fqn: texts(row["fqn"].text),
      location: SourceLocation(file: row["file"].text ?? "", line: Int(row["line"].integer ?? 1)), config: config,
      materialization: Materialization(row["materialization"].text ?? "table"), relation: relation,
      dependsOn: parents[id] ?? [], layer: row["layer"].text,
      test: row["severity"].text.map { TestDefinition(severity: $0 == "warn" ? .warn : .error) })
  }

  private static func texts(_ text: String?) -> [String] {
    guard let text, let value = try? JSONValue(parsing: text) else { return [] }
    return (value.arrayValue ?? []).compactMap(\.stringValue)
  }
}
