internal import Engine
internal import Project
internal import TerminalKit

/// A laid-out picture of the graph: made anew only when the project, the view or the size changes.
struct GraphScene: Sendable {
  let graph: ProjectGraph
  /// Which reading of the project it shows.
  let revision: Int
  let view: GraphView
  let available: Size
  let sketch: GraphSketch
  let layout: GraphLayout
  let geometry: GraphGeometry
  let itemOfNode: [NodeID: Int]

  /// A picture of a graph; without a zoom the largest one that fits is taken.
  init(_ graph: ProjectGraph, revision: Int = 0, view: GraphView, zoom: GraphZoom?, available: Size) {
    self.graph = graph
    self.revision = revision
    self.view = view
    self.available = available
    sketch = GraphSketch(graph, view: view)
    layout = GraphLayout(sketch)
    let labels = sketch.items.map { displayWidth($0.label) }
    if let zoom {
      geometry = GraphGeometry(layout, labels: labels, zoom: zoom, available: available)
    } else {
      let box = GraphGeometry(layout, labels: labels, zoom: .box, available: available)
      let fits = box.height <= available.height && box.width <= available.width
      let line = fits ? box : GraphGeometry(layout, labels: labels, zoom: .line, available: available)
      let crowded = line.height > 4 * max(1, available.height) || line.width > 4 * max(1, available.width)
      geometry = crowded ? GraphGeometry(layout, labels: labels, zoom: .dot, available: available) : line
    }
    var places: [NodeID: Int] = [:]
    for (index, item) in sketch.items.enumerated() {
      for node in item.nodes { places[node] = index }
    }
    itemOfNode = places
  }

  /// Whether the picture is still of this graph, view and size.
  func shows(_ otherRevision: Int, _ otherView: GraphView, _ size: Size) -> Bool {
    available == size && revision == otherRevision && view == otherView
  }

  /// The cells of an item.
  func rect(of item: Int) -> Rect { geometry.rect(of: layout.vertexOfItem[item], layout) }

  /// The item next to another in a direction; the nearest one, those joined by an arrow first.
  func neighbour(of item: Int, _ dx: Int, _ dy: Int) -> Int? {
    let vertex = layout.vertexOfItem[item]
    let column = layout.vertices[vertex].column
    if dy != 0 {
      let items = layout.columns[column].compactMap { layout.vertices[$0].item }
      guard let index = items.firstIndex(of: item), items.indices.contains(index + dy) else { return nil }
      return items[index + dy]
    }
    let joined = sketch.edges.compactMap { edge -> Int? in
      if dx > 0 { return edge.from == item ? edge.to : nil }
      return edge.to == item ? edge.from : nil
    }
    let row = geometry.rows[vertex]
    func nearest(_ items: [Int]) -> Int? {
      items.min { a, b in
        let (va, vb) = (layout.vertexOfItem[a], layout.vertexOfItem[b])
        let da = abs(layout.vertices[va].column - column) * 1000 + abs(geometry.rows[va] - row)
        let db = abs(layout.vertices[vb].column - column) * 1000 + abs(geometry.rows[vb] - row)
        return da < db
      }
    }
    if let next = nearest(joined) { return next }
    var other = column + dx
    while layout.columns.indices.contains(other) {
      if let next = nearest(layout.columns[other].compactMap { layout.vertices[$0].item }) { return next }
      other += dx
    }
    return nil
  }
}
