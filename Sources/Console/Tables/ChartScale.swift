/// The range of an axis and the round numbers marked on it.
struct ChartScale {
  let low: Double
  let high: Double
  let ticks: [Double]

  /// A scale over all values; with `fromZero` it holds zero, so that lengths can be compared.
  init(_ values: [Double], fromZero: Bool, ticks wanted: Int) {
    let known = values.filter(\.isFinite)
    var least = known.min() ?? 0
    var greatest = known.max() ?? 1
    if fromZero {
      least = min(0, least)
      greatest = max(0, greatest)
    }
    if greatest <= least {
      let room = least == 0 ? 1 : abs(least) / 2
      greatest += room
      if !fromZero { least -= room }
    }
    let step = Self.step((greatest - least) / Double(max(1, wanted)))
    let first = (least / step).rounded(.down)
    let last = (greatest / step).rounded(.up)
    low = fromZero && least == 0 ? 0 : first * step
    high = last * step
    let count = last - first
    ticks = count.isFinite && count >= 0 && count < 100 ? (0...Int(count)).map { (first + Double($0)) * step } : []
  }

  /// The round number next above a distance: 1, 2, 2.5 or 5 times a power of ten.
  private static func step(_ distance: Double) -> Double {
    guard distance > 0, distance.isFinite else { return 1 }
    var power = 1.0
    while power * 10 <= distance { power *= 10 }
    while power > distance { power /= 10 }
    for factor in [1, 2, 2.5, 5] where power * factor >= distance * 0.999 { return power * factor }
    return power * 10
  }

  /// From 0 at the low end to 1 at the high end.
  func share(_ value: Double) -> Double {
    high > low ? min(1, max(0, (value - low) / (high - low))) : 0
  }
}
