import SQLiteKit

/// Decimals as whole units of their last digit.
enum Decimals {
  private static let powers: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// Ten to the power of a scale.
  @inline(__always)
  static func power(_ scale: Int) -> Double { powers[min(max(scale, 0), 22)] }

  /// A value in units; nil when there are too many to be counted exactly.
  @inline(__always)
  static func units(of column: Int, _ type: ValueType, in statement: Statement, scale: Int) -> Int64? {
    if type == .integer {
      let (units, overflows) = statement.int64(column).multipliedReportingOverflow(
        by: Int64(exactly: power(scale)) ?? 1)
      return overflows ? nil : units
    }
    let scaled = (statement.double(column) * power(scale)).rounded()
    return abs(scaled) < 9e15 ? Int64(scaled) : nil
  }
}
