/// A point on the proleptic Gregorian calendar: microseconds since 1970-01-01 00:00:00, without a zone.
struct Instant {
  static let microsecondsPerDay: Int64 = 86_400_000_000

  var microseconds: Int64

  /// The day it falls on, from 1970-01-01.
  var day: Int {
    Int(
      microseconds >= 0
        ? microseconds / Instant.microsecondsPerDay
        : -((-microseconds + Instant.microsecondsPerDay - 1) / Instant.microsecondsPerDay))
  }

  /// Microseconds since its midnight.
  var timeOfDay: Int64 { microseconds - Int64(day) * Instant.microsecondsPerDay }

  init(microseconds: Int64) { self.microseconds = microseconds }

  init(day: Int, timeOfDay: Int64 = 0) {
    microseconds = Int64(day) * Instant.microsecondsPerDay + timeOfDay
  }

  var date: CivilDate { CivilDate(day: day) }
}

/// A year, a month and a day.
struct CivilDate {
  var year: Int
  var month: Int
  var day: Int

  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// From days since 1970-01-01: http://howardhinnant.github.io/date_algorithms.html#civil_from_days
  init(day number: Int) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01: http://howardhinnant.github.io/date_algorithms.html#days_from_civil
  var number: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func length(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: return isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// The day moved by whole months, held within the month it lands in.
  func adding(months: Int) -> CivilDate {
    let total = year * 12 + month - 1 + months
    let newYear = total >= 0 ? total / 12 : -((-total + 11) / 12)
    let newMonth = total - newYear * 12 + 1
    return CivilDate(newYear, newMonth, min(day, CivilDate.length(ofMonth: newMonth, newYear)))
  }

  /// 1 for Monday to 7 for Sunday.
  static func isoWeekday(_ number: Int) -> Int {
    let shifted = (number + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  var dayOfYear: Int { number - CivilDate(year, 1, 1).number + 1 }

  /// The ISO week and the year it belongs to.
  var isoWeek: (year: Int, week: Int) {
    let thursday = number - CivilDate.isoWeekday(number) + 4
    let owner = CivilDate(day: thursday).year
    return (owner, (thursday - CivilDate(owner, 1, 1).number) / 7 + 1)
  }
}
