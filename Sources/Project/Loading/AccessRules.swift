/// Who may refer to what: private models only within their group, and groups only when they are declared.
struct AccessRules {
  private let nodes: [NodeID: Node]
  private let groups: [String]
  let log: MessageLog

  init(_ all: [Node], log: MessageLog) {
    nodes = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    groups = all.filter { $0.resourceType == .group }.map(\.name).sorted()
    self.log = log
  }

  func check() {
    for node in nodes.values { check(node) }
  }

  private func check(_ node: Node) {
    if let group = node.details.group, node.resourceType == .model, !groups.contains(group) {
      log.error(
        "'\(node.name)' is in the group '\(group)', which is not declared", at: node.patchLocation ?? node.location,
        hint: NearMiss.best(group, among: groups).map { "did you mean '\($0)'?" }
          ?? "declare it under 'groups:' with an owner", node: node.id)
    }
    guard ![.unitTest, .group].contains(node.resourceType) else { return }
    for id in node.dependsOn {
      guard let target = nodes[id], target.details.access == "private", target.resourceType == .model,
        node.details.group == nil || node.details.group != target.details.group
      else { continue }
      let group = target.details.group.map { "to the group '\($0)'" } ?? "and in no group"
      log.error(
        "'\(node.name)' refers to '\(target.name)', which is private \(group)", at: node.location,
        hint: "put '\(node.name)' into that group, or make '\(target.name)' protected", node: node.id)
    }
  }
}
