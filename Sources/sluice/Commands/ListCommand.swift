import CommandLineKit
import Console
import Project

/// `sluice ls`: the nodes of the project, as dbt lists them, or as a drawing.
enum ListCommand {
  private enum Form: String, CaseIterable, ArgumentValue { case selector, name, path, json, graph }

  private static let form = CommandOption<Form>.value(
    "--output", placeholder: "FORMAT", default: .selector, environment: ["DBT_OUTPUT"],
    help: "How nodes are listed; graph draws them.")
  private enum Zoom: String, CaseIterable, ArgumentValue { case box, line, dot }
  private static let zoom = CommandOption<Zoom>.value(
    "--zoom", placeholder: "ZOOM", default: .box, help: "How much --output graph shows of each node.")
  private static let group = CommandOption<String?>.value(
    "--group", placeholder: "BY",
    help: "What --output graph groups nodes by: layer, schema, folder, tag, owner, kind, or a key of meta.")
  private static let keys = CommandOption<[String]>.list(
    "--output-keys", placeholder: "KEY", environment: ["DBT_OUTPUT_KEYS"], help: "Which fields JSON has.")

  static let command = Command(
    "ls", aliases: ["list"], summary: "List the nodes of the project, or draw them.",
    examples: [
      .init("sluice ls -s +user_dim --resource-type model", "user_dim and the models it is made of"),
      .init("sluice ls -s state:modified+ --state prod", "what changed since, and what reads it"),
      .init("sluice ls --output json --output-keys name resource_type", "some fields, a JSON object a line"),
      .init("sluice ls --output graph", "the pipeline, with the states its last run left"),
      .init("sluice ls --output graph --zoom line --group owner", "a line a node, by who owns it"),
    ],
    options: [form, keys, zoom, group] + SelectionOptions.all + ProjectOptions.all, section: "Project"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "list")
    let nodes = try SelectionOptions.nodes(arguments, of: project, standard: standard)
    let lines: [String]
    switch arguments[form] {
    case .selector: lines = project.listing(of: nodes, output: .selector)
    case .name: lines = project.listing(of: nodes, output: .name)
    case .path: lines = project.listing(of: nodes, output: .path)
    case .json:
      let wanted = arguments[keys].flatMap { $0.split { $0 == " " || $0 == "," }.map(String.init) }
      lines = project.listing(of: nodes, output: .json, keys: wanted)
    case .graph:
      let graph = try ProjectGraph(nodes.compactMap { project.graph[$0] })
      try GraphOutput.print(
        project, graph: graph, withSources: arguments[SelectionOptions.resourceTypes].contains("source"),
        zoom: GraphZoom(rawValue: arguments[zoom].rawValue) ?? .box,
        grouping: try grouping(arguments[group], of: graph))
      return .success
    }
    if nodes.isEmpty { Narration.line("nothing is selected") }
    for line in lines { StandardOutput.write(line + "\n") }
    return .success
  }

  private static func grouping(_ name: String?, of graph: ProjectGraph) throws -> GraphGrouping {
    guard let name else { return .layer }
    guard let grouping = GraphPicture.grouping(name, of: graph) else {
      throw UsageError.invalidValue(
        name, for: "--group", expected: "one of \(GraphPicture.groupings(of: graph).joined(separator: ", "))")
    }
    return grouping
  }

  /// Analyses are listed when they are asked for by type, as dbt does it.
  private static let standard = Set(ResourceType.allCases).subtracting([.analysis, .operation, .group])
}
