import CommandLineKit
import Project

/// What says which nodes are meant, where nothing is run.
enum SelectionOptions {
  static let resourceTypes = CommandOption<[String]>.list(
    "--resource-type", "--resource-types", placeholder: "TYPE", help: "Only these: model, source, test, seed … or all.")

  static let all: [any AnyCommandOption] = [
    CommonOptions.select, CommonOptions.exclude, RunOptions.selector, RunOptions.indirect, resourceTypes,
  ]

  /// The selected nodes in the order of the graph.
  static func nodes(_ arguments: Arguments, of project: LoadedProject) throws -> [NodeID] {
    try project.select(
      NodeSelection(
        select: arguments[CommonOptions.select], exclude: arguments[CommonOptions.exclude],
        selector: arguments[RunOptions.selector], resourceTypes: try types(arguments[resourceTypes]),
        indirect: arguments[RunOptions.indirect]))
  }

  private static func types(_ words: [String]) throws(UsageError) -> Set<ResourceType>? {
    var chosen: Set<ResourceType> = []
    for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
      if word == "all" || word == "default" { return nil }
      guard let type = ResourceType(rawValue: word) else {
        let known = ResourceType.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalidValue(word, for: "--resource-type", expected: "all, or some of \(known)")
      }
      chosen.insert(type)
    }
    return chosen.isEmpty ? nil : chosen
  }
}
