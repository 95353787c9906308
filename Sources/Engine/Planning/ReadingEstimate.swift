import Compression
package import Project

/// How much of the sources' files the nodes of a graph read: what takes long the first time, when no past tells.
package struct ReadingEstimate: Sendable {
  /// What a node is expected to get through in a second, in bytes of unpacked files.
  private static let bytesPerSecond = 100_000_000.0
  /// How much of what a parent read is taken to be left for its children to read in turn.
  private static let shareLeft = 0.3

  private let seconds: [NodeID: Double]

  /// No files: every node alike.
  package static let none = ReadingEstimate(seconds: [:])

  private init(seconds: [NodeID: Double]) { self.seconds = seconds }

  /// Looks at the sizes of all files of the graph's sources.
  package init(_ graph: ProjectGraph) {
    self.init(graph) { source in
      guard let paths = source.source?.file?.paths,
        let files = try? resolveFiles(FileSourceSpec(paths: paths, allowsNoFiles: true))
      else { return 0 }
      // Text packs to about a fifth.
      return files.reduce(0) { $0 + Double($1.size) * ($1.compression == .none ? 1 : 5) }
    }
  }

  /// - Parameter bytes: how many bytes the files of a source have, unpacked.
  init(_ graph: ProjectGraph, bytes: (Node) -> Double) {
    var seconds: [NodeID: Double] = [:]
    for id in graph.order {
      guard let node = graph[id] else { continue }
      let above = (graph.parents[id] ?? []).reduce(0) { sum, parent in
        let whole = seconds[parent] ?? 0
        return sum + (graph[parent]?.resourceType == .source ? whole : whole * Self.shareLeft)
      }
      let own = node.resourceType == .source ? bytes(node) / Self.bytesPerSecond : 0
      if own + above > 0 { seconds[id] = own + above }
    }
    self.seconds = seconds
  }

  /// What to expect of a node that was never built.
  func estimate(of node: NodeID) -> StepEstimate {
    var estimate = StepEstimate.unknown
    estimate.seconds += seconds[node] ?? 0
    return estimate
  }
}
