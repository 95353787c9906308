/// The most frequent of values that are told one after the other.
struct CommonestValues<Text: Sendable> {
  private let most: Int
  /// Most frequent first; of equals the one told first.
  private(set) var values: [(value: Text, count: Int64)] = []
  private(set) var distinct: Int64 = 0
  private(set) var rows: Int64 = 0

  init(most: Int) { self.most = most }

  mutating func take(_ value: Text, count: Int64) {
    distinct += 1
    rows += count
    if let last = values.last, values.count >= most, count <= last.count { return }
    // Behind every value that is at least as frequent.
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle].count >= count { low = middle + 1 } else { high = middle }
    }
    values.insert((value, count), at: low)
    if values.count > most { values.removeLast() }
  }
}

/// Gathers a column's distribution from its values in order, each with how often it occurs: one pass gives distinct
/// values, quantiles, histogram and the most frequent values.
struct ValueRuns {
  private static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
  private static let bucketCount = 16

  private let present: Int64
  private let buckets: Buckets
  private var commonest = CommonestValues<String>(most: 12)
  private var quantiles: [(share: Double, value: String)] = []
  private var counts: [Int64] = []
  private var named: [(label: String, count: Int64)] = []

  /// How values are put into buckets.
  private enum Buckets {
    case numbers(low: Double, width: Double)
    /// The first so many characters of a date: its year, month or day.
    case dates(Int)
    case none
  }

  init(_ profile: ColumnProfile) {
    present = profile.rows - profile.nulls
    buckets = Self.buckets(profile)
    if case .numbers = buckets { counts = [Int64](repeating: 0, count: Self.bucketCount) }
  }

  private static func buckets(_ profile: ColumnProfile) -> Buckets {
    guard let least = profile.least, let greatest = profile.greatest else { return .none }
    if profile.isNumeric {
      guard let low = Double(least), let high = Double(greatest), high > low, (high - low).isFinite else {
        return .none
      }
      return .numbers(low: low, width: (high - low) / Double(bucketCount))
    }
    guard isDate(least), isDate(greatest), let first = Int(least.prefix(4)), let last = Int(greatest.prefix(4)) else {
      return .none
    }
    if last - first >= 3 { return .dates(4) }
    func month(_ text: String) -> Int { Int(text.dropFirst(5).prefix(2)) ?? 0 }
    return .dates((last - first) * 12 + month(greatest) - month(least) >= 2 ? 7 : 10)
  }

  /// Whether a text begins as `2024-05-14` does.
  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 10 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// Takes the next value. Values come ascending, none twice.
  mutating func take(_ text: String, number: Double, count: Int64) {
    commonest.take(text, count: count)
    while quantiles.count < Self.shares.count {
      let share = Self.shares[quantiles.count]
      // The value at place n of present values, counted from 0.
      guard commonest.rows > min(present - 1, Int64(Double(present) * share)) else { break }
      quantiles.append((share, text))
    }
    switch buckets {
    case .numbers(let low, let width):
      let place = ((number - low) / width).rounded(.down)
      let index = place.isFinite ? max(0, min(Self.bucketCount - 1, Int(place))) : 0
      counts[index] += count
    case .dates(let length):
      let label = String(text.prefix(length))
      if named.last?.label == label { named[named.count - 1].count += count } else { named.append((label, count)) }
    case .none: break
    }
  }

  /// What was gathered.
  var distribution: ColumnProfile.Distribution {
    var histogram = named
    if case .numbers(let low, let width) = buckets {
      histogram = counts.enumerated().map { (Self.label(low + Double($0.offset) * width, width), $0.element) }
    }
    return ColumnProfile.Distribution(
      distinct: commonest.distinct, quantiles: quantiles, histogram: histogram, commonest: commonest.values)
  }

  /// A bucket's lower bound with as many places as tell it from the next.
  private static func label(_ value: Double, _ width: Double) -> String {
    if width >= 1, let whole = Int64(exactly: value.rounded()) { return String(whole) }
    var scale = 1.0
    var places = 0
    while width * scale < 1, places < 9 {
      scale *= 10
      places += 1
    }
    let scaled = (value * scale).rounded()
    guard let digits = Int64(exactly: abs(scaled)) else { return String(value) }
    let text = String(digits)
    let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
    let point = padded.index(padded.endIndex, offsetBy: -places)
    let shown = places == 0 ? padded : padded[..<point] + "." + padded[point...]
    return (scaled < 0 ? "-" : "") + shown
  }
}
