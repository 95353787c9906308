import CommandLineKit
import Project

/// `sluice ls`: the nodes of the project, as dbt lists them, or as a drawing.
enum ListCommand {
  private enum Form: String, CaseIterable, ArgumentValue { case selector, name, path, json, graph }

  private static let form = CommandOption<Form>.value(
    "--output", placeholder: "FORMAT", default: .selector, help: "How nodes are listed; graph draws them.")
  private static let types = CommandOption<[String]>.list(
    "--resource-type", "--resource-types", placeholder: "TYPE", help: "Only these: model, source, test, seed … or all.")

  static let command = Command(
    "ls", aliases: ["list"], summary: "List the nodes of the project, or draw them.",
    examples: [.init("sluice ls --output graph", "the pipeline, with the states its last run left")],
    options: [form, types] + ProjectOptions.all, section: "Project"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "list")
    let wanted = try chosenTypes(arguments[types])
    let nodes = project.graph.order.compactMap { project.graph[$0] }.filter { wanted.contains($0.resourceType) }
    switch arguments[form] {
    case .selector: for line in nodes.map(selector).sorted() { StandardOutput.write(line + "\n") }
    case .name: for line in nodes.map(\.name).sorted() { StandardOutput.write(line + "\n") }
    case .path: for line in nodes.map(\.location.file).sorted() { StandardOutput.write(line + "\n") }
    case .json: for node in nodes { StandardOutput.write(json(node) + "\n") }
    case .graph:
      let graph = try ProjectGraph(nodes)
      try GraphOutput.print(project, graph: graph, withSources: arguments[types].contains("source"))
    }
    return .success
  }

  private static func chosenTypes(_ words: [String]) throws -> Set<ResourceType> {
    let usual: Set<ResourceType> = [.model, .seed, .snapshot, .source, .test, .analysis, .exposure, .unitTest]
    var chosen: Set<ResourceType> = []
    for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
      if word == "all" || word == "default" { return usual }
      guard let type = ResourceType(rawValue: word) else {
        let known = ResourceType.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError.invalidValue(word, for: "--resource-type", expected: "all, or some of \(known)")
      }
      chosen.insert(type)
    }
    return chosen.isEmpty ? usual : chosen
  }

  /// How dbt names a node in `ls`: what selects it and nothing else.
  private static func selector(_ node: Node) -> String {
    switch node.resourceType {
    case .source: "source:\(node.package).\(node.source?.sourceName ?? "").\(node.source?.tableName ?? node.name)"
    case .exposure, .unitTest: "\(node.resourceType.rawValue):\(node.package).\(node.name)"
    default: node.fqn.joined(separator: ".")
    }
  }

  private static func json(_ node: Node) -> String {
    func list(_ texts: [String]) -> String { "[" + texts.map(JSONText.quoted).joined(separator: ", ") + "]" }
    let fields: [(String, String)] = [
      ("name", JSONText.quoted(node.name)), ("resource_type", JSONText.quoted(node.resourceType.rawValue)),
      ("package_name", JSONText.quoted(node.package)), ("original_file_path", JSONText.quoted(node.location.file)),
      ("unique_id", JSONText.quoted(node.id.rawValue)),
      ("alias", JSONText.quoted(node.relation?.identifier ?? node.name)),
      ("tags", list(node.config.tags)),
      ("config", "{\"materialized\": \(JSONText.quoted(node.config.string("materialized") ?? ""))}"),
      ("depends_on", "{\"nodes\": \(list(node.dependsOn.map(\.rawValue)))}"),
    ]
    return "{" + fields.map { "\(JSONText.quoted($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
  }
}
