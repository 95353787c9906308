import Compression
import Project

extension Fingerprinting {
  /// Whether a fingerprint taken earlier holds still, told by its own inputs: the same code names the same ones, so nothing
  /// is translated and no file is opened to look at them.
  ///
  /// - Returns: False also where this does not tell: the whole fingerprint has to be taken then.
  func holds(code: String, inputs: [VersionInput]) throws -> Bool {
    guard try context.compileOwn().fingerprint == code else { return false }
    guard inputs.filter({ $0.name == Self.testsName }) == tests else { return false }
    var files: [String: String] = [:]
    for input in inputs where input.name != Self.testsName {
      switch input.name {
      case Self.dayName: guard input.state == (try today()) else { return false }
      case Self.chanceName: return false
      default:
        if input.name.contains("/") {
          files[input.name] = input.state
        } else {
          guard let relation = relation(called: input.name), !InformationSchema.holds(relation),
            input.state == (try state(of: relation))
          else { return false }
        }
      }
    }
    return try holds(files)
  }

  /// Whether the files of the node's sources are these, in these states.
  private func holds(_ states: [String: String]) throws -> Bool {
    var seen = 0
    for source in fileSources(of: context.node) {
      for file in try context.filesAsTheyLie(of: source) {
        guard file.digest.isKnown, states[file.path] == (try? file.state()) else { return false }
        seen += 1
      }
    }
    return seen == states.count
  }

  /// The sources with files a node reads, by way of ephemeral models too.
  private func fileSources(of node: Node) -> [Node] {
    var seen: Set<NodeID> = []
    var pending = node.dependsOn
    var sources: [Node] = []
    while let id = pending.popLast() {
      guard seen.insert(id).inserted, let found = context.project.graph[id] else { continue }
      if found.source?.file != nil { sources.append(found) }
      if found.materialization == .ephemeral { pending += found.dependsOn }
    }
    return sources
  }

  /// The relation that goes by this name among inputs.
  private func relation(called name: String) -> RelationName? {
    for id in context.node.dependsOn {
      if let relation = context.project.graph[id]?.relation, relation.description == name { return relation }
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 3 ? RelationName(database: parts[0], schema: parts[1], identifier: parts[2]) : nil
  }
}
