import SQLiteKit

/// A multiset of values that can be added to and taken from, in order when asked.
struct Multiset {
  private(set) var values: [Value] = []
  private var isSorted = true

  mutating func insert(_ value: Value) {
    values.append(value)
    isSorted = false
  }

  mutating func remove(_ value: Value) {
    if let index = values.lastIndex(where: { Ordering.compare($0, value) == 0 }) {
      values.remove(at: index)
    }
  }

  mutating func sorted() -> [Value] {
    if !isSorted {
      values.sort { Ordering.compare($0, $1) < 0 }
      isSorted = true
    }
    return values
  }
}

/// median(x), percentile_cont(x, p), percentile_disc(x, p).
final class Quantile: WindowFunction {
  private var values = Multiset()
  private var fraction = 0.5
  private let isContinuous: Bool

  init(continuous: Bool) { isContinuous = continuous }

  func step(_ arguments: borrowing Arguments) throws {
    if arguments.count > 1 {
      fraction = arguments.double(1)
      guard fraction >= 0, fraction <= 1 else {
        throw FunctionError("a percentile lies between 0 and 1, not \(fraction)")
      }
    }
    if !arguments.isNull(0) { values.insert(arguments.value(0)) }
  }

  func inverse(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { values.remove(arguments.value(0)) }
  }

  func value(_ result: borrowing ResultContext) {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return result.setNull() }
    if isContinuous {
      let place = fraction * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      guard let a = sorted[low].double, let b = sorted[high].double else { return result.set(sorted[low]) }
      result.set(a + (b - a) * (place - Double(low)))
    } else {
      let index = max(0, Int((fraction * Double(sorted.count)).rounded(.up)) - 1)
      result.set(sorted[min(index, sorted.count - 1)])
    }
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// mode(x): the value that occurs most often; of several the least.
final class Mode: WindowFunction {
  private var counts: [Value: Int] = [:]

  func step(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { counts[arguments.value(0), default: 0] += 1 }
  }

  func inverse(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { counts[arguments.value(0), default: 1] -= 1 }
  }

  func value(_ result: borrowing ResultContext) {
    let best = counts.filter { $0.value > 0 }.max { a, b in
      a.value != b.value ? a.value < b.value : Ordering.compare(a.key, b.key) > 0
    }
    best.map { result.set($0.key) } ?? result.setNull()
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// count(DISTINCT x) OVER, and its sums.
final class DistinctFold: WindowFunction {
  private var counts: [Value: Int] = [:]
  private let kind: StaticString

  init(_ kind: StaticString) { self.kind = kind }

  func step(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { counts[arguments.value(0), default: 0] += 1 }
  }

  func inverse(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0) else { return }
    let value = arguments.value(0)
    let left = (counts[value] ?? 1) - 1
    counts[value] = left > 0 ? left : nil
  }

  func value(_ result: borrowing ResultContext) {
    if kind.utf8CodeUnitCount == 5 { return result.set(counts.count) }  // count
    guard !counts.isEmpty else { return result.setNull() }
    let isSum = kind.utf8Start[0] == UInt8(ascii: "s")
    let integers = counts.keys.compactMap(\.integer)
    if isSum, integers.count == counts.count { return result.set(integers.reduce(0, &+)) }
    let sum = counts.keys.reduce(0.0) { $0 + ($1.double ?? 0) }
    result.set(isSum ? sum : sum / Double(counts.count))
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

func registerQuantiles(on connection: Connection) throws(SQLiteError) {
  try connection.createWindowFunction("median", argumentCount: 1) { Quantile(continuous: true) }
  for count in [2, 3] {
    try connection.createWindowFunction("percentile_cont", argumentCount: count) { Quantile(continuous: true) }
    try connection.createWindowFunction("percentile_disc", argumentCount: count) { Quantile(continuous: false) }
  }
  try connection.createWindowFunction("mode", argumentCount: 1) { Mode() }
  try connection.createWindowFunction("count_distinct", argumentCount: 1) { DistinctFold("count") }
  try connection.createWindowFunction("sum_distinct", argumentCount: 1) { DistinctFold("sum") }
  try connection.createWindowFunction("avg_distinct", argumentCount: 1) { DistinctFold("average") }
}
