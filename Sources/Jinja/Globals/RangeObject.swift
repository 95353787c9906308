/// Python's `range`.
final class RangeObject: JinjaObject {
  let start: Int
  let stop: Int
  let step: Int
  /// The sandbox dbt renders in refuses longer ranges.
  static let maximumCount = 100_000

  init(start: Int, stop: Int, step: Int) {
    self.start = start
    self.stop = stop
    self.step = step
  }

  static func make(_ arguments: CallArguments) throws -> Value {
    guard arguments.keyword.isEmpty else { throw Failure.type("range() takes no keyword arguments") }
    let values = try arguments.positional.map { value -> Int in
      if case .undefined(let undefined) = value { throw undefined.failure }
      guard let number = value.intValue else {
        throw Failure.type("'\(value.typeName)' object cannot be interpreted as an integer")
      }
      return number
    }
    guard let first = values.first else { throw Failure.type("range expected at least 1 argument, got 0") }
    guard values.count <= 3 else { throw Failure.type("range expected at most 3 arguments, got \(values.count)") }
    let step = values.count == 3 ? values[2] : 1
    if step == 0 { throw Failure.value("range() arg 3 must not be zero") }
    let range =
      values.count == 1
      ? RangeObject(start: 0, stop: first, step: step) : RangeObject(start: first, stop: values[1], step: step)
    if range.count > maximumCount {
      throw Failure(.overflow, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (\(maximumCount)).")
    }
    return .object(range)
  }

  var count: Int {
    let (span, overflow) =
      step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    if overflow { return .max }
    if span <= 0 { return 0 }
    let size = step.magnitude
    return Int((UInt(span) - 1) / size) + 1
  }

  /// The range of the elements between two positions.
  func selecting(from: Int, to: Int, stride: Int) -> RangeObject {
    RangeObject(start: start + from * step, stop: start + to * step, step: step * stride)
  }

  var typeName: String { "range" }
  var length: Int? { count }
  func repr() -> String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
  func elements() throws -> [Value]? { (0..<count).map { .int(start + $0 * step) } }

  func item(_ key: Value) throws -> Value? {
    guard let index = key.intValue else { return nil }
    let position = index < 0 ? index + count : index
    return position >= 0 && position < count ? .int(start + position * step) : nil
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "start": .int(start)
    case "stop": .int(stop)
    case "step": .int(step)
    default: nil
    }
  }

  func isEqual(to other: Value) -> Bool {
    guard case .object(let object as RangeObject) = other else { return false }
    return count == object.count && (count == 0 || (start == object.start && (count == 1 || step == object.step)))
  }

  func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
