import CommandLineKit
import Project

/// What says which nodes are meant, where nothing is run.
enum SelectionOptions {
  static let resourceTypes = CommandOption<[String]>.list(
    "--resource-type", "--resource-types", placeholder: "TYPE", environment: ["DBT_RESOURCE_TYPES"],
    help: "Only these: model, source, test, seed … or all.")
  static let excludedTypes = CommandOption<[String]>.list(
    "--exclude-resource-type", "--exclude-resource-types", placeholder: "TYPE",
    environment: ["DBT_EXCLUDE_RESOURCE_TYPES"], help: "None of these.")

  static let all: [any AnyCommandOption] =
    [
      CommonOptions.select, CommonOptions.exclude, RunOptions.selector, RunOptions.indirect, resourceTypes,
      excludedTypes,
    ] + StateOptions.all

  /// The selected nodes in the order of the graph.
  ///
  /// - Parameter standard: The types meant when none are named, or `default`; nil: all.
  static func nodes(_ arguments: Arguments, of project: LoadedProject, standard: Set<ResourceType>? = nil) throws
    -> [NodeID]
  {
    let selection = NodeSelection(
      select: arguments[CommonOptions.select], exclude: arguments[CommonOptions.exclude],
      selector: arguments[RunOptions.selector], resourceTypes: try types(arguments[resourceTypes], standard),
      excludedTypes: try named(arguments[excludedTypes], "--exclude-resource-type"),
      indirect: arguments[RunOptions.indirect])
    guard selection.mayAskForHistory(in: project) else { return try project.select(selection) }
    return try project.select(selection, history: try StateOptions.history(arguments, of: project))
  }

  /// Why a command has nothing to be about: what was selected is not there, or nothing was.
  static func nothing(_ arguments: Arguments, for need: String, _ hint: String? = nil) -> CommandFailure {
    let words = arguments[CommonOptions.select].joined(separator: " ")
    guard !words.isEmpty else { return CommandFailure(need, hint: hint) }
    return CommandFailure(
      "no table is selected by \(words)",
      hint: "sluice ls shows what there is; one that no node makes any more: "
        + "sluice show --inline 'select * from schema.table version as of 1'")
  }

  private static func types(_ words: [String], _ standard: Set<ResourceType>?) throws(UsageError) -> Set<ResourceType>?
  {
    let words = words.flatMap { $0.split(separator: ",").map(String.init) }
    if words.contains("all") { return nil }
    if words.isEmpty { return standard }
    var chosen = try named(words.filter { $0 != "default" }, "--resource-type")
    if words.contains("default") {
      guard let standard else { return nil }
      chosen.formUnion(standard)
    }
    return chosen
  }

  /// The types of some words, comma or blank between them.
  static func named(_ words: [String], _ option: String) throws(UsageError) -> Set<ResourceType> {
    var chosen: Set<ResourceType> = []
    for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
      guard let type = ResourceType(rawValue: word) else {
        let known = ResourceType.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalidValue(word, for: option, expected: "all, or some of \(known)")
      }
      chosen.insert(type)
    }
    return chosen
  }
}
