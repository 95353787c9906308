internal import Engine
internal import Project
package import TerminalKit

extension GraphScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    guard let scene, !scene.sketch.items.isEmpty else {
      drawNothing(into: &canvas, rect, context)
      return
    }
    let (area, detail) = rect.cutBottom(rect.height > 6 ? 1 : 0)
    if let dots {
      let lit = rested.map { litItems(around: $0, scene) } ?? []
      dots.draw(into: &canvas, in: area, top: offset.y, scene, selected: selectedItem, lit: lit, context)
    } else {
      let room = GraphRoom(area, plane: Size(scene.geometry.width, scene.geometry.height))
      let place = room.picture
      GraphDrawing(scene: scene, context: context, selected: selectedItem, lit: rested.flatMap { scene.itemOfNode[$0] })
        .draw(into: &canvas, in: place, offset: offset)
      let map = minimap(area, scene)
      drawMinimap(into: &canvas, map, area, scene)
      canvas.plane = PlaneWindow(place, origin: offset, identity: scene.identity, fixed: map, gaps: .muted)
      if let node = rested.flatMap({ context.graph?[$0] }) {
        NodeCard(node: node, context: context).draw(into: &canvas, in: room.card)
      }
    }
    drawDetail(into: &canvas, detail, context)
  }

  private func drawNothing(into canvas: inout Canvas, _ rect: Rect, _ context: ScreenContext) {
    let text = context.project == nil ? "reading the project …" : "this project has no models yet"
    let place = rect.centred(Size(displayWidth(text), 1))
    canvas.write(text, place.x, place.y, .muted, limit: rect.width)
  }

  private func litItems(around node: NodeID, _ scene: GraphScene) -> Set<Int> {
    let near = GraphReach.ancestors(of: node, in: scene.graph).union(GraphReach.descendants(of: node, in: scene.graph))
    return Set(near.compactMap { scene.itemOfNode[$0] })
  }

  /// One line about the selected node: full name, what it is, its place in the files, what is to be said of it.
  private func drawDetail(into canvas: inout Canvas, _ rect: Rect, _ context: ScreenContext) {
    guard !rect.isEmpty, let selected, let node = context.graph?[selected] else { return }
    let status = context.status[selected]
    let mark = status.state.mark
    var x = rect.x + 1
    x += canvas.write(mark.text(context.glyphs) + " ", x, rect.y, Style(mark.role))
    let name = node.relation.map { "\($0.schema).\($0.identifier)" } ?? node.name
    x += canvas.write(name, x, rect.y, .title, limit: rect.width / 2) + 2
    var facts = [node.materialization.word, mark.word]
    // What failed is told with its place, before the reason takes all the room.
    if status.state.blocksChildren, let place = status.step?.location { facts.append("\(place)") }
    if let reason = status.step?.reason, !reason.isEmpty { facts.append(context.local(reason)) }
    if let usual = status.usual { facts.append("usually \(Figures.duration(usual))") }
    facts.append("\(node.location.file):\(node.location.line)")
    canvas.write(facts.joined(separator: " · "), x, rect.y, .muted, limit: rect.maxX - x - 1)
  }

  /// The cells of the minimap: in the corner of a picture larger than the screen, small enough to hide little of it.
  private func minimap(_ area: Rect, _ scene: GraphScene) -> Rect {
    let isLarger = scene.geometry.width > area.width || scene.geometry.height > area.height
    guard isLarger, area.width > 40, area.height > 10 else { return Rect(0, 0, 0, 0) }
    let size = Size(min(32, area.width / 4) + 2, min(8, max(3, area.height / 6)))
    return Rect(area.maxX - size.width, area.maxY - size.height, size.width, size.height)
  }

  /// Where the window stands on a plane larger than the screen.
  private func drawMinimap(into canvas: inout Canvas, _ box: Rect, _ area: Rect, _ scene: GraphScene) {
    guard !box.isEmpty else { return }
    let plane = Size(scene.geometry.width, scene.geometry.height)
    canvas.fill(box, " ", Style(.text, on: .panel))
    let inside = box.inset(1, 0)
    func scaled(_ value: Int, _ from: Int, _ to: Int) -> Int { from > 0 ? min(to - 1, max(0, value * to / from)) : 0 }
    let left = scaled(offset.x, plane.width, inside.width)
    let right = scaled(offset.x + area.width - 1, plane.width, inside.width)
    let top = scaled(offset.y, plane.height, inside.height)
    let bottom = scaled(offset.y + area.height - 1, plane.height, inside.height)
    canvas.fill(
      Rect(inside.x + left, inside.y + top, right - left + 1, bottom - top + 1), " ", Style(.text, on: .selection))
    // Many nodes share a cell of so small a map: each is written once.
    var isTaken = [Bool](repeating: false, count: inside.width * inside.height)
    func place(_ item: Int) -> Point {
      let rect = scene.rect(of: item)
      return Point(scaled(rect.x, plane.width, inside.width), scaled(rect.y, plane.height, inside.height))
    }
    for item in scene.sketch.items.indices {
      let cell = place(item)
      isTaken[cell.y * inside.width + cell.x] = true
    }
    // As the lit arrows, it follows once the keys have come to rest.
    let chosen = rested.flatMap { scene.itemOfNode[$0] }.map(place)
    for (index, taken) in isTaken.enumerated() where taken {
      let cell = Point(index % inside.width, index / inside.width)
      let ground = canvas[inside.x + cell.x, inside.y + cell.y].style.ground
      canvas.write("▪", inside.x + cell.x, inside.y + cell.y, Style(cell == chosen ? .info : .muted, on: ground))
    }
  }
}
