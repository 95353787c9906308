/// How long a step will take and how many rows it will make, as far as the past tells.
package struct StepEstimate: Sendable, Hashable {
  /// The middle of what is known; 1 when nothing is, so that long chains still go first.
  package var seconds: Double
  /// From the shortest to the longest of the past runs looked at.
  package var range: ClosedRange<Double>
  package var rows: Int64?
  /// How many past runs this rests on; 0: a guess.
  package var runs: Int

  package init(seconds: Double, range: ClosedRange<Double>, rows: Int64?, runs: Int) {
    self.seconds = seconds
    self.range = range
    self.rows = rows
    self.runs = runs
  }

  package static let unknown = StepEstimate(seconds: 1, range: 0...1, rows: nil, runs: 0)

  /// The estimate from a node's past, newest first.
  package init(past: [PastStep]) {
    let seconds = past.map(\.seconds).sorted()
    guard let shortest = seconds.first, let longest = seconds.last else {
      self = .unknown
      return
    }
    self.init(
      seconds: Self.median(seconds), range: shortest...longest, rows: past.first?.rows, runs: past.count)
  }

  /// The middle of sorted numbers; of two middles their mean.
  static func median(_ sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
