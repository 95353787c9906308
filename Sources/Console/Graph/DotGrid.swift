internal import Engine
internal import Project
internal import TerminalKit

/// A thousand nodes on one screen: every node one mark, every group a block of them.
struct DotGrid: Sendable {
  /// A block of marks.
  struct Block: Sendable {
    var title: String
    var items: [Int]
    var rect: Rect
  }

  private(set) var blocks: [Block] = []
  private(set) var height = 0
  private var placeOfItem: [Int: Point] = [:]

  init(_ scene: GraphScene, width: Int) {
    var groups: [(title: String, items: [Int])] = []
    for column in scene.layout.columns {
      for item in column.compactMap({ scene.layout.vertices[$0].item }) {
        let title = scene.sketch.items[item].group
        if let index = groups.firstIndex(where: { $0.title == title }) {
          groups[index].items.append(item)
        } else {
          groups.append((title, [item]))
        }
      }
    }
    let perRow = max(1, (width - 2) / 2)
    var y = 0
    for group in groups {
      let rows = (group.items.count + perRow - 1) / perRow
      let rect = Rect(0, y, width, rows + 1)
      blocks.append(Block(title: group.title, items: group.items, rect: rect))
      for (index, item) in group.items.enumerated() {
        placeOfItem[item] = Point(1 + index % perRow * 2, y + 1 + index / perRow)
      }
      y += rows + 2
    }
    height = max(0, y - 1)
  }

  /// Where an item's mark stands.
  func place(of item: Int) -> Point? { placeOfItem[item] }

  /// The item next to another in a direction.
  func neighbour(of item: Int, _ dx: Int, _ dy: Int) -> Int? {
    guard let here = placeOfItem[item] else { return nil }
    let candidates = placeOfItem.filter { _, place in
      if dx != 0 { return place.y == here.y && (place.x - here.x) * dx > 0 }
      return (place.y - here.y) * dy > 0
    }
    return candidates.min { a, b in
      let da = abs(a.value.y - here.y) * 1000 + abs(a.value.x - here.x)
      let db = abs(b.value.y - here.y) * 1000 + abs(b.value.x - here.x)
      return (da, a.key) < (db, b.key)
    }?.key
  }

  /// Draws the rows from `top` on. Marks outside `lit` are faint.
  func draw(
    into canvas: inout Canvas, in rect: Rect, top: Int, _ scene: GraphScene, selected: Int?, lit: Set<Int>,
    _ context: ScreenContext
  ) {
    canvas.clipped(to: rect) { canvas in
      for block in blocks {
        let y = rect.y + block.rect.y - top
        guard y + block.rect.height > rect.y, y < rect.maxY else { continue }
        canvas.horizontal(rect.x, to: rect.maxX - 1, y)
        let title = block.title.isEmpty ? "other" : block.title
        canvas.write(" \(title) \(block.items.count) ", rect.x + 1, y, Style(.info))
        for item in block.items {
          guard let place = placeOfItem[item] else { continue }
          let nodes = scene.sketch.items[item].nodes
          var state = nodes.first.map(context.state) ?? .none
          if nodes.count > 1 { state = nodes.lazy.map(context.state).first { $0.blocksChildren } ?? state }
          let mark = state.mark
          var style = Style(lit.isEmpty || lit.contains(item) ? mark.role : .muted)
          if lit.contains(item) { style = style.with(.bold) }
          if item == selected { style = Style(mark.role, on: .selection, .bold) }
          let (x, row) = (rect.x + place.x, rect.y + place.y - top)
          if item == selected { canvas.write("[ ]", x - 1, row, Style(.info, .bold)) }
          canvas.write(mark.text(context.glyphs), x, row, style)
        }
      }
    }
  }
}
