import Glibc

/// The operators between two values that make a third.
enum ArithmeticOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"

  func apply(_ a: Value, _ b: Value, in context: RenderContext?) throws -> Value {
    if case .int(let x) = a, case .int(let y) = b { return try integers(x, y) }
    if self == .modulo, case .string(let format) = a {
      return .string(try PercentFormat.format(format, b))
    }
    if case .undefined(let undefined) = a { throw undefined.failure }
    if case .undefined(let undefined) = b { throw undefined.failure }
    if let x = a.intValue, let y = b.intValue { return try integers(x, y) }
    if let x = a.doubleValue, let y = b.doubleValue { return try doubles(x, y) }
    if let value = try sequences(a, b) { return value }
    if case .object(let object) = a, let value = try object.operate(rawValue, with: b, reversed: false) { return value }
    if case .object(let object) = b, let value = try object.operate(rawValue, with: a, reversed: true) { return value }
    let name = self == .power ? "** or pow()" : rawValue
    throw Failure.type("unsupported operand type(s) for \(name): '\(a.typeName)' and '\(b.typeName)'")
  }

  private func integers(_ a: Int, _ b: Int) throws -> Value {
    let result: (partialValue: Int, overflow: Bool)
    switch self {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide:
      if b == 0 { throw Failure(.zeroDivision, "division by zero") }
      return .double(Double(a) / Double(b))
    case .floorDivide, .modulo:
      if b == 0 { throw Failure(.zeroDivision, "integer \(self == .modulo ? "modulo" : "division or modulo") by zero") }
      if b == -1 {
        result = self == .modulo ? (0, false) : 0.subtractingReportingOverflow(a)
        break
      }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let isOff = remainder != 0 && (remainder < 0) != (b < 0)
      return .int(self == .modulo ? (isOff ? remainder + b : remainder) : (isOff ? quotient - 1 : quotient))
    case .power: return try ArithmeticOperator.power(a, b)
    }
    if result.overflow { throw Failure.overflow }
    return .int(result.partialValue)
  }

  private static func power(_ base: Int, _ exponent: Int) throws -> Value {
    if exponent < 0 {
      if base == 0 { throw Failure(.zeroDivision, "0.0 cannot be raised to a negative power") }
      return .double(pow(Double(base), Double(exponent)))
    }
    var result = 1
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: factor)
        if overflow { throw Failure.overflow }
        result = product
      }
      rest >>= 1
      if rest == 0 { break }
      let (square, overflow) = factor.multipliedReportingOverflow(by: factor)
      if overflow { throw Failure.overflow }
      factor = square
    }
    return .int(result)
  }

  private func doubles(_ a: Double, _ b: Double) throws -> Value {
    switch self {
    case .add: return .double(a + b)
    case .subtract: return .double(a - b)
    case .multiply: return .double(a * b)
    case .divide:
      if b == 0 { throw Failure(.zeroDivision, "float division by zero") }
      return .double(a / b)
    case .floorDivide:
      if b == 0 { throw Failure(.zeroDivision, "float floor division by zero") }
      return .double(ArithmeticOperator.floorDivision(a, b).quotient)
    case .modulo:
      if b == 0 { throw Failure(.zeroDivision, "float modulo") }
      return .double(ArithmeticOperator.floorDivision(a, b).remainder)
    case .power:
      if a == 0, b < 0 { throw Failure(.zeroDivision, "0.0 cannot be raised to a negative power") }
      if a < 0, b.isFinite, b != b.rounded() { throw Failure.value("the result would be a complex number") }
      let result = pow(a, b)
      if result.isInfinite, a.isFinite, b.isFinite {
        throw Failure(.overflow, "(34, 'Numerical result out of range')")
      }
      return .double(result)
    }
  }

  /// CPython's `float_divmod`: the remainder has the sign of the divisor.
  static func floorDivision(_ a: Double, _ b: Double) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(a, b)
    var quotient = (a - remainder) / b
    if remainder != 0 {
      if (b < 0) != (remainder < 0) {
        remainder += b
        quotient -= 1
      }
    } else {
      remainder = copysign(0, b)
    }
    guard quotient != 0 else { return (copysign(0, a / b), remainder) }
    let floored = quotient.rounded(.down)
    return (quotient - floored > 0.5 ? floored + 1 : floored, remainder)
  }

  /// Operators on strings, lists, tuples and sets.
  private func sequences(_ a: Value, _ b: Value) throws -> Value? {
    switch self {
    case .add:
      switch (a, b) {
      case (.string(let x), .string(let y)): return .string(x + y)
      case (.list(let x), .list(let y)): return .list(ListObject(x.items + y.items))
      case (.tuple(let x), .tuple(let y)): return .tuple(x + y)
      case (.string, _), (.list, _), (.tuple, _):
        throw Failure.type("can only concatenate \(a.typeName) (not \"\(b.typeName)\") to \(a.typeName)")
      default: return nil
      }
    case .multiply:
      if let count = b.intValue { return try ArithmeticOperator.repeated(a, count) }
      if let count = a.intValue { return try ArithmeticOperator.repeated(b, count) }
      for (sequence, other) in [(a, b), (b, a)] {
        switch sequence {
        case .string, .list, .tuple:
          throw Failure.type("can't multiply sequence by non-int of type '\(other.typeName)'")
        default: continue
        }
      }
      return nil
    case .subtract:
      if case .set(let x) = a, case .set(let y) = b {
        return .set(SetObject(x.items.filter { !y.contains($0) }))
      }
      return nil
    default: return nil
    }
  }

  /// Longer texts (in bytes) and lists are refused, so that a template cannot exhaust memory by one operator.
  private static let maximumText = 1 << 26
  private static let maximumList = 1 << 20

  private static func repeated(_ value: Value, _ count: Int) throws -> Value? {
    let times = max(0, count)
    func check(_ size: Int, _ maximum: Int) throws {
      let (total, overflow) = size.multipliedReportingOverflow(by: times)
      if overflow || total > maximum {
        throw Failure(.overflow, "the repeated \(value.typeName) would be too long")
      }
    }
    func repeated(_ items: [Value]) throws -> [Value] {
      try check(items.count, maximumList)
      var result: [Value] = []
      if items.isEmpty { return result }
      result.reserveCapacity(items.count * times)
      for _ in 0..<times { result += items }
      return result
    }
    switch value {
    case .string(let text):
      try check(text.utf8.count, maximumText)
      return .string(String(repeating: text, count: times))
    case .list(let list): return .list(ListObject(try repeated(list.items)))
    case .tuple(let items): return .tuple(try repeated(items))
    default: return nil
    }
  }
}
