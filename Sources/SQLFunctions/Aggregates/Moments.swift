import Glibc
import SQLiteKit

/// Sums over a moving frame from which variances come: Welford's updates, both ways.
final class Moments: WindowFunction {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0
  private let finishing: (_ count: Double, _ squares: Double) -> Double?

  init(_ finishing: @escaping (_ count: Double, _ squares: Double) -> Double?) { self.finishing = finishing }

  func step(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0) else { return }
    let x = arguments.double(0)
    count += 1
    let delta = x - mean
    mean += delta / count
    squares += delta * (x - mean)
  }

  func inverse(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0) else { return }
    let x = arguments.double(0)
    count -= 1
    guard count > 0 else { return (count, mean, squares) = (0, 0, 0) }
    let delta = x - mean
    mean -= delta / count
    squares = max(0, squares - delta * (x - mean))
  }

  func value(_ result: borrowing ResultContext) {
    if let value = finishing(count, squares) { result.set(value) } else { result.setNull() }
  }

  func finish(_ result: borrowing ResultContext) { value(result) }
}

/// Sums of pairs: correlation, covariance, regression.
final class PairMoments: AggregateFunction {
  private var count = 0.0
  private var meanX = 0.0
  private var meanY = 0.0
  private var sxx = 0.0
  private var syy = 0.0
  private var sxy = 0.0
  private let name: String

  init(_ name: String) { self.name = name }

  /// The first argument is y, the dependent one, as in the standard.
  func step(_ arguments: borrowing Arguments) {
    guard !arguments.isNull(0), !arguments.isNull(1) else { return }
    let (y, x) = (arguments.double(0), arguments.double(1))
    count += 1
    let (dx, dy) = (x - meanX, y - meanY)
    meanX += dx / count
    meanY += dy / count
    sxx += dx * (x - meanX)
    syy += dy * (y - meanY)
    sxy += dx * (y - meanY)
  }

  func finish(_ result: borrowing ResultContext) {
    if name == "regr_count" { return result.set(Int(count)) }
    guard let value = value, !value.isNaN else { return result.setNull() }
    result.set(value)
  }

  private var value: Double? {
    guard count > 0 else { return nil }
    switch name {
    case "corr": return sxx > 0 && syy > 0 ? sxy / sqrt(sxx * syy) : nil
    case "covar_pop": return sxy / count
    case "covar_samp": return count > 1 ? sxy / (count - 1) : nil
    case "regr_slope": return sxx > 0 ? sxy / sxx : nil
    case "regr_intercept": return sxx > 0 ? meanY - sxy / sxx * meanX : nil
    case "regr_r2": return sxx > 0 ? (syy > 0 ? sxy * sxy / (sxx * syy) : 1) : nil
    case "regr_avgx": return meanX
    case "regr_avgy": return meanY
    default: return nil
    }
  }
}

/// Third and fourth moments, gathered whole.
final class Shape: AggregateFunction {
  private var values: [Double] = []
  private let finishing: ([Double]) -> Double?

  init(_ finishing: @escaping ([Double]) -> Double?) { self.finishing = finishing }

  func step(_ arguments: borrowing Arguments) {
    if !arguments.isNull(0) { values.append(arguments.double(0)) }
  }

  func finish(_ result: borrowing ResultContext) {
    if let value = finishing(values), value.isFinite { result.set(value) } else { result.setNull() }
  }

  private static func centralMoment(_ values: [Double], _ power: Int) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + Glibc.pow($1 - mean, Double(power)) } / Double(values.count)
  }

  static func skewness(_ values: [Double], sample: Bool) -> Double? {
    let n = Double(values.count)
    guard values.count > (sample ? 2 : 0) else { return nil }
    let plain = centralMoment(values, 3) / Glibc.pow(centralMoment(values, 2), 1.5)
    return sample ? plain * sqrt(n * (n - 1)) / (n - 2) : plain
  }

  static func kurtosis(_ values: [Double], sample: Bool) -> Double? {
    let n = Double(values.count)
    guard values.count > (sample ? 3 : 0) else { return nil }
    let second = centralMoment(values, 2)
    let plain = centralMoment(values, 4) / (second * second) - 3
    return sample ? (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * plain + 6) : plain
  }
}

func registerMoments(on connection: Connection) throws(SQLiteError) {
  let forms: [(String, (Double, Double) -> Double?)] = [
    ("var_samp", { count, squares in count > 1 ? squares / (count - 1) : nil }),
    ("var_pop", { count, squares in count > 0 ? squares / count : nil }),
    ("stddev_samp", { count, squares in count > 1 ? sqrt(squares / (count - 1)) : nil }),
    ("stddev_pop", { count, squares in count > 0 ? sqrt(squares / count) : nil }),
  ]
  for (name, form) in forms {
    try connection.createWindowFunction(name, argumentCount: 1) { Moments(form) }
  }
  for name in [
    "corr", "covar_pop", "covar_samp", "regr_slope", "regr_intercept", "regr_r2", "regr_count", "regr_avgx",
    "regr_avgy",
  ] {
    try connection.createAggregate(name, argumentCount: 2) { PairMoments(name) }
  }
}
