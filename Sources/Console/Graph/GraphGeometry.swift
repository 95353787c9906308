internal import TerminalKit

/// How much of each node is shown.
package enum GraphZoom: String, CaseIterable, Sendable {
  case box, line, dot

  /// Rows a node takes.
  var nodeHeight: Int { self == .box ? 2 : 1 }
  /// Blank rows between nodes.
  var gap: Int { self == .box ? 1 : 0 }
  /// The least and greatest width of a column's inside.
  var widths: ClosedRange<Int> { self == .box ? 18...40 : 14...48 }
  /// The width at which most names can be read. A picture that is walked through anyway gives them that much and no more:
  /// wider columns would have it scroll more often.
  var readableWidth: Int { self == .box ? 20 : 24 }
  /// The width at which all figures fit beside each other.
  var wishedWidth: Int { 28 }
}

/// Where everything stands, in cells of a plane that may be larger than the screen.
struct GraphGeometry: Sendable {
  let zoom: GraphZoom
  /// The frame of each column.
  private(set) var panels: [Rect] = []
  /// The first row of each vertex.
  private(set) var rows: [Int]
  /// Rows of the plane.
  private(set) var height = 0
  /// Columns of the plane.
  private(set) var width = 0
  /// The row on which arrows reach each vertex.
  private(set) var entries: [Int]
  private(set) var channels: [EdgeChannel] = []

  /// - Parameter labels: the width of every item's name.
  init(_ layout: GraphLayout, labels: [Int], zoom: GraphZoom, available: Size) {
    self.zoom = zoom
    let placed = RowPlacement.rows(layout, zoom: zoom, height: max(0, available.height - 2)).map { $0 + 1 }
    let heights = layout.vertices.map { $0.item == nil ? 1 : zoom.nodeHeight }
    var entries = placed.indices.map { placed[$0] + heights[$0] - 1 }
    var channels: [EdgeChannel] = []
    for column in layout.columns.indices.dropLast() {
      channels.append(EdgeChannel(layout, from: column, rows: placed, heights: heights, entries: &entries))
    }
    let wishes = layout.columns.map { column in
      let longest = column.compactMap { layout.vertices[$0].item.map { labels[$0] } }.max() ?? 0
      return min(zoom.widths.upperBound, max(zoom.wishedWidth, longest + (zoom == .box ? 8 : 14)))
    }
    rows = placed
    height = (zip(placed, heights).map { $0 + $1 }.max() ?? 1) + 1
    self.entries = entries
    self.channels = channels
    placePanels(layout, wishes, available)
  }

  /// The row on which arrows leave a vertex.
  func exit(_ vertex: Int, _ layout: GraphLayout) -> Int {
    rows[vertex] + (layout.vertices[vertex].item == nil ? 0 : zoom.nodeHeight - 1)
  }

  /// More tracks than fit in such a gutter share columns: then lines say less than the selected node's own arrows, and the
  /// zoom is a matter of finding one's way.
  static let widestGutter = 24

  private mutating func placePanels(_ layout: GraphLayout, _ wishes: [Int], _ available: Size) {
    let count = layout.columns.count
    guard count > 0 else { return }
    // As much air as there is room for; what cannot fit whole is walked through anyway, and then names may take their room.
    var gutters: [Int] = []
    var room = 0
    for air in [2, 1] where room < count * zoom.widths.lowerBound {
      gutters = channels.map { max(3, min(GraphGeometry.widestGutter, $0.trackCount + air)) }
      room = available.width - gutters.reduce(0, +) - 2 * count
    }
    let fits = room >= count * zoom.widths.lowerBound
    // Room that is left goes to words beside the names; a picture that is walked through stays narrow.
    let isWide = zoom == .box && available.width >= GraphGeometry.wideWindow && room > wishes.reduce(0, +)
    let wishes = isWide ? wishes.map { min(GraphGeometry.widestInside, $0 + GraphGeometry.generousNote) } : wishes
    // Of a picture that is walked through a wide window still shows several columns with whole names.
    let readable = available.width >= GraphGeometry.wideWindow ? zoom.wishedWidth : zoom.readableWidth
    let insides = GraphGeometry.share(
      fits ? room : count * readable, wishes: wishes, least: zoom.widths.lowerBound)
    var x = 0
    for column in 0..<count {
      panels.append(Rect(x, 0, insides[column] + 2, height))
      x += insides[column] + 2
      if column < gutters.count {
        channels[column].place(x: x, width: gutters[column])
        x += gutters[column]
      }
    }
    width = x
  }

  /// In a wide window columns may grow beyond their usual width: names stand whole, and what is said of a node beside them.
  private static let wideWindow = 150
  private static let widestInside = 56
  private static let generousNote = 22

  /// Widths for columns that wish for some: all get the least, then the narrowest grow first until the room is used up.
  private static func share(_ room: Int, wishes: [Int], least: Int) -> [Int] {
    var widths = wishes.map { _ in least }
    var left = room - widths.reduce(0, +)
    while left > 0 {
      let wanting = widths.indices.filter { widths[$0] < wishes[$0] }
      guard let narrowest = wanting.map({ widths[$0] }).min() else { break }
      for column in wanting where widths[column] == narrowest && left > 0 {
        widths[column] += 1
        left -= 1
      }
    }
    return widths
  }

  /// The cells of an item's node.
  func rect(of vertex: Int, _ layout: GraphLayout) -> Rect {
    let panel = panels[layout.vertices[vertex].column]
    return Rect(panel.x + 1, rows[vertex], panel.width - 2, zoom.nodeHeight)
  }
}
