import SQLiteKit

/// decimal_sum(x, scale) and decimal_avg: counted in whole units of the last digit, so that cents do not drift.
final class DecimalSum: WindowFunction {
  private var total: Int64 = 0
  /// What is too large to be counted exactly.
  private var rest = 0.0
  private var overflow = 0.0
  private var count = 0
  private var scale = 0
  private let averages: Bool

  init(averages: Bool) { self.averages = averages }

  private func units(_ arguments: borrowing Arguments) -> Int64? {
    scale = Int(arguments.int64(1))
    let power = Decimals.powers[min(max(scale, 0), 22)]
    if arguments.type(0) == .integer {
      let (units, overflows) = arguments.int64(0).multipliedReportingOverflow(by: Int64(exactly: power) ?? 1)
      return overflows ? nil : units
    }
    let scaled = (arguments.double(0) * power).rounded()
    return abs(scaled) < 9e15 ? Int64(scaled) : nil
  }

  private func add(_ arguments: borrowing Arguments, _ sign: Int64) {
    guard !arguments.isNull(0) else { return }
    count += Int(sign)
    guard let units = units(arguments) else { return rest += Double(sign) * arguments.double(0) }
    let (sum, overflows) = total.addingReportingOverflow(sign * units)
    if overflows {
      overflow += Double(total)
      total = sign * units
    } else {
      total = sum
    }
  }

  func step(_ arguments: borrowing Arguments) { add(arguments, 1) }

  func inverse(_ arguments: borrowing Arguments) { add(arguments, -1) }

  func value(_ result: borrowing ResultContext) {
    guard count > 0 else { return result.setNull() }
    let power = Decimals.powers[min(max(scale, 0), 22)]
    if averages { return result.set(((Double(total) + overflow) / Double(count)) / power + rest / Double(count)) }
    result.set((Double(total) + overflow) / power + rest)
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// max_by(x, y) and min_by(x, y): x where y is largest or smallest; rows whose y is NULL do not count.
final class Extreme: WindowFunction {
  private var rows: [(value: Value, key: Value)] = []
  private let wanted: Int
  /// Over a whole group the best alone is kept; a moving frame needs all.
  private var keepsAll = false

  init(_ wanted: Int) { self.wanted = wanted }

  func step(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(1) else { return }
    rows.append((arguments.value(0), arguments.value(1)))
    if rows.count > 4096, !keepsAll, let best { rows = [best] }
  }

  func inverse(_ arguments: borrowing Arguments) {
    keepsAll = true
    guard !arguments.isNull(1), !rows.isEmpty else { return }
    rows.removeFirst()
  }

  private var best: (value: Value, key: Value)? {
    var best: (value: Value, key: Value)?
    for row in rows {
      if let current = best, Ordering.compare(row.key, current.key) != wanted { continue }
      best = row
    }
    return best
  }

  func value(_ result: borrowing ResultContext) { best.map { result.set($0.value) } ?? result.setNull() }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// The first or last value that is not NULL, over a frame.
final class PresentValue: WindowFunction {
  private var values: [Value] = []
  private var head = 0
  private let first: Bool

  init(first: Bool) { self.first = first }

  func step(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { values.append(arguments.value(0)) }
  }

  func inverse(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0), head < values.count else { return }
    head += 1
    if head > 1024, head * 2 > values.count {
      values.removeFirst(head)
      head = 0
    }
  }

  func value(_ result: borrowing ResultContext) {
    guard head < values.count else { return result.setNull() }
    result.set(first ? values[head] : values[values.count - 1])
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// A running value and how a row changes it.
final class Fold: AggregateFunction {
  private var state: Value = .null
  private let change: (Value, Value) -> Value

  init(_ change: @escaping (Value, Value) -> Value) { self.change = change }

  func step(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0) else { return }
    state = state.isNull ? arguments.value(0) : change(state, arguments.value(0))
  }

  func finish(_ result: borrowing ResultContext) { result.set(state) }
}

/// The value of the one row there is: a query that stands for a value may not have two.
final class SingleValue: AggregateFunction {
  private var value: Value?

  func step(_ arguments: borrowing Arguments) throws {
    guard value == nil else {
      throw SQLiteError(code: .error, message: "a subquery used as a value returned more than one row")
    }
    value = arguments.value(0)
  }

  func finish(_ result: borrowing ResultContext) { result.set(value ?? .null) }
}

func registerAggregates(on connection: Connection) throws(SQLiteError) {
  try registerMoments(on: connection)
  try registerQuantiles(on: connection)
  try connection.createWindowFunction("decimal_sum", argumentCount: 2) { DecimalSum(averages: false) }
  try connection.createWindowFunction("decimal_avg", argumentCount: 2) { DecimalSum(averages: true) }
  for (name, wanted) in [("max_by", 1), ("min_by", -1)] {
    try connection.createWindowFunction(name, argumentCount: 2) { Extreme(wanted) }
  }
  try connection.createWindowFunction("first_value_present", argumentCount: 1) { PresentValue(first: true) }
  try connection.createWindowFunction("last_value_present", argumentCount: 1) { PresentValue(first: false) }
  try connection.createWindowFunction("any_value", argumentCount: 1) { PresentValue(first: true) }
  try connection.createWindowFunction("last_seen", argumentCount: 1) { PresentValue(first: false) }
  try connection.createAggregate("single_value", argumentCount: 1) { SingleValue() }
  let folds: [(String, (Value, Value) -> Value)] = [
    ("product", { .real(($0.double ?? 0) * ($1.double ?? 0)) }),
    ("bit_and_agg", { .integer(($0.integer ?? 0) & ($1.integer ?? 0)) }),
    ("bit_or_agg", { .integer(($0.integer ?? 0) | ($1.integer ?? 0)) }),
    ("bit_xor_agg", { .integer(($0.integer ?? 0) ^ ($1.integer ?? 0)) }),
  ]
  for (name, change) in folds {
    try connection.createAggregate(name, argumentCount: 1) { Fold(change) }
  }
  for dialect in ["duckdb", "spark"] {
    let sample = dialect == "duckdb"
    try connection.createAggregate("skewness_\(dialect)", argumentCount: 1) {
      Shape { Shape.skewness($0, sample: sample) }
    }
    try connection.createAggregate("kurtosis_\(dialect)", argumentCount: 1) {
      Shape { Shape.kurtosis($0, sample: sample) }
    }
  }
}
