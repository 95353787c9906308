/// The project's nodes and the arrows between them. Enabled nodes only; without circles.
public struct ProjectGraph: Sendable {
  public let nodes: [NodeID: Node]
  /// Ids in an order in which every node comes after those it depends on; ties by id.
  public let order: [NodeID]
  public let parents: [NodeID: [NodeID]]
  public let children: [NodeID: [NodeID]]

  /// The nodes of the first circle found, in its order.
  public struct CircleError: Error, Sendable {
    public let nodes: [NodeID]
  }

  /// - Throws: `CircleError` when the arrows make a circle. Arrows to ids that are not in `nodes` are dropped.
  public init(_ all: [Node]) throws(CircleError) {
    var nodes: [NodeID: Node] = [:]
    for node in all { nodes[node.id] = node }
    var parents: [NodeID: [NodeID]] = [:]
    var children: [NodeID: [NodeID]] = [:]
    var missing: [NodeID: Int] = [:]
    for node in all {
      let known = node.dependsOn.filter { nodes[$0] != nil }
      parents[node.id] = known
      missing[node.id] = known.count
      for parent in known { children[parent, default: []].append(node.id) }
    }
    for key in children.keys { children[key]?.sort() }
    var ready = missing.filter { $0.value == 0 }.map(\.key).sorted()
    var order: [NodeID] = []
    order.reserveCapacity(all.count)
    while !ready.isEmpty {
      var next: [NodeID] = []
      for id in ready {
        order.append(id)
        for child in children[id] ?? [] {
          let left = (missing[child] ?? 1) - 1
          missing[child] = left
          if left == 0 { next.append(child) }
        }
      }
      ready = next.sorted()
    }
    if order.count < nodes.count { throw CircleError(nodes: Self.circle(parents: parents, missing: missing)) }
    self.nodes = nodes
    self.order = order
    self.parents = parents
    self.children = children
  }

  public subscript(id: NodeID) -> Node? { nodes[id] }

  private static func circle(parents: [NodeID: [NodeID]], missing: [NodeID: Int]) -> [NodeID] {
    let stuck = Set(missing.filter { $0.value > 0 }.map(\.key))
    guard var current = stuck.min() else { return [] }
    var path: [NodeID] = []
    var seen: [NodeID: Int] = [:]
    while seen[current] == nil {
      seen[current] = path.count
      path.append(current)
      guard let next = parents[current]?.filter({ stuck.contains($0) }).min() else { return path }
      current = next
    }
    return Array(path[(seen[current] ?? 0)...].reversed())
  }
}
