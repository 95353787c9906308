extension Instant {
  /// The first moment after a day written `YYYY-MM-DD`, in UTC; nil when there is no such day.
  public init?(afterDay text: String) {
    guard let start = Instant(day: text) else { return nil }
    self.init(microseconds: start.microseconds + 86_400_000_000)
  }

  /// The first moment of a day written `YYYY-MM-DD`, in UTC; nil when there is no such day.
  public init?(day text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
      let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
      (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year)
    else { return nil }
    self.init(microseconds: Self.daysSince1970(year, month, day) * 86_400_000_000)
  }

  private static func days(of month: Int64, in year: Int64) -> Int64 {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Howard Hinnant's `days_from_civil` (https://howardhinnant.github.io/date_algorithms.html).
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
