import SQLiteKit

/// A unit of time under SQLKit's names for it.
enum TimeUnit: String {
  case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, decade, century, millennium
  case sunday, isoweek, isoyear

  init?(_ text: UnsafeBufferPointer<UInt8>) {
    let word = String(decoding: text, as: UTF8.self).lowercased()
    if let unit = TimeUnit(rawValue: word) {
      self = unit
      return
    }
    switch word {
    case "mm", "mon", "months": self = .month
    case "yy", "yyyy", "years", "y": self = .year
    case "q", "quarters", "qtr": self = .quarter
    case "dd", "d", "days": self = .day
    case "hh", "h", "hours", "hr": self = .hour
    case "mi", "minutes", "min": self = .minute
    case "ss", "s", "seconds", "sec": self = .second
    case "weeks", "w", "wk": self = .week
    default: return nil
    }
  }
}

extension Instant {
  /// The start of the unit it lies in.
  func truncated(to unit: TimeUnit) -> Instant {
    func floor(_ size: Int64) -> Instant { Instant(day: day, timeOfDay: timeOfDay / size * size) }
    let date = date
    switch unit {
    case .microsecond: return self
    case .millisecond: return floor(1_000)
    case .second: return floor(1_000_000)
    case .minute: return floor(60_000_000)
    case .hour: return floor(3_600_000_000)
    case .day: return Instant(day: day)
    case .week, .isoweek: return Instant(day: day - CivilDate.isoWeekday(day) + 1)
    case .sunday: return Instant(day: day - CivilDate.isoWeekday(day) % 7)
    case .month: return Instant(day: CivilDate(date.year, date.month, 1).number)
    case .quarter: return Instant(day: CivilDate(date.year, (date.month - 1) / 3 * 3 + 1, 1).number)
    case .year: return Instant(day: CivilDate(date.year, 1, 1).number)
    case .isoyear:
      let january4 = CivilDate(date.isoWeek.year, 1, 4).number
      return Instant(day: january4 - CivilDate.isoWeekday(january4) + 1)
    case .decade: return Instant(day: CivilDate(date.year / 10 * 10, 1, 1).number)
    case .century: return Instant(day: CivilDate((date.year - 1) / 100 * 100 + 1, 1, 1).number)
    case .millennium: return Instant(day: CivilDate((date.year - 1) / 1000 * 1000 + 1, 1, 1).number)
    }
  }

  /// How many boundaries of the unit lie before it, from some origin: differences count boundaries crossed.
  func index(of unit: TimeUnit) -> Int64 {
    func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((-a + b - 1) / b) }
    let date = date
    switch unit {
    case .microsecond: return microseconds
    case .millisecond: return floorDivide(microseconds, 1_000)
    case .second: return floorDivide(microseconds, 1_000_000)
    case .minute: return floorDivide(microseconds, 60_000_000)
    case .hour: return floorDivide(microseconds, 3_600_000_000)
    case .day: return Int64(day)
    case .week, .isoweek: return floorDivide(Int64(day) + 3, 7)
    case .sunday: return floorDivide(Int64(day) + 4, 7)
    case .month: return Int64(date.year * 12 + date.month)
    case .quarter: return Int64(date.year * 4 + (date.month - 1) / 3)
    case .year: return Int64(date.year)
    case .isoyear: return Int64(date.isoWeek.year)
    case .decade: return floorDivide(Int64(date.year), 10)
    case .century: return floorDivide(Int64(date.year - 1), 100)
    case .millennium: return floorDivide(Int64(date.year - 1), 1000)
    }
  }

  /// Moved by months, then days, then microseconds.
  func adding(months: Int, days: Int, microseconds: Int64) -> Instant {
    var day = day
    if months != 0 { day = CivilDate(day: day).adding(months: months).number }
    return Instant(microseconds: Int64(day + days) * Instant.microsecondsPerDay + timeOfDay + microseconds)
  }

  /// Months from one date and time to a later one: whole when its day of the month and its time of day are reached.
  private static func months(from a: Instant, to b: Instant) -> Int {
    let end = b.timeOfDay < a.timeOfDay ? CivilDate(day: b.day - 1) : b.date
    let start = a.date
    return ((end.year - start.year) * 12 + end.month - start.month) - (end.day < start.day ? 1 : 0)
  }

  /// Whole units from here to another, toward zero.
  func elapsed(_ unit: TimeUnit, to other: Instant, byDay: Bool) -> Int64 {
    let span = other.microseconds - microseconds
    switch unit {
    case .microsecond: return span
    case .millisecond: return span / 1_000
    case .second: return span / 1_000_000
    case .minute: return span / 60_000_000
    case .hour: return span / 3_600_000_000
    case .day: return span / Instant.microsecondsPerDay
    case .week, .isoweek, .sunday: return span / (7 * Instant.microsecondsPerDay)
    default: break
    }
    // Months: as many as fit when counted from the earlier date.
    var months = Int(other.index(of: .month) - index(of: .month))
    if byDay {
      months =
        microseconds <= other.microseconds
        ? Instant.months(from: self, to: other) : -Instant.months(from: other, to: self)
    } else if months > 0, adding(months: months, days: 0, microseconds: 0).microseconds > other.microseconds {
      months -= 1
    }
    if !byDay, months < 0, adding(months: months, days: 0, microseconds: 0).microseconds < other.microseconds {
      months += 1
    }
    switch unit {
    case .quarter: return Int64(months / 3)
    case .year, .isoyear: return Int64(months / 12)
    case .decade: return Int64(months / 120)
    case .century: return Int64(months / 1200)
    case .millennium: return Int64(months / 12000)
    default: return Int64(months)
    }
  }
}

/// The instant an argument holds, or an error that shows it.
func instant(_ arguments: borrowing Arguments, _ index: Int) throws -> Instant.Reading {
  if arguments.type(index) == .text, let reading = Instant.read(arguments.textBytes(index)) { return reading }
  throw FunctionError(
    "'\(String(decoding: arguments.textBytes(index).prefix(60), as: UTF8.self))' is no date or timestamp")
}

private func unit(_ arguments: borrowing Arguments, _ index: Int) throws -> TimeUnit {
  if let unit = TimeUnit(arguments.textBytes(index)) { return unit }
  throw FunctionError("'\(arguments.string(index) ?? "")' is no unit of time")
}

/// Whether a result is a date: 'd' yes, 't' no, 'a' as the argument was.
private func isDate(_ arguments: borrowing Arguments, _ index: Int, _ reading: Instant.Reading) -> Bool {
  switch arguments.textBytes(index).first {
  case UInt8(ascii: "d"): return true
  case UInt8(ascii: "t"): return false
  default: return reading.isDate
  }
}

func registerDates(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "add_days", 2) { arguments, result in
    let reading = try instant(arguments, 0)
    result.set(Instant(day: reading.instant.day + Int(arguments.int64(1))), asDate: true)
  }
  // add_interval(x, months, days, microseconds, 'd' | 't' | 'a')
  try strict(connection, "add_interval", 5) { arguments, result in
    let reading = try instant(arguments, 0)
    let days = arguments.double(2)
    let whole = days.rounded(.towardZero)
    let rest = Int64(((days - whole) * 86_400_000_000).rounded())
    let moved = reading.instant.adding(
      months: Int(arguments.int64(1)), days: Int(whole), microseconds: Int64(arguments.double(3).rounded()) + rest)
    result.set(moved, asDate: isDate(arguments, 4, reading))
  }
  try strict(connection, "add_months", 2) { arguments, result in
    let reading = try instant(arguments, 0)
    let date = reading.instant.date
    var moved = date.adding(months: Int(arguments.int64(1)))
    // The last day of a month stays the last day, in Oracle's tradition; Spark keeps the day instead.
    _ = date
    moved.day = min(moved.day, CivilDate.length(ofMonth: moved.month, moved.year))
    result.set(Instant(day: moved.number, timeOfDay: reading.instant.timeOfDay), asDate: reading.isDate)
  }
  try strict(connection, "days_between", 2) { arguments, result in
    result.set(try instant(arguments, 0).instant.day - instant(arguments, 1).instant.day)
  }
  // date_subtract(x, y): days between two dates, or a date so many days before.
  try strict(connection, "date_subtract", 2) { arguments, result in
    let reading = try instant(arguments, 0)
    if arguments.type(1) == .text {
      result.set(reading.instant.day - (try instant(arguments, 1)).instant.day)
    } else {
      result.set(Instant(day: reading.instant.day - Int(arguments.int64(1))), asDate: true)
    }
  }
  for count in [3, 4] {
    try strict(connection, "date_diff", count) { arguments, result in
      var unit = try unit(arguments, 0)
      if unit == .week, count == 4, arguments.int64(3) == 7 { unit = .sunday }
      result.set(try instant(arguments, 2).instant.index(of: unit) - instant(arguments, 1).instant.index(of: unit))
    }
  }
  // elapsed_units(unit, from, to, 'day' | 'end')
  try strict(connection, "elapsed_units", 4) { arguments, result in
    let byDay = arguments.textBytes(3).first == UInt8(ascii: "d")
    result.set(
      try instant(arguments, 1).instant.elapsed(unit(arguments, 0), to: instant(arguments, 2).instant, byDay: byDay))
  }
  try strict(connection, "date_trunc", 3) { arguments, result in
    let reading = try instant(arguments, 1)
    result.set(reading.instant.truncated(to: try unit(arguments, 0)), asDate: isDate(arguments, 2, reading))
  }
  try strict(connection, "date_trunc", 2) { arguments, result in
    let reading = try instant(arguments, 1)
    result.set(reading.instant.truncated(to: try unit(arguments, 0)), asDate: reading.isDate)
  }
  for count in [1, 2] {
    try strict(connection, "last_day", count) { arguments, result in
      let unit = count == 2 ? try unit(arguments, 1) : .month
      let start = try instant(arguments, 0).instant.truncated(to: unit)
      let next =
        unit == .week || unit == .isoweek || unit == .sunday
        ? start.adding(months: 0, days: 7, microseconds: 0)
        : start.adding(months: unit == .year ? 12 : unit == .quarter ? 3 : 1, days: 0, microseconds: 0)
      result.set(Instant(day: next.day - 1), asDate: true)
    }
  }
  try registerDateParts(on: connection)
  try registerDateMaking(on: connection)
}

private func registerDateMaking(on connection: Connection) throws(SQLiteError) {
  for count in [2, 3] {
    try strict(connection, "months_between", count) { arguments, result in
      let a = try instant(arguments, 0).instant
      let b = try instant(arguments, 1).instant
      let (x, y) = (a.date, b.date)
      let months = Double((x.year - y.year) * 12 + x.month - y.month)
      let bothLast =
        x.day == CivilDate.length(ofMonth: x.month, x.year) && y.day == CivilDate.length(ofMonth: y.month, y.year)
      if x.day == y.day || bothLast { return result.set(months) }
      let seconds = Double(x.day - y.day) * 86400 + Double(a.timeOfDay - b.timeOfDay) / 1e6
      let value = months + seconds / (31 * 86400)
      let rounds = count == 2 || arguments.int64(2) != 0
      result.set(rounds ? (value * 1e8).rounded() / 1e8 : value)
    }
  }
  for (name, step) in [("next_day", 1), ("previous_day", -1)] {
    try strict(connection, name, 2) { arguments, result in
      let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
      let wanted = (arguments.string(1) ?? "").uppercased().prefix(2)
      guard let target = names.firstIndex(where: { $0 == wanted }) else {
        throw FunctionError("'\(arguments.string(1) ?? "")' is no weekday")
      }
      var day = try instant(arguments, 0).instant.day + step
      while CivilDate.isoWeekday(day) != target + 1 { day += step }
      result.set(Instant(day: day), asDate: true)
    }
  }
  try strict(connection, "make_date", 3) { arguments, result in
    let year = Int(arguments.int64(0))
    let month = Int(arguments.int64(1))
    let day = Int(arguments.int64(2))
    guard month >= 1, month <= 12, day >= 1, day <= CivilDate.length(ofMonth: month, year) else {
      throw FunctionError("there is no date \(year)-\(month)-\(day)")
    }
    result.set(Instant(day: CivilDate(year, month, day).number), asDate: true)
  }
  try strict(connection, "make_timestamp", 6) { arguments, result in
    let date = CivilDate(Int(arguments.int64(0)), Int(arguments.int64(1)), Int(arguments.int64(2)))
    guard date.month >= 1, date.month <= 12, date.day >= 1, date.day <= CivilDate.length(ofMonth: date.month, date.year)
    else {
      throw FunctionError("there is no date \(date.year)-\(date.month)-\(date.day)")
    }
    let seconds = Double(arguments.int64(3) * 3600 + arguments.int64(4) * 60) + arguments.double(5)
    result.set(Instant(day: date.number, timeOfDay: Int64((seconds * 1e6).rounded())), asDate: false)
  }
  try strict(connection, "epoch_timestamp", 1) { arguments, result in
    let seconds = arguments.type(0) == .integer ? Double(arguments.int64(0)) : arguments.double(0)
    result.set(Instant(microseconds: Int64((seconds * 1e6).rounded())), asDate: false)
  }
  // any_timestamp(x): seconds since 1970, or text.
  try strict(connection, "any_timestamp", 1) { arguments, result in
    if arguments.type(0) != .text {
      // Snowflake tells seconds from milli-, micro- and nanoseconds by size.
      let number = arguments.double(0)
      let scale = abs(number) < 31_536_000_000 ? 1e6 : abs(number) < 31_536_000_000_000 ? 1e3 : 1
      return result.set(Instant(microseconds: Int64((number * scale).rounded())), asDate: false)
    }
    result.set(try instant(arguments, 0).instant, asDate: false)
  }
  for (name, size) in [("unix_seconds", Int64(1_000_000)), ("unix_millis", 1_000), ("unix_micros", 1)] {
    try strict(connection, name, 1) { arguments, result in
      let value = try instant(arguments, 0).instant.microseconds
      result.set(value >= 0 ? value / size : -((-value + size - 1) / size))
    }
  }
}
