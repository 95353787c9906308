/// Rows for the vertices of every column: in their order, without overlap, and as near to their neighbours' rows as that
/// allows, so that most arrows run straight.
///
/// Within a column this is a regression under an order: the rows that lie nearest to all wishes, in sum of distances, while
/// the order and the heights are kept. Pooling vertices that want past each other and giving each pool its middle wish solves
/// it exactly (Ayer, Brunk, Ewing, Reid, Silverman 1955; the median form is Robertson and Wright 1973). The columns are gone
/// through to and fro, each looking at those it is joined with.
struct RowPlacement {
  private let layout: GraphLayout
  private let steps: [Int]
  private let left: [[Int]]
  private let right: [[Int]]
  private let limit: Int
  private var rows: [Int]

  static func rows(_ layout: GraphLayout, zoom: GraphZoom, height: Int) -> [Int] {
    var placement = RowPlacement(layout, zoom: zoom)
    placement.settle()
    return placement.rows
  }

  private init(_ layout: GraphLayout, zoom: GraphZoom) {
    self.layout = layout
    let steps = layout.vertices.map { $0.item == nil ? 1 : zoom.nodeHeight + zoom.gap }
    self.steps = steps
    var left = [[Int]](repeating: [], count: layout.vertices.count)
    var right = left
    for link in layout.links {
      right[link.from].append(link.to)
      left[link.to].append(link.from)
    }
    (self.left, self.right) = (left, right)
    let totals = layout.columns.map { column in column.reduce(0) { $0 + steps[$1] } }
    let limit = totals.max() ?? 0
    self.limit = limit
    rows = [Int](repeating: 0, count: layout.vertices.count)
    for (column, total) in zip(layout.columns, totals) {
      // Shorter columns start in the middle of the tallest one.
      var row = (limit - total) / 2
      for vertex in column {
        rows[vertex] = row
        row += steps[vertex]
      }
    }
  }

  private mutating func settle() {
    let columns = Array(layout.columns.indices)
    for pass in 0..<6 {
      for column in pass % 2 == 0 ? columns : columns.reversed() {
        place(layout.columns[column], near: pass % 2 == 0 ? left : right)
      }
    }
    let both = zip(left, right).map { $0 + $1 }
    for column in columns { place(layout.columns[column], near: both) }
  }

  /// A waypoint is one row high and an arrow meets a node on its last row, so wishes are made for that row.
  private func port(_ vertex: Int) -> Int {
    layout.vertices[vertex].item == nil ? 0 : max(0, min(1, steps[vertex] - 2))
  }

  /// Vertices in a row that share one shift, with what each of them wishes it to be.
  private struct Pool {
    var count: Int
    var wishes: [Int]
    var shift: Int
  }

  private mutating func place(_ column: [Int], near: [[Int]]) {
    // Measured from where a vertex would stand if the column began at row 0, rows that keep the order never fall.
    var pools: [Pool] = []
    var base = 0
    for vertex in column {
      let wishes = near[vertex].map { rows[$0] + port($0) - port(vertex) - base }
      var pool = Pool(count: 1, wishes: wishes.isEmpty ? [] : wishes.sorted(), shift: 0)
      pool.shift = RowPlacement.middle(pool.wishes) ?? rows[vertex] - base
      // One that is joined to nothing here wishes to stay, but yields to those that are.
      while let last = pools.last, last.shift > pool.shift || (pool.wishes.isEmpty && last.shift >= pool.shift) {
        pools.removeLast()
        let wishes = RowPlacement.merged(last.wishes, pool.wishes)
        let shift = RowPlacement.middle(wishes) ?? (last.shift + pool.shift) / 2
        pool = Pool(count: last.count + pool.count, wishes: wishes, shift: shift)
      }
      pools.append(pool)
      base += steps[vertex]
    }
    let last = max(0, limit - base)
    var index = 0
    base = 0
    for pool in pools {
      for vertex in column[index..<(index + pool.count)] {
        rows[vertex] = base + min(last, max(0, pool.shift))
        base += steps[vertex]
      }
      index += pool.count
    }
  }

  private static func middle(_ sorted: [Int]) -> Int? { sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] }

  private static func merged(_ one: [Int], _ other: [Int]) -> [Int] {
    var out: [Int] = []
    out.reserveCapacity(one.count + other.count)
    var (i, j) = (0, 0)
    while i < one.count || j < other.count {
      if j == other.count || (i < one.count && one[i] <= other[j]) {
        out.append(one[i])
        i += 1
      } else {
        out.append(other[j])
        j += 1
      }
    }
    return out
  }
}
