import CommandLineKit
import Engine
import Project

/// `sluice parse`: reads the project, says what is wrong with it, and writes its manifest.
enum ParseCommand {
  static let command = Command(
    "parse", summary: "Read the project, report everything that is wrong with file and line, write manifest.json.",
    options: [ArtifactOptions.writeJSON] + ProjectOptions.all, section: "Project"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "parse")
    try ArtifactOptions.writeManifest(project, arguments)
    var counts: [ResourceType: Int] = [:]
    for node in project.graph.nodes.values { counts[node.resourceType, default: 0] += 1 }
    let told = ResourceType.allCases.compactMap { type in
      counts[type].map { "\(Figures.count($0)) \(words(type, $0))" }
    }
    Narration.line("\(project.name): \(told.isEmpty ? "no nodes" : told.joined(separator: ", "))")
    return .success
  }

  private static func words(_ type: ResourceType, _ count: Int) -> String {
    let word = type.rawValue.replacing("_", with: " ")
    if count == 1 { return word }
    switch type {
    case .analysis: return "analyses"
    case .savedQuery: return "saved queries"
    default: return word + "s"
    }
  }
}
