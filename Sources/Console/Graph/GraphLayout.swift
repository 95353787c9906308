/// Items in columns and the arrows between neighbouring columns. An arrow over several columns passes through
/// waypoints; arrows of one source share them.
struct GraphLayout: Sendable {
  /// A thing with a place in a column: an item, or a waypoint of the arrows of one.
  struct Vertex: Sendable {
    var item: Int?
    /// The item whose arrows pass here; the item itself where it is one.
    var source: Int
    var column: Int
  }

  /// A piece of an arrow between neighbouring columns.
  struct Link: Sendable, Hashable {
    var from: Int
    var to: Int
  }

  private(set) var vertices: [Vertex] = []
  /// Vertices by column, from top to bottom.
  var columns: [[Int]] = []
  private(set) var links: [Link] = []
  /// The vertex of every item.
  private(set) var vertexOfItem: [Int] = []
  /// The vertices of each drawn arrow from its source to its target.
  private(set) var paths: [(edge: GraphSketch.Edge, vertices: [Int])] = []
  let titles: [String]

  init(_ sketch: GraphSketch) {
    let ranking = GraphRanking(sketch)
    titles = ranking.title
    columns = Array(repeating: [], count: ranking.columnCount)
    for item in sketch.items.indices {
      vertexOfItem.append(add(Vertex(item: item, source: item, column: ranking.column[item])))
    }
    var waypoints: [Link: Int] = [:]
    var known: Set<Link> = []
    for edge in sketch.edges {
      let (first, last) = (ranking.column[edge.from], ranking.column[edge.to])
      // An arrow that does not point right comes from a cut circle; it is told in the details, not drawn.
      guard last > first else { continue }
      var path = [vertexOfItem[edge.from]]
      for column in stride(from: first + 1, to: last, by: 1) {
        let key = Link(from: edge.from, to: column)
        let vertex = waypoints[key] ?? add(Vertex(item: nil, source: edge.from, column: column))
        waypoints[key] = vertex
        path.append(vertex)
      }
      path.append(vertexOfItem[edge.to])
      for (from, to) in zip(path, path.dropFirst()) {
        let link = Link(from: from, to: to)
        if known.insert(link).inserted { links.append(link) }
      }
      paths.append((edge, path))
    }
    CrossingReduction.reduce(&self)
  }

  private mutating func add(_ vertex: Vertex) -> Int {
    vertices.append(vertex)
    columns[vertex.column].append(vertices.count - 1)
    return vertices.count - 1
  }

  /// Positions of the vertices in their columns.
  var positions: [Int] {
    var positions = [Int](repeating: 0, count: vertices.count)
    for column in columns {
      for (index, vertex) in column.enumerated() { positions[vertex] = index }
    }
    return positions
  }
}
