internal import TerminalKit

/// How an arrow looks.
struct EdgeLook: Hashable {
  var role: StyleRole
  var weight: LineWeight
  /// Which of two arrows in one cell is seen.
  var rank: Int
  /// What stands at its end.
  var head = "▶"
}

/// Arrows on the part of the plane that is on the screen. Lines of one source join; lines of different sources pass
/// each other without touching.
struct EdgePlot {
  private struct Mark {
    var source: Int
    var arms: LineArms
    var look: EdgeLook
  }

  private let window: Rect
  private var cells: [(first: Mark?, second: Mark?)]

  /// - Parameter window: the part of the plane to draw.
  init(window: Rect) {
    self.window = window
    cells = Array(repeating: (nil, nil), count: window.width * window.height)
  }

  private mutating func mark(_ x: Int, _ y: Int, _ arms: LineArms, _ source: Int, _ look: EdgeLook) {
    guard window.contains(Point(x, y)) else { return }
    let index = (y - window.y) * window.width + x - window.x
    func joined(_ old: Mark) -> Mark {
      Mark(source: source, arms: old.arms.union(arms), look: old.look.rank >= look.rank ? old.look : look)
    }
    if let first = cells[index].first {
      if first.source == source {
        cells[index].first = joined(first)
      } else if let second = cells[index].second {
        // A third source in one cell runs along with the second: what stands out most is seen.
        cells[index].second = joined(second)
      } else {
        cells[index].second = Mark(source: source, arms: arms, look: look)
      }
    } else {
      cells[index].first = Mark(source: source, arms: arms, look: look)
    }
  }

  private mutating func horizontal(_ x: Int, to end: Int, _ y: Int, _ source: Int, _ look: EdgeLook) {
    guard end > x, y >= window.y, y < window.maxY else { return }
    for column in max(x, window.x - 1)...max(max(x, window.x - 1), min(end, window.maxX)) where column <= end {
      var arms: LineArms = []
      if column > x { arms.formUnion(.left) }
      if column < end { arms.formUnion(.right) }
      mark(column, y, arms, source, look)
    }
  }

  private mutating func vertical(_ x: Int, _ y: Int, to end: Int, _ source: Int, _ look: EdgeLook) {
    let (top, bottom) = (min(y, end), max(y, end))
    guard bottom > top, x >= window.x, x < window.maxX else { return }
    for row in max(top, window.y)...max(max(top, window.y), min(bottom, window.maxY)) where row <= bottom {
      var arms: LineArms = []
      if row > top { arms.formUnion(.up) }
      if row < bottom { arms.formUnion(.down) }
      mark(x, row, arms, source, look)
    }
  }

  /// Adds an arrow.
  mutating func add(_ path: [Int], _ scene: GraphScene, _ look: EdgeLook) {
    let (layout, geometry) = (scene.layout, scene.geometry)
    for (from, to) in zip(path, path.dropFirst()) {
      let vertex = layout.vertices[from]
      let channel = geometry.channels[vertex.column]
      guard let net = channel.netOf[from].map({ channel.nets[$0] }) else { continue }
      let start = geometry.panels[vertex.column].maxX - 1
      let end = geometry.panels[vertex.column + 1].x
      let row = geometry.entries[to]
      let source = vertex.source
      if row == net.row {
        horizontal(start, to: end, row, source, look)
      } else {
        let track = channel.column(of: net)
        horizontal(start, to: track, net.row, source, look)
        vertical(track, net.row, to: row, source, look)
        horizontal(track, to: end, row, source, look)
      }
      if layout.vertices[to].item == nil {
        let panel = geometry.panels[layout.vertices[to].column]
        horizontal(panel.x, to: panel.maxX - 1, row, source, look)
      }
    }
  }

  /// Draws what was added at a place of the canvas; frames that are there already are joined.
  func draw(into canvas: inout Canvas, at origin: Point) {
    for y in 0..<window.height {
      for x in 0..<window.width {
        let cell = cells[y * window.width + x]
        guard let first = cell.first else { continue }
        var seen = first
        if let second = cell.second {
          let firstIsVertical = first.arms.isSubset(of: [.up, .down])
          let secondIsVertical = second.arms.isSubset(of: [.up, .down])
          if firstIsVertical != secondIsVertical, first.arms.isStraight, second.arms.isStraight {
            // Two sources pass each other: what stands out more stays whole, of two alike the upright line.
            let isAlike = first.look.rank == second.look.rank
            seen = (isAlike ? secondIsVertical : second.look.rank > first.look.rank) ? second : first
          } else {
            seen.arms.formUnion(second.arms)
            if second.look.rank > first.look.rank { seen.look = second.look }
          }
        }
        let place = (origin.x + x, origin.y + y)
        if LineArms.of(canvas[place.0, place.1].character) == nil { canvas.write(" ", place.0, place.1) }
        canvas.addArms(seen.arms, place.0, place.1, Style(seen.look.role), weight: seen.look.weight)
      }
    }
  }
}

extension LineArms {
  /// Whether it is a line without a bend or a branch.
  var isStraight: Bool { isSubset(of: [.left, .right]) || isSubset(of: [.up, .down]) }
}
