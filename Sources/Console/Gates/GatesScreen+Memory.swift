internal import Engine
internal import Project
internal import TerminalKit

/// Where the screen was left: the node, the gate, the check, and whether its rows were open.
extension GatesScreen {
  package var memory: [String: String] {
    var kept = awaited
    if hasLooked {
      kept = ["gate": "\(gate)", "top": "\(nodes.top)"]
      kept["node"] = lastNode?.rawValue
      switch level {
      case .nodes: break
      case .checks:
        kept["level"] = "checks"
        kept["check"] = check?.name
      case .rows, .whole, .parents:
        kept["level"] = "rows"
        kept["check"] = check?.name
        kept.merge(grid.memory.filter { $0.key != "top" }) { _, new in new }
      }
    }
    kept["filter"] = filterText.isEmpty ? nil : filterText
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    filterText = memory["filter"] ?? ""
    gate = max(0, min(2, memory["gate"].flatMap { Int($0) } ?? 0))
    awaited = memory
  }

  /// Goes where it was left, as soon as the project is known.
  mutating func takeUp(_ context: ScreenContext) -> [Effect]? {
    guard !hasLooked, context.graph != nil else { return nil }
    hasLooked = true
    defer { awaited = [:] }
    guard let id = awaited["node"].map({ NodeID($0) }), context.graph?[id] != nil else { return nil }
    let shown = shownNodes(context)
    nodes.setCount(shown.count)
    nodes.stand(at: shown.firstIndex(of: id) ?? 0, under: awaited["top"].flatMap { Int($0) } ?? 0)
    guard let level = awaited["level"] else { return nil }
    return openChecks(id, gate: nil, as: awaited, withRows: level == "rows", context)
  }
}
