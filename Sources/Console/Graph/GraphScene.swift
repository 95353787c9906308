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
  /// The zoom that was asked for; `nil` for the largest that fits.
  let wish: GraphZoom?
  let sketch: GraphSketch
  let layout: GraphLayout
  let geometry: GraphGeometry
  /// Pictures of the same arrangement at zooms that were asked for before, or foreseen.
  private(set) var geometries: [GraphZoom: GraphGeometry]
  let itemOfNode: [NodeID: Int]

  /// The cells each arrow's lines lie in, in the order of the layout's paths.
  let reaches: [Rect]

  /// A picture of a graph; without a zoom the largest one that fits is taken. What stands in which column and in which
  /// order is the same at every zoom and size, so it is taken from an earlier picture of the same graph and view.
  init(
    _ graph: ProjectGraph, revision: Int = 0, view: GraphView, zoom: GraphZoom?, available: Size,
    after earlier: GraphScene? = nil
  ) {
    self.graph = graph
    self.revision = revision
    self.view = view
    self.available = available
    wish = zoom
    if let earlier, earlier.revision == revision, earlier.view == view {
      (sketch, layout) = (earlier.sketch, earlier.layout)
    } else {
      sketch = GraphSketch(graph, view: view)
      layout = GraphLayout(sketch)
    }
    let isSame = earlier?.revision == revision && earlier?.view == view && earlier?.available == available
    var known = isSame ? earlier?.geometries ?? [:] : [:]
    let (sketch, layout) = (self.sketch, self.layout)
    func made(_ zoom: GraphZoom) -> GraphGeometry {
      if let geometry = known[zoom] { return geometry }
      let geometry = GraphScene.geometry(sketch, layout, zoom, available)
      known[zoom] = geometry
      return geometry
    }
    if let zoom {
      geometry = made(zoom)
    } else {
      let box = made(.box)
      let fits = box.height <= available.height && box.width <= available.width
      let line = fits ? box : made(.line)
      let crowded = line.height > 4 * max(1, available.height) || line.width > 4 * max(1, available.width)
      geometry = crowded ? made(.dot) : line
    }
    geometries = known
    var places: [NodeID: Int] = [:]
    for (index, item) in sketch.items.enumerated() {
      for node in item.nodes { places[node] = index }
    }
    itemOfNode = places
    reaches = GraphScene.reaches(layout, geometry)
  }

  private static func geometry(
    _ sketch: GraphSketch, _ layout: GraphLayout, _ zoom: GraphZoom, _ available: Size
  ) -> GraphGeometry {
    GraphGeometry(layout, labels: sketch.items.map { displayWidth($0.label) }, zoom: zoom, available: available)
  }

  /// The zooms that were not yet drawn.
  var missingZooms: [GraphZoom] { GraphZoom.allCases.filter { geometries[$0] == nil } }

  /// The picture at another zoom; takes its time with a thousand nodes.
  func foreseen(_ zoom: GraphZoom) -> GraphGeometry { GraphScene.geometry(sketch, layout, zoom, available) }

  /// Keeps a picture for when it is asked for.
  mutating func keep(_ geometry: GraphGeometry) { geometries[geometry.zoom] = geometry }

  private static func reaches(_ layout: GraphLayout, _ geometry: GraphGeometry) -> [Rect] {
    layout.paths.map { path in
      guard let first = path.vertices.first, let last = path.vertices.last else { return Rect(0, 0, 0, 0) }
      let left = geometry.panels[layout.vertices[first].column].x
      let right = geometry.panels[layout.vertices[last].column].maxX
      var (top, bottom) = (Int.max, 0)
      for vertex in path.vertices {
        top = min(top, geometry.entries[vertex], geometry.rows[vertex])
        bottom = max(bottom, geometry.entries[vertex], geometry.exit(vertex, layout))
      }
      return Rect(left, top, right - left, bottom - top + 1)
    }
  }

  /// Tells its plane from others, for the terminal.
  var identity: Int {
    var hasher = Hasher()
    hasher.combine(revision)
    hasher.combine(geometry.zoom)
    hasher.combine(geometry.width)
    hasher.combine(geometry.height)
    return hasher.finalize()
  }

  /// Whether the picture is still of this graph, view, zoom and size.
  func shows(_ otherRevision: Int, _ otherView: GraphView, _ zoom: GraphZoom?, _ size: Size) -> Bool {
    available == size && wish == zoom && revision == otherRevision && view == otherView
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
