/// How one column of a grouped stream is summarised; each means what SQLite's aggregate of the same purpose means.
public enum GroupAggregate: String, Sendable, CaseIterable {
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
