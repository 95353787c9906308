import SQLiteKit

/// What `date_part` can be asked for, by SQLKit's names.
enum DatePart {
  /// The part as a whole number, where it is one.
  static func integer(_ part: String, _ instant: Instant) -> Int64? {
    let date = instant.date
    let seconds = instant.timeOfDay / 1_000_000
    switch part {
    case "year": return Int64(date.year)
    case "month": return Int64(date.month)
    case "day": return Int64(date.day)
    case "quarter": return Int64((date.month - 1) / 3 + 1)
    case "hour": return seconds / 3600
    case "minute": return seconds / 60 % 60
    case "second": return seconds % 60
    case "millisecond": return instant.timeOfDay % 60_000_000 / 1000
    case "microsecond": return instant.timeOfDay % 60_000_000
    case "nanosecond": return instant.timeOfDay % 60_000_000 * 1000
    case "dow": return Int64(CivilDate.isoWeekday(instant.day) % 7)
    case "isodow": return Int64(CivilDate.isoWeekday(instant.day))
    case "doy": return Int64(date.dayOfYear)
    case "week", "isoweek": return Int64(date.isoWeek.week)
    case "sunday_week":
      // Weeks begin on Sunday; days before the year's first Sunday are week 0.
      return Int64((date.dayOfYear + 6 - CivilDate.isoWeekday(instant.day) % 7) / 7)
    case "isoyear": return Int64(date.isoWeek.year)
    case "decade": return Int64(date.year >= 0 ? date.year / 10 : (date.year - 9) / 10)
    case "century": return Int64((date.year + 99) / 100)
    case "millennium": return Int64((date.year + 999) / 1000)
    case "epoch_whole": return Instant(microseconds: instant.microseconds).index(of: .second)
    case "epoch_ms": return instant.index(of: .millisecond)
    case "timezone": return 0
    default: return nil
    }
  }
}

func registerDateParts(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "date_part", 2) { arguments, result in
    let part = String(decoding: arguments.textBytes(0), as: UTF8.self)
    let text = arguments.textBytes(1)
    let value: Instant
    if let reading = Instant.read(text) {
      value = reading.instant
    } else {
      var cursor = ByteCursor(text)
      guard let time = Instant.readTime(&cursor), cursor.atEnd else {
        throw FunctionError("'\(arguments.string(1) ?? "")' is no date or timestamp")
      }
      value = Instant(day: 0, timeOfDay: time)
    }
    switch part {
    case "epoch": result.set(Double(value.microseconds) / 1e6)
    case "fractional_second": result.set(Double(value.timeOfDay % 60_000_000) / 1e6)
    default:
      guard let number = DatePart.integer(part, value) else { throw FunctionError("'\(part)' is no part of a date") }
      result.set(number)
    }
  }
  let days: [StaticString] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  try strict(connection, "day_name", 1) { arguments, result in
    result.setText(days[CivilDate.isoWeekday(try instant(arguments, 0).instant.day) - 1])
  }
  let months: [StaticString] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  try strict(connection, "month_name", 1) { arguments, result in
    result.setText(months[try instant(arguments, 0).instant.date.month - 1])
  }
}
