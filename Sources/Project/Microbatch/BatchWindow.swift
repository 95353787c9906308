/// The span of event time that one batch of a `microbatch` model covers.
public struct BatchWindow: Hashable, Sendable {
  /// Its first moment, as Python writes it: `2026-11-25 00:00:00+00:00`.
  public var start: String
  /// The first moment after it.
  public var end: String
  /// dbt's id of a batch: `20261125`.
  public var id: String

  public init(start: String, end: String, id: String) {
    self.start = start
    self.end = end
    self.id = id
  }

  /// A condition on a column of event time, as dbt writes it.
  public func condition(on column: String) -> String { "\(column) >= '\(start)' and \(column) < '\(end)'" }
}

/// How much event time a batch covers.
enum BatchSize: String, CaseIterable {
  case hour, day, month, year

  func floor(_ time: CalendarTime) -> CalendarTime {
    CalendarTime(
      year: time.year, month: self == .year ? 1 : time.month, day: self == .hour || self == .day ? time.day : 1,
      hour: self == .hour ? time.hour : 0, offset: 0)
  }

  /// The first moment of the batch that lies so many batches after the one of `time`.
  func floor(_ time: CalendarTime, movedBy count: Int) -> CalendarTime {
    let start = floor(time)
    switch self {
    case .hour: return start.moved(by: count * 3_600_000_000)
    case .day: return start.moved(by: count * 86_400_000_000)
    case .month, .year:
      let months = start.year * 12 + start.month - 1 + count * (self == .year ? 12 : 1)
      return CalendarTime(year: months / 12, month: months % 12 + 1, day: 1, offset: 0)
    }
  }

  func ceiling(_ time: CalendarTime) -> CalendarTime {
    let start = floor(time)
    return start.instant == time.instant ? start : floor(time, movedBy: 1)
  }

  func id(_ start: CalendarTime) -> String {
    let format =
      switch self {
      case .hour: "%Y%m%dT%H"
      case .day: "%Y%m%d"
      case .month: "%Y%m"
      case .year: "%Y"
      }
    return DateTimeText.format(start, format)
  }
}
