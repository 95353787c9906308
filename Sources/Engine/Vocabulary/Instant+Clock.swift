import Glibc

extension Instant {
  /// The wall clock's time now.
  public static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }

  /// This instant moved by a number of seconds.
  public func advanced(by seconds: Double) -> Instant {
    Instant(microseconds: microseconds + Int64((seconds * 1_000_000).rounded()))
  }

  /// ISO 8601 in UTC with microseconds, as dbt's artifacts write times: `2026-11-20T17:39:39.000123Z`.
  public var iso8601: String {
    var (days, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
    if rest < 0 {
      days -= 1
      rest += 86_400_000_000
    }
    let date = Self.civil(daysSince1970: days)
    let seconds = rest / 1_000_000
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
      + Self.padded(seconds / 3_600, 2) + ":" + Self.padded(seconds / 60 % 60, 2) + ":" + Self.padded(seconds % 60, 2)
      + "." + Self.padded(rest % 1_000_000, 6) + "Z"
  }

  /// Howard Hinnant's `civil_from_days` (https://howardhinnant.github.io/date_algorithms.html), for any day.
  private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
