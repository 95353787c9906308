/// Turns calls of `ref` and `source` into arrows.
struct ReferenceResolution {
  let lookup: ReferenceLookup
  let log: MessageLog

  /// The nodes with `dependsOn` set; what cannot be found is told. Tests of nodes that are off are off too.
  func resolve(_ nodes: [Node]) -> [Node] {
    nodes.compactMap { node in
      var node = node
      var dependencies: [NodeID] = node.dependsOn
      func add(_ id: NodeID) {
        if !dependencies.contains(id), id != node.id { dependencies.append(id) }
      }
      for call in node.details.sources {
        if let id = lookup.resolve(call, from: node.package) {
          add(id)
        } else if lookup.isDisabled(call) {
          if node.resourceType == .test { return nil }
          report(
            node, "source('\(call.source)', '\(call.table)') is disabled", "enable it, or take the call out", call.table
          )
        } else {
          report(
            node, "source('\(call.source)', '\(call.table)') is not declared",
            lookup.hint(for: call) ?? "declare it under 'sources:' in a properties file", call.table)
        }
      }
      for call in node.details.refs {
        switch lookup.resolve(call, from: node.package) {
        case .found(let id):
          if id == node.id {
            report(node, "'\(node.name)' refers to itself", "use {{ this }} for its own relation", call.name)
          }
          add(id)
        case .disabled(let id):
          if node.resourceType == .test { return nil }
          report(
            node, "ref('\(call.name)') points at \(id), which is disabled", "enable it, or take the ref out", call.name)
        case .missing(let hint):
          let shown = call.package.map { "'\($0)', '\(call.name)'" } ?? "'\(call.name)'"
          let version = call.version.map { ", v=\($0)" } ?? ""
          report(
            node, "ref(\(shown)\(version)) points at nothing",
            hint.map { "did you mean '\($0)'?" } ?? "there is no model, seed or snapshot of this name", call.name)
        }
      }
      node.dependsOn = dependencies
      return node
    }
  }

  private func report(_ node: Node, _ text: String, _ hint: String, _ word: String) {
    log.error(text, at: place(of: word, in: node), hint: hint, node: node.id)
  }

  /// Where the name stands in the node's file; its beginning when it is put together by Jinja.
  private func place(of word: String, in node: Node) -> SourceLocation {
    guard node.test?.genericName == nil, !node.rawCode.isEmpty else { return node.location }
    for quote in ["'", "\""] {
      let parts = node.rawCode.split(separator: quote + word + quote, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let before = parts[0].utf8
      let line = before.count { $0 == UInt8(ascii: "\n") }
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
      return SourceLocation(file: node.location.file, line: node.location.line + line, column: column + 1)
    }
    return node.location
  }
}
