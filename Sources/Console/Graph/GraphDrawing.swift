internal import Engine
internal import Project
internal import TerminalKit

/// Draws a laid-out graph: frames, arrows, nodes.
struct GraphDrawing {
  let scene: GraphScene
  let context: ScreenContext
  var selected: Int?
  /// The item whose arrows stand out.
  var lit: Int?

  /// Draws the part of the plane that starts at `offset`.
  func draw(into canvas: inout Canvas, in rect: Rect, offset: Point) {
    canvas.clipped(to: rect) { canvas in
      let origin = Point(rect.x - offset.x, rect.y - offset.y)
      drawPanels(into: &canvas, origin)
      drawEdges(into: &canvas, rect, offset)
      drawNodes(into: &canvas, rect, origin)
    }
  }

  private func drawPanels(into canvas: inout Canvas, _ origin: Point) {
    for (index, panel) in scene.geometry.panels.enumerated() {
      let name = scene.layout.titles[index]
      let isLater = index > 0 && scene.layout.titles[index - 1] == name
      let title = name.isEmpty ? "" : isLater ? name + " ·" : name
      canvas.frame(panel.moved(origin.x, origin.y), title: title, .muted, titleStyle: Style(.info))
    }
  }

  private func drawEdges(into canvas: inout Canvas, _ rect: Rect, _ offset: Point) {
    let window = Rect(offset.x, offset.y, rect.width, rect.height)
    var plot = EdgePlot(window: window)
    // Of a thousand nodes' arrows few are on the screen.
    let seen = scene.layout.paths.indices.filter { !scene.reaches[$0].intersection(window).isEmpty }
    let looks = seen.map { (path: scene.layout.paths[$0].vertices, look: look(scene.layout.paths[$0].edge)) }
      .sorted { $0.look.rank < $1.look.rank }
    for (path, look) in looks { plot.add(path, scene, look) }
    plot.draw(into: &canvas, at: Point(rect.x, rect.y))
    for (path, look) in looks {
      guard let last = path.last else { continue }
      let x = scene.geometry.panels[scene.layout.vertices[last].column].x + rect.x - offset.x
      canvas.write(look.head, x, scene.geometry.entries[last] + rect.y - offset.y, Style(look.role))
    }
  }

  /// How an arrow looks: those that hold something back are red and heavy, those of the lit node stand out, those
  /// whose target is being made from them are in the running colour; one that can never hold anything back is dashed.
  private func look(_ edge: GraphSketch.Edge) -> EdgeLook {
    let from = worst(edge.from)
    let to = worst(edge.to)
    if from.blocksChildren, to == .skipped || to == .heldAtInput {
      return EdgeLook(role: .fail, weight: .heavy, rank: 3, head: "◆")
    }
    let weight: LineWeight = scene.sketch.items[edge.from].isAdvisory ? .dashed : .light
    if edge.from == lit || edge.to == lit { return EdgeLook(role: .info, weight: .heavy, rank: 2) }
    if to.isRunning { return EdgeLook(role: .running, weight: weight, rank: 1) }
    return EdgeLook(role: .muted, weight: weight, rank: 0)
  }

  private func worst(_ item: Int) -> StepState {
    let nodes = scene.sketch.items[item].nodes
    if nodes.count == 1 { return context.state(of: nodes[0]) }
    let states = nodes.map(context.state)
    return states.first { $0.blocksChildren } ?? states.first { $0.isRunning } ?? states.first ?? .none
  }

  private func drawNodes(into canvas: inout Canvas, _ rect: Rect, _ origin: Point) {
    for item in scene.sketch.items.indices {
      let place = scene.rect(of: item).moved(origin.x, origin.y)
      guard !place.intersection(rect).isEmpty else { continue }
      let face = NodeFace(scene.sketch.items[item], context)
      NodeDrawing(face: face, glyphs: context.glyphs, isSelected: item == selected, isFaint: false)
        .draw(into: &canvas, in: place, zoom: scene.geometry.zoom)
    }
  }
}
