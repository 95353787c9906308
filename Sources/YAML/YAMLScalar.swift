/// A scalar with the type YAML 1.1 gives it.
public enum YAMLScalar: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, in decimal digits with its sign.
  case largeInteger(String)
  case float(Double)
  case string(String)
  case date(YAMLDate)
  case timestamp(YAMLTimestamp)
  case binary([UInt8])

  /// What it is, in words for messages.
  public var kindInWords: String {
    switch self {
    case .null: "nothing"
    case .bool: "a boolean"
    case .integer, .largeInteger, .float: "a number"
    case .string: "a string"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .binary: "binary data"
    }
  }
}

/// A calendar date that exists.
public struct YAMLDate: Sendable, Hashable, CustomStringConvertible {
  /// The year, 1 to 9999.
  public var year: Int
  /// The month, 1 to 12.
  public var month: Int
  /// The day of the month, from 1.
  public var day: Int

  /// The date, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...days[month - 1]).contains(day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// `2024-03-01`.
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// An instant or a wall clock time, to the microsecond.
public struct YAMLTimestamp: Sendable, Hashable, CustomStringConvertible {
  /// The day.
  public var date: YAMLDate
  /// The hour, 0 to 23.
  public var hour: Int
  /// The minute.
  public var minute: Int
  /// The second.
  public var second: Int
  /// Microseconds, 0 to 999 999.
  public var microsecond: Int
  /// Minutes east of UTC; nil for a wall clock time.
  public var offsetMinutes: Int?

  /// The time, or nil when the clock has no such reading.
  public init?(
    date: YAMLDate, hour: Int, minute: Int, second: Int, microsecond: Int = 0, offsetMinutes: Int? = nil
  ) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      abs(offsetMinutes ?? 0) < 24 * 60
    else { return nil }
    self.date = date
    (self.hour, self.minute, self.second, self.microsecond) = (hour, minute, second, microsecond)
    self.offsetMinutes = offsetMinutes
  }

  /// `2024-03-01 12:30:00.250000+02:00`, as Python's `str` writes it.
  public var description: String { text(between: " ") }

  /// `2024-03-01T12:30:00.250000+02:00`, as Python's `isoformat` writes it.
  public var isoFormat: String { text(between: "T") }

  private func text(between separator: String) -> String {
    var text = "\(date)\(separator)\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    if microsecond != 0 { text += ".\(padded(microsecond, 6))" }
    if let offsetMinutes {
      text +=
        "\(offsetMinutes < 0 ? "-" : "+")\(padded(abs(offsetMinutes) / 60, 2)):\(padded(abs(offsetMinutes) % 60, 2))"
    }
    return text
  }
}

/// A number with leading zeros.
private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
