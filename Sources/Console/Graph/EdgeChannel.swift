/// The space between two columns: every source has one vertical track there, from which its arrows branch off.
///
/// The classical channel-routing rules, turned by ninety degrees: tracks whose rows overlap are apart, and where one
/// source leaves on the row on which another's arrow arrives, the one that leaves turns off first.
struct EdgeChannel: Sendable {
  /// One source's arrows through the channel.
  struct Net: Sendable {
    var from: Int
    var to: [Int]
    /// The row on which it leaves its source.
    var row: Int
    var top: Int
    var bottom: Int
    /// Counted from the left; `nil` when it runs straight.
    var track: Int?
  }

  private(set) var nets: [Net] = []
  private(set) var netOf: [Int: Int] = [:]
  private(set) var trackCount = 0
  private var x = 0
  private var width = 3

  /// Routes the arrows from a column to the next.
  ///
  /// - Parameter entries: the rows on which arrows reach the vertices; moved up within a node where rules collide.
  init(_ layout: GraphLayout, from column: Int, rows: [Int], heights: [Int], entries: inout [Int]) {
    var targets: [Int: [Int]] = [:]
    for link in layout.links where layout.vertices[link.from].column == column {
      targets[link.from, default: []].append(link.to)
    }
    for vertex in layout.columns[column] {
      guard let to = targets[vertex] else { continue }
      netOf[vertex] = nets.count
      nets.append(Net(from: vertex, to: to, row: rows[vertex] + heights[vertex] - 1, top: 0, bottom: 0))
    }
    var order = EdgeChannel.order(nets, entries)
    // Where the rules go in a circle, an arrow arrives on the upper row of its node instead.
    while case .circle(let target) = order {
      guard heights[target] > 1, entries[target] == rows[target] + heights[target] - 1 else {
        order = .sorted(nets.indices.map { $0 })
        break
      }
      entries[target] = rows[target]
      order = EdgeChannel.order(nets, entries)
    }
    for index in nets.indices {
      let all = nets[index].to.map { entries[$0] } + [nets[index].row]
      nets[index].top = all.min() ?? 0
      nets[index].bottom = all.max() ?? 0
    }
    guard case .sorted(let sorted) = order else { return }
    assignTracks(sorted, entries)
  }

  private enum Order {
    case sorted([Int])
    /// The rules go in a circle through this target.
    case circle(Int)
  }

  /// Which nets must turn off before which: `after[b]` holds what must lie left of `b`.
  private static func rules(_ nets: [Net], _ entries: [Int]) -> [[(net: Int, target: Int)]] {
    var leavingOn: [Int: Int] = [:]
    for (index, net) in nets.enumerated() where net.to.contains(where: { entries[$0] != net.row }) || net.to.count > 1 {
      leavingOn[net.row] = index
    }
    return nets.enumerated().map { index, net in
      net.to.compactMap { target in
        guard let other = leavingOn[entries[target]], other != index, entries[target] != net.row else { return nil }
        return (other, target)
      }
    }
  }

  private static func order(_ nets: [Net], _ entries: [Int]) -> Order {
    let rules = rules(nets, entries)
    var state = [Int](repeating: 0, count: nets.count)
    var sorted: [Int] = []
    var culprit: Int?
    func visit(_ net: Int) {
      state[net] = 1
      for rule in rules[net] where culprit == nil {
        if state[rule.net] == 1 { culprit = rule.target } else if state[rule.net] == 0 { visit(rule.net) }
      }
      state[net] = 2
      sorted.append(net)
    }
    // Of arrows that go down the lowest turns off first, of those that go up the highest: then none crosses its like.
    let calm = nets.indices.sorted { a, b in
      let (downA, downB) = (goesDown(nets[a], entries), goesDown(nets[b], entries))
      if downA != downB { return !downA }
      return downA ? nets[a].row > nets[b].row : nets[a].row < nets[b].row
    }
    for net in calm where state[net] == 0 && culprit == nil { visit(net) }
    return culprit.map { .circle($0) } ?? .sorted(sorted)
  }

  private static func goesDown(_ net: Net, _ entries: [Int]) -> Bool {
    net.to.reduce(0) { $0 + entries[$1] - net.row } > 0
  }

  private mutating func assignTracks(_ sorted: [Int], _ entries: [Int]) {
    let rules = EdgeChannel.rules(nets, entries)
    var taken: [[ClosedRange<Int>]] = []
    for index in sorted {
      let net = nets[index]
      guard net.top < net.bottom else { continue }
      var track = rules[index].compactMap { nets[$0.net].track }.max().map { $0 + 1 } ?? 0
      let rows = net.top...net.bottom
      while track < taken.count, taken[track].contains(where: { $0.overlaps(rows) }) { track += 1 }
      while taken.count <= track { taken.append([]) }
      taken[track].append(rows)
      nets[index].track = track
    }
    trackCount = taken.count
  }

  /// Tells the channel where it lies.
  mutating func place(x: Int, width: Int) {
    self.x = x
    self.width = width
  }

  /// The column of cells of a net's track.
  func column(of net: Net) -> Int {
    guard let track = net.track else { return x + width / 2 }
    if trackCount <= 1 { return x + width / 2 }
    // A cell of air before the arrows' heads where there is one to spare; two tracks never share a column while there are
    // columns enough.
    let usable = max(1, width - 2 >= trackCount ? width - 2 : width - 1)
    return x + 1 + min(usable - 1, track * usable / trackCount)
  }
}
