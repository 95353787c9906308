/// Rows for the vertices of every column: in their order, without overlap, and as near to their neighbours' rows as that
/// allows, so that most arrows run straight.
enum RowPlacement {
  static func rows(_ layout: GraphLayout, zoom: GraphZoom, height: Int) -> [Int] {
    var rows = [Int](repeating: 0, count: layout.vertices.count)
    var left = [[Int]](repeating: [], count: layout.vertices.count)
    var right = left
    for link in layout.links {
      right[link.from].append(link.to)
      left[link.to].append(link.from)
    }
    let steps = layout.vertices.map { $0.item == nil ? 1 : zoom.nodeHeight + zoom.gap }
    func total(_ column: [Int]) -> Int { column.reduce(0) { $0 + steps[$1] } }
    let tallest = max(layout.columns.map(total).max() ?? 0, min(height, (layout.columns.map(total).max() ?? 0)))
    for column in layout.columns {
      // Shorter columns start in the middle of the tallest one.
      var row = (tallest - total(column)) / 2
      for vertex in column {
        rows[vertex] = row
        row += steps[vertex]
      }
    }
    for pass in 0..<6 {
      let forwards = pass % 2 == 0
      let order = forwards ? Array(layout.columns.indices) : layout.columns.indices.reversed()
      for column in order {
        let near = forwards ? left : right
        place(layout.columns[column], near, steps, limit: tallest, &rows, layout)
      }
    }
    return rows
  }

  /// Moves the vertices of a column towards the middle of their neighbours, keeping order and distance.
  private static func place(
    _ column: [Int], _ near: [[Int]], _ steps: [Int], limit: Int, _ rows: inout [Int], _ layout: GraphLayout
  ) {
    // A waypoint is one row high and an arrow meets a node on its last row, so wishes are made for that row.
    func port(_ vertex: Int) -> Int { layout.vertices[vertex].item == nil ? 0 : max(0, min(1, steps[vertex] - 2)) }
    var wished = column.map { vertex -> Int in
      let neighbours = near[vertex].map { rows[$0] + port($0) }.sorted()
      guard !neighbours.isEmpty else { return rows[vertex] }
      let middle =
        neighbours.count % 2 == 1
        ? neighbours[neighbours.count / 2]
        : (neighbours[neighbours.count / 2 - 1] + neighbours[neighbours.count / 2]) / 2
      return middle - port(vertex)
    }
    var floor = 0
    for (index, vertex) in column.enumerated() {
      wished[index] = max(wished[index], floor)
      floor = wished[index] + steps[vertex]
    }
    var ceiling = limit
    for (index, vertex) in column.enumerated().reversed() {
      wished[index] = min(wished[index], ceiling - steps[vertex])
      ceiling = wished[index]
    }
    for (index, vertex) in column.enumerated() { rows[vertex] = max(0, wished[index]) }
  }
}
