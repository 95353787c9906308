import Glibc
import SQLiteKit

private func isInteger(_ arguments: borrowing Arguments, _ index: Int) -> Bool { arguments.type(index) == .integer }

func registerNumbers(on connection: Connection) throws(SQLiteError) {
  // nonzero(x): the divisor of dialects in which division by zero is an error.
  try connection.createFunction("nonzero", argumentCount: 1) { arguments, result in
    if !arguments.isNull(0), arguments.double(0) == 0 { throw FunctionError("division by zero") }
    result.set(arguments, 0)
  }
  try strict(connection, "ieee_divide", 2) { arguments, result in
    let (a, b) = (arguments.double(0), arguments.double(1))
    let quotient = a / b
    // SQLite stores NaN as NULL.
    if quotient.isNaN { return result.setNull() }
    result.set(quotient)
  }
  try strict(connection, "integer_divide", 2) { arguments, result in
    if arguments.double(1) == 0 { throw FunctionError("division by zero") }
    if isInteger(arguments, 0), isInteger(arguments, 1) {
      return result.set(arguments.int64(0).dividedReportingOverflow(by: arguments.int64(1)).partialValue)
    }
    result.set(Int64((arguments.double(0) / arguments.double(1)).rounded(.towardZero)))
  }
  try strict(connection, "floor_divide", 2) { arguments, result in
    if arguments.double(1) == 0 { return result.setNull() }
    if isInteger(arguments, 0), isInteger(arguments, 1) {
      return result.set(arguments.int64(0).dividedReportingOverflow(by: arguments.int64(1)).partialValue)
    }
    result.set((arguments.double(0) / arguments.double(1)).rounded(.down))
  }
  // modulo(a, b, dialect): the sign is the dividend's; zero is an error where division by it is one.
  try strict(connection, "modulo", 3) { arguments, result in
    if arguments.double(1) == 0 {
      if arguments.string(2) == "duckdb" || arguments.string(2) == "sqlite" { return result.setNull() }
      throw FunctionError("division by zero")
    }
    if isInteger(arguments, 0), isInteger(arguments, 1) {
      return result.set(arguments.int64(0).remainderReportingOverflow(dividingBy: arguments.int64(1)).partialValue)
    }
    let value = fmod(arguments.double(0), arguments.double(1))
    // Decimals leave no dust: 5.5 % 2.1 is 1.3.
    result.set((value * 1e12).rounded() / 1e12)
  }
  try strict(connection, "pmod", 2) { arguments, result in
    if arguments.double(1) == 0 { throw FunctionError("division by zero") }
    if isInteger(arguments, 0), isInteger(arguments, 1) {
      let (a, b) = (arguments.int64(0), arguments.int64(1))
      let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
      return result.set(rest < 0 ? (rest + b) % b : rest)
    }
    let (a, b) = (arguments.double(0), arguments.double(1))
    let rest = fmod(a, b)
    result.set(rest < 0 ? fmod(rest + b, b) : rest)
  }
  try registerRounding(on: connection)
  try registerNumberBases(on: connection)
  try strict(connection, "cube_root", 1) { arguments, result in result.set(cbrt(arguments.double(0))) }
  for (name, wanted) in [("greatest", 1), ("least", -1)] {
    // NULLs are passed over.
    try connection.createFunction(name, argumentCount: nil) { arguments, result in
      var best = -1
      for index in 0..<arguments.count where !arguments.isNull(index) {
        if best < 0 || Ordering.compare(arguments.value(index), arguments.value(best)) == wanted { best = index }
      }
      best < 0 ? result.setNull() : result.set(arguments, best)
    }
    try connection.createFunction(wanted == 1 ? "max_null" : "min_null", argumentCount: nil) { arguments, result in
      var best = 0
      for index in 0..<arguments.count {
        if arguments.isNull(index) { return result.setNull() }
        if index > 0, Ordering.compare(arguments.value(index), arguments.value(best)) == wanted { best = index }
      }
      arguments.count == 0 ? result.setNull() : result.set(arguments, best)
    }
  }
  try strict(connection, "width_bucket", 4) { arguments, result in
    let (x, low, high, count) = (arguments.double(0), arguments.double(1), arguments.double(2), arguments.int64(3))
    guard count > 0, low != high else {
      throw FunctionError("width_bucket() wants buckets between two different bounds")
    }
    let share = (x - low) / (high - low)
    result.set(share < 0 ? 0 : share >= 1 ? count + 1 : Int64(share * Double(count)) + 1)
  }
  try strict(connection, "div0", 2) { arguments, result in
    let divisor = arguments.double(1)
    result.set(divisor == 0 ? 0 : ((arguments.double(0) / divisor) * 1e6).rounded(.toNearestOrAwayFromZero) / 1e6)
  }
  try strict(connection, "factorial", 1) { arguments, result in
    let n = arguments.int64(0)
    guard n >= 0, n <= 20 else { return result.setNull() }
    result.set(n < 2 ? 1 : (2...n).reduce(1, *))
  }
  try strict(connection, "gcd", 2) { arguments, result in
    result.set(greatestDivisor(arguments.int64(0), arguments.int64(1)))
  }
  try strict(connection, "lcm", 2) { arguments, result in
    let (a, b) = (arguments.int64(0), arguments.int64(1))
    let divisor = greatestDivisor(a, b)
    result.set(divisor == 0 ? 0 : Int64((a / divisor * b).magnitude))
  }
  try strict(connection, "is_nan", 1) { arguments, result in result.set(arguments.double(0).isNaN) }
  try strict(connection, "is_inf", 1) { arguments, result in result.set(arguments.double(0).isInfinite) }
  try strict(connection, "bit_xor", 2) { arguments, result in result.set(arguments.int64(0) ^ arguments.int64(1)) }
  try strict(connection, "bit_count", 1) { arguments, result in result.set(arguments.int64(0).nonzeroBitCount) }
  try connection.createFunction("assert_true", argumentCount: 1, options: []) { arguments, result in
    if arguments.isNull(0) || arguments.int64(0) == 0 { throw FunctionError("the assertion is not true") }
    result.setNull()
  }
  try connection.createFunction("raise_error", argumentCount: 1, options: []) { arguments, _ in
    throw FunctionError(arguments.string(0) ?? "")
  }
  try registerNumberFormats(on: connection)
}

private func greatestDivisor(_ a: Int64, _ b: Int64) -> Int64 {
  var (x, y) = (Int64(clamping: a.magnitude), Int64(clamping: b.magnitude))
  while y != 0 { (x, y) = (y, x % y) }
  return x
}

private func registerRounding(on connection: Connection) throws(SQLiteError) {
  for (name, rule) in [("ceil_integer", FloatingPointRoundingRule.up), ("floor_integer", .down)] {
    try strict(connection, name, 1) { arguments, result in
      if isInteger(arguments, 0) { return result.set(arguments, 0) }
      let value = arguments.double(0).rounded(rule)
      abs(value) < 9e18 ? result.set(Int64(value)) : result.set(value)
    }
  }
  try strict(connection, "round_half_up", 2) { arguments, result in
    let digits = Int(clamping: arguments.int64(1))
    if isInteger(arguments, 0) {
      if digits >= 0 { return result.set(arguments, 0) }
      return result.set(Int64(Decimals.round(arguments.double(0), digits)))
    }
    result.set(Decimals.round(arguments.double(0), digits))
  }
  // round_exact(x, digits): the binary value itself is rounded, as DuckDB does it: 0.105 is a hair below 0.105.
  try strict(connection, "round_exact", 2) { arguments, result in
    let digits = Int(clamping: arguments.int64(1))
    if isInteger(arguments, 0), digits >= 0 { return result.set(arguments, 0) }
    let value = arguments.double(0)
    guard digits > 0 else { return result.set(Decimals.round(value, digits)) }
    let power = pow(10, Double(digits))
    let scaled = value * power
    guard scaled.isFinite, abs(scaled) < 4e15 else { return result.set(value) }
    var rounded = scaled.rounded(.toNearestOrAwayFromZero)
    // What looks like a half after multiplying may be less than one.
    if abs(scaled - scaled.rounded(.towardZero)) == 0.5 {
      let rest = (-scaled).addingProduct(value, power)
      if scaled > 0 ? rest < 0 : rest > 0 { rounded = scaled.rounded(.towardZero) }
    }
    result.set(rounded / power)
  }
  try strict(connection, "round_even", 2) { arguments, result in
    if isInteger(arguments, 0), arguments.int64(1) >= 0 { return result.set(arguments, 0) }
    let power = pow(10, Double(arguments.int64(1)))
    result.set((arguments.double(0) * power).rounded(.toNearestOrEven) / power)
  }
  try strict(connection, "truncate_to", 2) { arguments, result in
    let digits = Int(clamping: arguments.int64(1))
    if isInteger(arguments, 0), digits >= 0 { return result.set(arguments, 0) }
    let power = pow(10, Double(digits))
    let scaled = arguments.double(0) * power
    // A hair below a whole number is that number: 1.15 × 100 is 114.99999999999999.
    let near = scaled.rounded()
    let cut = abs(scaled - near) < abs(scaled) * 1e-15 ? near : scaled.rounded(.towardZero)
    isInteger(arguments, 0) ? result.set(Int64(cut / power)) : result.set(cut / power)
  }
}
