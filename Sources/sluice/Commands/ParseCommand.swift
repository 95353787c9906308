import CommandLineKit
import Project

/// `sluice parse`: reads the project and says what is wrong with it.
enum ParseCommand {
  static let command = Command(
    "parse", summary: "Read the project and report everything that is wrong, with file and line.",
    options: ProjectOptions.all, section: "Project"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "parse")
    var counts: [ResourceType: Int] = [:]
    for node in project.graph.nodes.values { counts[node.resourceType, default: 0] += 1 }
    let told = ResourceType.allCases.compactMap { type in
      counts[type].map { "\(Figures.count($0)) \(type.rawValue)\($0 == 1 || type == .analysis ? "" : "s")" }
    }
    Narration.line("\(project.name): \(told.joined(separator: ", "))")
    return .success
  }
}
