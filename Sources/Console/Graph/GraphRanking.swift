/// Which column each item stands in: right of everything it depends on, and where groups can be put in an order that
/// all arrows follow, each group in columns of its own.
struct GraphRanking: Sendable {
  /// Column by item.
  private(set) var column: [Int]
  private(set) var columnCount: Int
  /// The group that has a column to itself; empty where several share it.
  private(set) var title: [String]

  init(_ sketch: GraphSketch) {
    let count = sketch.items.count
    var parents = [[Int]](repeating: [], count: count)
    for edge in sketch.edges { parents[edge.to].append(edge.from) }
    let order = GraphRanking.order(sketch)
    let position = GraphRanking.positions(order)
    var column = [Int](repeating: 0, count: count)
    if let groups = GraphRanking.groupOrder(sketch) {
      var base = 0
      for group in groups {
        var last = base - 1
        for item in order where sketch.items[item].group == group {
          let above = parents[item].filter { position[$0] < position[item] && sketch.items[$0].group == group }
          column[item] = max(base, (above.map { column[$0] + 1 }.max() ?? base))
          last = max(last, column[item])
        }
        base = last + 1
      }
    } else {
      for item in order {
        column[item] = (parents[item].filter { position[$0] < position[item] }.map { column[$0] + 1 }.max() ?? 0)
      }
    }
    let columnCount = (column.max() ?? -1) + 1
    var title = [String](repeating: "", count: columnCount)
    for index in 0..<columnCount {
      let groups = Set(sketch.items.indices.filter { column[$0] == index }.map { sketch.items[$0].group })
      if groups.count == 1, let only = groups.first { title[index] = only }
    }
    self.column = column
    self.columnCount = columnCount
    self.title = title
  }

  private static func positions(_ order: [Int]) -> [Int] {
    var position = [Int](repeating: 0, count: order.count)
    for (index, item) in order.enumerated() { position[item] = index }
    return position
  }

  /// Items in an order that arrows follow; circles, which collapsing groups can make, are cut where they are met.
  private static func order(_ sketch: GraphSketch) -> [Int] {
    let count = sketch.items.count
    var missing = [Int](repeating: 0, count: count)
    var children = [[Int]](repeating: [], count: count)
    for edge in sketch.edges {
      missing[edge.to] += 1
      children[edge.from].append(edge.to)
    }
    var order: [Int] = []
    var done = [Bool](repeating: false, count: count)
    var ready = (0..<count).filter { missing[$0] == 0 }
    while order.count < count {
      if ready.isEmpty, let stuck = (0..<count).first(where: { !done[$0] }) { ready = [stuck] }
      var next: [Int] = []
      for item in ready where !done[item] {
        done[item] = true
        order.append(item)
        for child in children[item] where !done[child] {
          missing[child] -= 1
          if missing[child] == 0 { next.append(child) }
        }
      }
      ready = next
    }
    return order
  }

  /// The groups in an order that all arrows between them follow; `nil` when there is none, or only one group.
  private static func groupOrder(_ sketch: GraphSketch) -> [String]? {
    var names: [String] = []
    for item in sketch.items where !names.contains(item.group) { names.append(item.group) }
    guard names.count > 1, names.count <= 24 else { return nil }
    var before: [String: Set<String>] = [:]
    for edge in sketch.edges {
      let (from, to) = (sketch.items[edge.from].group, sketch.items[edge.to].group)
      if from != to { before[to, default: []].insert(from) }
    }
    var sorted: [String] = []
    while sorted.count < names.count {
      guard
        let next = names.first(where: { name in
          !sorted.contains(name) && (before[name] ?? []).allSatisfy { sorted.contains($0) }
        })
      else { return nil }
      sorted.append(next)
    }
    return sorted
  }
}
