/// How one column of a grouped stream is summarised; each means what SQLite's aggregate of the same purpose means.
public enum GroupAggregate: Sendable, Hashable {
  /// `count(*)`: takes no argument.
  case countRows
  /// `count(x)`
  case count
  /// `sum(x)`: an integer while all values are, NULL for none; integer overflow is an error.
  case sum
  /// `total(x)`: always a real, 0.0 for none.
  case total
  /// `avg(x)`
  case average
  /// `min(x)`
  case minimum
  /// `max(x)`
  case maximum
  /// A sum of decimals, counted in whole units of the last of `scale` digits behind the point, so that cents do not drift;
  /// what is too large for that is summed as doubles. As the SQL function `decimal_sum` has it.
  case decimalSum(scale: Int)
  /// The average of such decimals, as `decimal_avg` has it.
  case decimalAverage(scale: Int)

  /// Whether the stream has a column for it.
  public var takesArgument: Bool { self != .countRows }
}

/// Why rows could not be grouped.
public enum GroupingError: Error, Sendable, Equatable, CustomStringConvertible {
  case integerOverflow
  /// A spill file could not be written or read: its path and an `errno` value.
  case spill(path: String, code: Int32)

  public var description: String {
    switch self {
    case .integerOverflow: "integer overflow"
    case .spill(let path, let code): "cannot spill groups to \(path): error \(code)"
    }
  }
}
