import Project

/// Who is above whom in a graph, as one bit a pair: built only when a question is asked that the arrows do not answer.
final class Lineage {
  private let graph: ProjectGraph
  private let width: Int
  private let places: [NodeID: Int]
  /// A row of `width` words a node: the nodes above it.
  private lazy var above: [UInt64] = makeAbove()

  init(_ graph: ProjectGraph) {
    self.graph = graph
    let ids = graph.order.filter { graph[$0].map { $0.resourceType != .test && $0.resourceType != .unitTest } ?? false }
    places = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
    width = (ids.count + 63) / 64
  }

  /// Whether `node` reads `other`, directly or through others. A node does not depend on itself.
  func depends(_ node: NodeID, on other: NodeID) -> Bool {
    guard let row = places[node], let column = places[other] else { return false }
    return above[row * width + column / 64] & (1 << UInt64(column % 64)) != 0
  }

  /// The one of these nodes that depends on all the others; nil when there is none.
  func last(of nodes: [NodeID]) -> NodeID? {
    if nodes.count < 2 { return nodes.first }
    return nodes.first { node in nodes.allSatisfy { $0 == node || depends(node, on: $0) } }
  }

  /// The nodes that read a source, looking through ephemeral models.
  func readers(of source: NodeID) -> [NodeID] {
    var found: [NodeID] = []
    var seen: Set<NodeID> = []
    var open = graph.children[source] ?? []
    while let id = open.popLast() {
      guard seen.insert(id).inserted, let node = graph[id] else { continue }
      if node.resourceType == .model, node.materialization == .ephemeral {
        open += graph.children[id] ?? []
      } else {
        found.append(id)
      }
    }
    return found.sorted()
  }

  private func makeAbove() -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: places.count * width)
    for id in graph.order {
      guard let row = places[id] else { continue }
      for parent in graph.parents[id] ?? [] {
        guard let column = places[parent] else { continue }
        for word in 0..<width { bits[row * width + word] |= bits[column * width + word] }
        bits[row * width + column / 64] |= 1 << UInt64(column % 64)
      }
    }
    return bits
  }
}
