/// Orders the vertices of each column so that few arrows cross: sweeps that put each vertex at the mean of its
/// neighbours (Sugiyama, Tagawa, Toda 1981), the best order seen is kept, and neighbours that cross less when
/// swapped are swapped.
enum CrossingReduction {
  static func reduce(_ layout: inout GraphLayout) {
    guard layout.columns.count > 1 else { return }
    var left = [[Int]](repeating: [], count: layout.vertices.count)
    var right = left
    for link in layout.links {
      right[link.from].append(link.to)
      left[link.to].append(link.from)
    }
    var best = layout.columns
    var fewest = crossings(layout.columns, right, layout.vertices.count)
    let sweeps = layout.vertices.count > 2000 ? 4 : 12
    for sweep in 0..<sweeps where fewest > 0 {
      let forwards = sweep % 2 == 0
      let order = forwards ? Array(layout.columns.indices.dropFirst()) : layout.columns.indices.dropLast().reversed()
      for column in order { sort(&layout, column, forwards ? left : right) }
      if layout.vertices.count <= 600 { swapNeighbours(&layout, left, right) }
      let now = crossings(layout.columns, right, layout.vertices.count)
      if now < fewest {
        fewest = now
        best = layout.columns
      }
    }
    layout.columns = best
  }

  private static func sort(_ layout: inout GraphLayout, _ column: Int, _ neighbours: [[Int]]) {
    let positions = layout.positions
    let keyed = layout.columns[column].map { vertex -> (vertex: Int, key: Double, old: Int) in
      let near = neighbours[vertex]
      // A vertex without neighbours on that side keeps its place.
      let mean =
        near.isEmpty
        ? Double(positions[vertex]) : Double(near.reduce(0) { $0 + positions[$1] }) / Double(near.count)
      return (vertex, mean, positions[vertex])
    }
    layout.columns[column] = keyed.sorted { ($0.key, $0.old) < ($1.key, $1.old) }.map(\.vertex)
  }

  private static func swapNeighbours(_ layout: inout GraphLayout, _ left: [[Int]], _ right: [[Int]]) {
    var positions = layout.positions
    for column in layout.columns.indices {
      for index in layout.columns[column].indices.dropLast() {
        let (upper, lower) = (layout.columns[column][index], layout.columns[column][index + 1])
        var gain = 0
        for side in [left, right] {
          for a in side[upper] {
            for b in side[lower] {
              gain += (positions[a] > positions[b] ? 1 : 0) - (positions[a] < positions[b] ? 1 : 0)
            }
          }
        }
        if gain > 0 {
          layout.columns[column].swapAt(index, index + 1)
          positions[upper] = index + 1
          positions[lower] = index
        }
      }
    }
  }

  /// How many pairs of links cross, by counting inversions with a Fenwick tree (Barth, Jünger, Mutzel 2002).
  static func crossings(_ columns: [[Int]], _ right: [[Int]], _ vertexCount: Int) -> Int {
    var positions = [Int](repeating: 0, count: vertexCount)
    for column in columns {
      for (index, vertex) in column.enumerated() { positions[vertex] = index }
    }
    var total = 0
    for (column, next) in zip(columns, columns.dropFirst()) {
      var tree = [Int](repeating: 0, count: next.count + 1)
      var seen = 0
      for vertex in column {
        let targets = right[vertex].map { positions[$0] }.sorted()
        for target in targets {
          var sum = 0
          var index = target + 1
          while index > 0 {
            sum += tree[index]
            index -= index & -index
          }
          total += seen - sum
        }
        for target in targets {
          var index = target + 1
          while index <= next.count {
            tree[index] += 1
            index += index & -index
          }
          seen += 1
        }
      }
    }
    return total
  }
}
