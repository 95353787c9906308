import CommandLineKit
import Engine
import Project

/// Reads what a command line says of a table and of its versions.
enum VersionPlace {
  /// The one table a command is about.
  static func table(
    _ arguments: Arguments, _ project: LoadedProject, command: String
  ) throws -> (node: Node, relation: RelationName) {
    let nodes = try SelectionOptions.nodes(arguments, of: project).compactMap { project.graph[$0] }.filter {
      $0.relation != nil && [.model, .seed, .snapshot].contains($0.resourceType)
    }
    guard !arguments[CommonOptions.select].isEmpty, let node = nodes.first, let relation = node.relation else {
      throw SelectionOptions.nothing(arguments, for: "\(command) needs to know of which table", "name it with --select")
    }
    guard nodes.count == 1 else {
      throw CommandFailure(
        "\(command) is about one table, and \(nodes.count) are selected: "
          + nodes.map { NodeName.short($0.id) }.prefix(6).joined(separator: ", "))
    }
    return (node, relation)
  }

  /// `12`, `v12`, `run:7`, `2024-06-01`, `2024-06-01 12:30:00`.
  static func point(_ text: String) throws -> VersionPoint {
    if let number = Int64(text.hasPrefix("v") ? text.dropFirst() : text[...]), number > 0 { return .version(number) }
    if text.hasPrefix("run:"), let number = Int64(text.dropFirst(4)), number > 0 { return .run(RunID(number)) }
    if let instant = Instant(reading: text) { return .time(instant) }
    throw CommandFailure(
      "'\(text)' names no version", hint: "write a version's number, run:N, or a date such as 2024-06-01")
  }
}
